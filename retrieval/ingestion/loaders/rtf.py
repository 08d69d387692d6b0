"""Rich text (rtf): paragraphs and rows of tables."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from striprtf.striprtf import charset_map, destinations, specialchars

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders.plain import clean
from retrieval.ingestion.loaders.tables import Cell, table

_BEGIN = b"{\\rtf"
_ROW = re.compile(r".*\|")
_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-f]{2})|\\(?P<sign>[^a-z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.IGNORECASE,
)
_ENCODING: Final = "gb18030"


def extract(data: bytes) -> Extract:
    """Each paragraph a block, each row of a table one.

    Raises:
        DocumentError: The bytes are no such text.
    """
    if not data.lstrip().startswith(_BEGIN):
        raise DocumentError(
            "The file is not rich text; open it in Word or WPS and save it as .docx.", Unreadable.DAMAGED
        )
    text = clean(_Text(data.decode("latin-1")).read())
    return Extract(tuple(_blocks(text.splitlines())))


def _blocks(lines: list[str]) -> Iterator[Block]:
    for is_row, group in groupby(lines, key=lambda line: _ROW.fullmatch(line) is not None):
        if is_row:
            yield from table(
                [Cell(" ".join(cell.split())) for cell in line[:-1].split("|")] for line in group
            )
        else:
            yield from (Block(line.rstrip()) for line in group)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a group.

    Attributes:
        is_ignored: Whether what is in it is no text of the document.
        names_fonts: Whether it is the table of fonts.
        font: The number of the font.
        fallback: Characters after each \\u that stand for it in old programs.
    """

    is_ignored: bool = False
    names_fonts: bool = False
    font: str = ""
    fallback: int = 1


class _Text:
    """The text of a file; each token is looked at once.

    Args:
        source: The file, a character for each byte.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._group = _Group()
        self._outer: list[_Group] = []
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._skip = 0  # characters, or after \\bin bytes, that are passed over
        self._encoding = _ENCODING
        self._encodings: dict[str, str] = {}  # by font

    def read(self) -> str:
        """The text; the lines of paragraphs end with a line break, the cells of rows with a bar."""
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
                self._group = self._outer.pop() if self._outer else self._group
                if not self._outer:
                    break
        self._end_bytes()
        units = "".join(self._pieces).encode(
            "utf-16-le", "surrogatepass"
        )  # \u gives halves of rare characters
        return units.decode("utf-16-le", "replace")

    def _byte(self, digits: str) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._group.is_ignored:
            self._bytes.append(int(digits, 16))

    def _end_bytes(self) -> None:
        if self._bytes:
            encoding = self._encodings.get(self._group.font, self._encoding)
            self._pieces.append(self._bytes.decode(encoding, "replace"))
            self._bytes.clear()

    def _text(self, text: str) -> None:
        if not self._group.is_ignored:
            self._pieces.append(text[self._skip :])
        self._skip = max(self._skip - len(text), 0)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group = replace(self._group, is_ignored=True)
        elif sign in specialchars and not self._group.is_ignored:
            self._pieces.append(specialchars[sign])

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word in destinations:
            self._group = replace(group, is_ignored=True, names_fonts=word == "fonttbl")
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
            self._pieces.append(_character(number))
            self._skip = group.fallback
        elif word in specialchars:
            self._pieces.append(specialchars[word])


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
