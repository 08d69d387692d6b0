"""Parses Telegram's HTML into text and entities."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.playground.protocol.entities import Entity, Formatted, ordered, trimmed
from bot.playground.protocol.links import checked_link
from bot.playground.protocol.refusals import Refusal, bad_request
from bot.telegram.messages.truncation import units

_ENTITY_OF_TAG: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED_CHARACTERS: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_TOKEN = re.compile(r"[^<&]+|<|&")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
_ATTRIBUTE = re.compile(
    r"\s*(?P<name>[^\s=>/\"']+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w.-]+)))?"
)
_CHARACTER = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>[0-9]{1,7})|(?P<name>[a-zA-Z]+));")


@dataclass(slots=True)
class _OpenTag:
    """A start tag without its end tag so far.

    Attributes:
        name: The tag's name.
        type: The type of its entity.
        offset: Where it stands in the text, in UTF-16 code units.
        pieces: The pieces of text before it.
        attributes: Its attributes.
    """

    name: str
    type: str
    offset: int
    pieces: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> Formatted:
        position = 0
        while token := _TOKEN.match(self.source, position):
            if token[0] == "<":
                position = self._tag(position)
            elif token[0] == "&":
                position = self._character(position)
            else:
                self._add(token[0])
                position = token.end()
        if self.open_tags:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open_tags[-1].name}"')
        return trimmed(Formatted("".join(self.text), ordered(self.entities)))

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.length += units(text)

    def _character(self, position: int) -> int:
        found = _CHARACTER.match(self.source, position)
        character = _decoded(found) if found else ""
        if not found or not character:
            raise _unparsable(f"Unsupported or unescaped & at byte offset {self._bytes(position)}")
        self._add(character)
        return found.end()

    def _tag(self, position: int) -> int:
        tag = _TAG.match(self.source, position)
        if tag is None:
            raise _unparsable(f"Unclosed start tag at byte offset {self._bytes(position)}")
        if tag["end"]:
            self._close(tag["name"].lower(), position)
        else:
            self._open(tag["name"].lower(), _attributes(tag["attributes"]), position)
        return tag.end()

    def _open(self, name: str, attributes: dict[str, str], position: int) -> None:
        where = f"at byte offset {self._bytes(position)}"
        kind = _ENTITY_OF_TAG.get(name)
        if kind is None:
            raise _unparsable(f'Unsupported start tag "{name}" {where}')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" {where}')
        if name == "tg-emoji" and not attributes.get("emoji-id"):
            raise _unparsable(f'Tag "tg-emoji" must have an attribute "emoji-id" {where}')
        if kind == "blockquote" and any("blockquote" in outer.type for outer in self.open_tags):
            raise _unparsable(f"Block quotations can't be nested {where}")
        if "expandable" in attributes and kind == "blockquote":
            kind = "expandable_blockquote"
        self.open_tags.append(_OpenTag(name, kind, self.length, len(self.text), attributes))

    def _close(self, name: str, position: int) -> None:
        where = f"at byte offset {self._bytes(position)}"
        if not self.open_tags:
            raise _unparsable(f"Unexpected end tag {where}")
        tag = self.open_tags.pop()
        if name and name != tag.name:
            raise _unparsable(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
        length = self.length - tag.offset
        details = _details(tag, "".join(self.text[tag.pieces :]))
        # A link to nowhere becomes plain text.
        if length and not (tag.type == "text_link" and not details):
            self.entities.append(Entity(tag.type, tag.offset, length, details))

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode(errors="replace"))


def parse_html(source: str) -> Formatted:
    """Parse Telegram's HTML as the Bot API documents it.

    Telegram itself is more lenient in two places: it keeps an unknown or unescaped &, and drops a block
    quotation within another.

    Raises:
        Refusal: A tag is unknown, unclosed or closed by another tag; a character reference is neither a
            number nor one of &lt; &gt; &amp; &quot;.
    """
    return _Parser(source).parse()


def _attributes(source: str) -> dict[str, str]:
    return {
        match["name"].lower(): match["double"] or match["single"] or match["bare"] or ""
        for match in _ATTRIBUTE.finditer(source)
    }


def _details(tag: _OpenTag, covered: str) -> tuple[tuple[str, str], ...]:
    """The further fields of the entity of a tag that covers a text."""
    if tag.name == "a":
        url = checked_link(_CHARACTER.sub(_decoded, tag.attributes.get("href", "")) or covered)
        return (("url", url),) if url else ()
    if tag.name == "tg-emoji":
        return (("custom_emoji_id", tag.attributes["emoji-id"]),)
    if tag.name == "pre" and tag.attributes.get("language"):
        return (("language", tag.attributes["language"]),)
    return ()


def _decoded(reference: re.Match[str]) -> str:
    """The character of a reference, "" where there is none."""
    if reference["name"]:
        return _NAMED_CHARACTERS.get(reference["name"], "")
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _unparsable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
