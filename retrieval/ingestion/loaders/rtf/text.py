"""The words of rich text, one after the other."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from striprtf.striprtf import charset_map, destinations, specialchars

from retrieval.ingestion.loaders.rtf.body import Body, Group, Paragraph
from retrieval.ingestion.loaders.rtf.grid import Edge, Row

_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-f]{2})|\\(?P<sign>[^a-z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.IGNORECASE,
)
_ENCODING: Final = "gb18030"
_BESIDE = frozenset(("footnote", "shptxt"))
_RUNNING = {
    **dict.fromkeys(("header", "headerr", "footer", "footerr"), ""),
    **dict.fromkeys(("headerl", "footerl"), "facingp"),
    **dict.fromkeys(("headerf", "footerf"), "titlepg"),
}
"""Headers and footers, and the word without which they are not shown."""
_SWITCHES = frozenset(_RUNNING.values())
_DEEPEST = 3  # texts beside texts beside the text
_LONGEST_INSTRUCTION = 100  # characters
_PAGES = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_LABELS = frozenset(("pntext", "listtext"))
_SIDES = {"qc": True, "ql": False, "qr": False, "qj": False, "qd": False}


class Text:
    """The text of a file; each token is looked at once.

    Args:
        source: The file, a character for each byte.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._group = Group()
        self._outer: list[Group] = []
        self._body = Body()
        self._bytes = bytearray()
        self._skip = 0  # characters, or after \\bin bytes, that are passed over
        self._encoding = _ENCODING
        self._encodings: dict[str, str] = {}  # by font
        self._stories: list[tuple[Body, str]] = []  # the texts around the one that is open, and what it is
        self._headers: list[tuple[str, Paragraph | Row]] = []
        self._switches = {""}
        self._field = ""

    def read(self) -> Sequence[Paragraph | Row]:
        """The paragraphs and the rows of tables, in order; notes and text boxes after their paragraph."""
        place = 0
        while token := _TOKEN.search(self._source, place):
            place = token.end()
            if token["byte"]:
                self._byte(token["byte"])
                continue
            self._end_bytes()
            if token["text"]:
                self._text(token["text"])
                continue
            self._skip = 0
            if token["word"]:
                number = int(token["number"]) if token["number"] else None
                place += max(number or 0, 0) if token["word"] == "bin" else 0
                self._word(token["word"], number)
            elif token["sign"]:
                self._sign(token["sign"])
            elif token["brace"] == "{":
                self._outer.append(self._group)
            else:
                self._end_group()
                if not self._outer:
                    break
        self._end_bytes()
        return self._body.end(self._group)

    def running(self) -> list[Paragraph | Row]:
        """The paragraphs and rows of headers and footers that are shown, after `read`."""
        return [found for word, found in self._headers if _RUNNING[word] in self._switches]

    def _end_group(self) -> None:
        group, self._group = self._group, self._outer.pop() if self._outer else self._group
        if group.label >= 0 and group.label != self._group.label:
            self._body.end_label(group.label)
        if group.story > self._group.story:
            self._end_story(group)

    def _begin_story(self, word: str) -> None:
        """A text beside the text begins."""
        self._stories.append((self._body, word))
        self._body = Body()
        self._group = Group(font=self._group.font, fallback=self._group.fallback, story=len(self._stories))

    def _end_story(self, group: Group) -> None:
        found = self._body.end(group)
        self._body, word = self._stories.pop()
        if word in _RUNNING:
            self._headers += ((word, one) for one in found)
        else:
            self._body.beside += found

    def _show(self, text: str) -> None:
        if not (self._group.is_ignored or self._group.is_hidden):
            self._body.pieces.append(text)

    def _byte(self, digits: str) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._group.is_ignored:
            self._bytes.append(int(digits, 16))

    def _end_bytes(self) -> None:
        if self._bytes:
            encoding = self._encodings.get(self._group.font, self._encoding)
            self._show(self._bytes.decode(encoding, "replace"))
            self._bytes.clear()

    def _text(self, text: str) -> None:
        if self._group.instructs and len(self._field) < _LONGEST_INSTRUCTION:
            self._field += text
        self._show(text[self._skip :])
        self._skip = max(self._skip - len(text), 0)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            is_starred = not self._group.is_ignored
            self._group = replace(self._group, is_ignored=True, is_starred=is_starred)
        elif sign in specialchars:
            self._show(specialchars[sign])

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word in _LABELS and not group.is_ignored:
            self._group = replace(group, label=len(self._body.pieces))
        elif self._begins_story(word):
            self._begin_story(word)
        elif word in destinations:
            self._destination(word)
        elif word in _SWITCHES:
            self._switches.add(word)
        elif word == "ansicpg":
            self._encoding = _known(f"cp{number}") or self._encoding
        elif word == "f":
            self._group = replace(group, font=str(number))
        elif word == "fcharset" and group.names_fonts:
            self._encodings[group.font] = _known(charset_map.get(number or 0, "")) or self._encoding
        elif word == "uc":
            self._group = replace(group, fallback=max(number or 0, 0))
        elif group.is_ignored:
            pass
        elif word == "u" and number is not None:
            self._show(_character(number))
            self._skip = group.fallback
        elif not (self._layout(word, number) or self._table(word, number)) and word in specialchars:
            self._show(specialchars[word])

    def _begins_story(self, word: str) -> bool:
        """Whether a text beside the text begins with a word, in a group that is not passed over."""
        group = self._group
        if len(self._stories) >= _DEEPEST:
            return False
        if word == "shptxt":
            return group.in_shape
        return (word in _BESIDE or word in _RUNNING) and (group.is_starred or not group.is_ignored)

    def _destination(self, word: str) -> None:
        """Pass over what is no text, but for texts within it."""
        group = self._group
        is_read = group.is_starred or not group.is_ignored
        if word == "fldinst":
            self._field = ""
        self._group = replace(
            group,
            is_ignored=word != "shp" or group.is_ignored,
            is_starred=False,
            names_fonts=word == "fonttbl",
            instructs=word == "fldinst",
            in_shape=word == "shpinst" and is_read,
        )

    def _layout(self, word: str, number: int | None) -> bool:
        """Take a word that ends a paragraph or says how it is set; returns whether it is one."""
        group = self._group
        if word in {"par", "sect"}:
            self._body.end_paragraph(group)
        elif word == "pard" and group.label < 0:
            self._group = replace(group, in_table=False, level=0, is_centred=False)
        elif word == "plain":
            self._group = replace(group, is_hidden=False)
        elif word in {"v", "deleted"}:
            self._group = replace(group, is_hidden=number != 0)
        elif word == "fldrslt":
            is_page = bool(self._stories) and (self._field.split() or [""])[0].upper() in _PAGES
            self._group = replace(group, is_ignored=is_page)
        elif word == "outlinelevel":
            level = number if number is not None else 9
            self._group = replace(group, level=level + 2 if 0 <= level < 9 else 0)
        elif word in _SIDES:
            self._group = replace(group, is_centred=_SIDES[word])
        else:
            return False
        return True

    def _table(self, word: str, number: int | None) -> bool:
        """Take a word that makes a table; returns whether it is one."""
        body = self._body
        if word == "intbl":
            self._group = replace(self._group, in_table=True)
        elif word == "trowd":
            body.edges, body.edge = [], Edge(0)
        elif word in {"clmrg", "clhmrg"}:
            body.edge.goes_on_left = True
        elif word == "clvmrg":
            body.edge.goes_on_above = True
        elif word == "clvmgf":
            body.edge.begins = True
        elif word == "cellx":
            body.edge.place = number or 0
            body.edges.append(body.edge)
            body.edge = Edge(0)
        elif word == "cell":
            body.end_cell()
        elif word == "row":
            body.end_row()
        elif word in {"nestcell", "nestrow"}:
            body.pieces.append(" ")
        else:
            return False
        return True


def _character(number: int) -> str:
    """The character of a number, below 0 where written in 16 bits; a replacement where there is none."""
    code = number + 0x10000 if number < 0 else number
    return chr(code) if 0 <= code <= 0x10FFFF else "\ufffd"


def _known(encoding: str) -> str:
    """An encoding of text that this program has; "" if it is none, and one with more characters for GBK."""
    if encoding in {"cp936", "gbk", "cp54936"}:
        return _ENCODING
    try:
        b"".decode(encoding)
        codecs.lookup(encoding)
    except LookupError:
        return ""
    return encoding
