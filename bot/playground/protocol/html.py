"""Parses Telegram's HTML into text and entities, and detects commands and mentions as Telegram does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

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
_DETECTED = re.compile(
    r"(?<![\w/<>])"
    r"(?:(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)|(?P<mention>@[A-Za-z0-9_]{3,32}))"
    r"(?![\w/<>])"
)
_OPAQUE_TYPES: Final = frozenset({"code", "pre", "text_link"})
"""Entities in which Telegram detects no commands and mentions."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A part of a text with a format or a meaning, as a MessageEntity.

    Attributes:
        type: "bold", "expandable_blockquote", "bot_command" …
        offset: Its start, in UTF-16 code units.
        length: Its length, in UTF-16 code units, above 0.
        details: Further fields: "url", "language", "custom_emoji_id".
    """

    type: str
    offset: int
    length: int
    details: tuple[tuple[str, str], ...] = ()

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **dict(self.details)}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, ordered by their start, outer ones first."""

    text: str
    entities: tuple[Entity, ...] = ()

    def part(self, entity: Entity) -> str:
        """The text that an entity covers."""
        encoded = self.text.encode("utf-16-le")
        return encoded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")

    def parts(self, kind: str) -> list[str]:
        """The texts that entities of a type cover."""
        return [self.part(entity) for entity in self.entities if entity.type == kind]


@dataclass(slots=True)
class _OpenTag:
    """A start tag without its end tag so far."""

    name: str
    type: str
    offset: int
    details: tuple[tuple[str, str], ...]


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
        ordered = sorted(self.entities, key=lambda entity: (entity.offset, -entity.length))
        return _trimmed(Formatted("".join(self.text), tuple(ordered)))

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
        self.open_tags.append(_OpenTag(name, kind, self.length, _details(name, attributes)))

    def _close(self, name: str, position: int) -> None:
        where = f"at byte offset {self._bytes(position)}"
        if not self.open_tags:
            raise _unparsable(f"Unexpected end tag {where}")
        tag = self.open_tags.pop()
        if name and name != tag.name:
            raise _unparsable(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
        length = self.length - tag.offset
        # A link without an address becomes plain text.
        if length and not (tag.type == "text_link" and not tag.details):
            self.entities.append(Entity(tag.type, tag.offset, length, tag.details))

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


def plain(text: str, entities: Iterable[Entity] = ()) -> Formatted:
    """A text without markup, stripped as Telegram does, with the given entities that lie within it."""
    limit = units(text)
    fitting = (entity for entity in entities if 0 <= entity.offset < entity.offset + entity.length <= limit)
    return _trimmed(
        Formatted(text, tuple(sorted(fitting, key=lambda entity: (entity.offset, -entity.length))))
    )


def typed_text(text: str) -> Formatted:
    """A text that a person typed, with the commands and mentions in it as entities."""
    return with_detected(Formatted(text.strip(), ()))


def with_detected(content: Formatted) -> Formatted:
    """A text with entities for its commands and mentions added, but for those in code and links."""
    taken = [
        range(entity.offset, entity.offset + entity.length)
        for entity in content.entities
        if entity.type in _OPAQUE_TYPES
    ]
    found = (
        Entity(str(match.lastgroup), units(content.text[: match.start()]), units(match[0]))
        for match in _DETECTED.finditer(content.text)
    )
    free = [entity for entity in found if not any(entity.offset in span for span in taken)]
    together = sorted((*content.entities, *free), key=lambda entity: (entity.offset, -entity.length))
    return Formatted(content.text, tuple(together))


def _attributes(source: str) -> dict[str, str]:
    return {
        match["name"].lower(): match["double"] or match["single"] or match["bare"] or ""
        for match in _ATTRIBUTE.finditer(source)
    }


def _details(name: str, attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    if name == "a" and attributes.get("href"):
        return (("url", _CHARACTER.sub(_decoded, attributes["href"])),)
    if name == "tg-emoji":
        return (("custom_emoji_id", attributes["emoji-id"]),)
    if name == "pre" and attributes.get("language"):
        return (("language", attributes["language"]),)
    return ()


def _decoded(reference: re.Match[str]) -> str:
    """The character of a reference, "" where there is none."""
    if reference["name"]:
        return _NAMED_CHARACTERS.get(reference["name"], "")
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _trimmed(formatted: Formatted) -> Formatted:
    """The text without white space around it; entities of white space only are dropped."""
    text = formatted.text.strip()
    if text == formatted.text:
        return formatted
    skipped = units(formatted.text) - units(formatted.text.lstrip())
    limit = units(text)
    entities = []
    for entity in formatted.entities:
        start = min(max(entity.offset - skipped, 0), limit)
        end = min(max(entity.offset + entity.length - skipped, 0), limit)
        if end > start:
            entities.append(Entity(entity.type, start, end - start, entity.details))
    return Formatted(text, tuple(entities))


def _unparsable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
