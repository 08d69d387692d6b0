"""Plain text: the encoding is found, the lines are taken as they are, but for those of a table."""

import codecs
import re
from collections.abc import Container

from charset_normalizer import from_bytes

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders.text_tables import with_tables
from retrieval.text import fold

# A third of running Chinese is made of these; of text read in a wrong encoding, next to nothing.
_COMMON = frozenset(
    "的一是不了在有人我他这中大来上个国和也子时道说出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如"
    "然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从年月区市部第以为及等被"
    "，。、：；？！“”「」（）《》"
)
_EVERYDAY = _COMMON | frozenset(
    bytes((first, second)).decode("gb2312", "ignore")
    for first in range(0xB0, 0xD8)
    for second in range(0xA1, 0xFF)
)
"""The characters that are taught first, which nearly all of any Chinese text is made of."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "cp950", "utf-16-le", "utf-16-be")
_SAMPLE = 20_000  # characters that are looked at
_LEAST_COMMON = 0.08  # share of common characters from which a reading counts as Chinese
_LEAST_EVERYDAY = 0.95  # and that of everyday ones, of texts too short for the common ones
_MOST_BROKEN = 0.1  # share of damaged characters in what is UTF-8 all the same
_FEWEST_WHOLE = 8  # undamaged characters beyond ASCII, below which it is not taken for UTF-8
_MADE_UP = re.compile(
    r"Microsoft |PowerPoint |Word |SheetJS|PptxGenJS|演示文稿\s*\d*$"
    r"|无标题|未命名|文档\s*\d|untitled|unknown title|document\s*\d"
    r"|.*\.(?:docx?|pdf|indd|wps|txt|html?|rtf|odt|md|tex|dvi|xlsx?|et|pptx?|dps|xps|tmp)$",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_MOST_LINES = 2_000_000  # every second one blank
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls; \x85 is a line break
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction
    "\u00ad\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\U000e0000-\U000e007f]"  # nothing that is seen
)


def extract(data: bytes) -> Extract:
    """Each line a block, each row of a table one, in the encoding that is found.

    Several blank lines are one.

    Raises:
        DocumentError: The bytes are not text, or of more lines than any document has.
    """
    text = _BLANK_LINES.sub("\n\n", decode(data))
    if text.count("\n") > _MOST_LINES:
        raise DocumentError(
            f"The file holds too much text, over {_MOST_LINES:,} lines; save it in parts.",
            Unreadable.TOO_LARGE,
        )
    return Extract(tuple(with_tables([Block(line.rstrip()) for line in text.splitlines()])))


def decode(data: bytes) -> str:
    """Read bytes as text: by its mark, as UTF-8, as the Chinese encoding it reads best in, then by guessing.

    A damaged character here and there in UTF-8 becomes �.

    Raises:
        DocumentError: The bytes are not text in any encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return clean(data.decode(encoding, errors="replace"))
    text = _strict(data, "utf-8")
    if text is None or "\0" in text:
        text = _damaged(data) or _chinese(data) or _guessed(data)
    if text is None:
        raise DocumentError(
            "The file is not text in any known encoding; save it as UTF-8.", Unreadable.ENCODING
        )
    return clean(text)


def clean(text: str) -> str:
    """Leave out what no reader sees: control characters, marks of direction, spaces without width."""
    return _INVISIBLE.sub("", text)


def own_title(title: str) -> str | None:
    """The title among a file's properties, or None where there is none or a program made it up."""
    title = clean(title).strip()
    return None if _MADE_UP.match(title) else title or None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _damaged(data: bytes) -> str | None:
    """UTF-8 in which few characters are broken, or None where it is none."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - broken
    is_text = "\0" not in text and whole >= _FEWEST_WHOLE and broken <= whole * _MOST_BROKEN
    return text if is_text else None


def _chinese(data: bytes) -> str | None:
    """The reading with the most common and everyday characters; the first of equals."""
    readings = [text for encoding in _CHINESE if (text := _strict(data, encoding)) and "\0" not in text]
    shares = [(_share(text, _COMMON), _share(text, _EVERYDAY), text) for text in readings]
    common, everyday, text = max(shares, key=lambda share: share[0] + share[1], default=(0.0, 0.0, ""))
    return text if common >= _LEAST_COMMON or everyday >= _LEAST_EVERYDAY else None


def _share(text: str, characters: Container[str]) -> float:
    """Share of the characters beyond ASCII that are among some, in either script, 0 to 1."""
    foreign = [character for character in text[:_SAMPLE] if not character.isascii()]
    among = sum(character in characters or fold(character) in characters for character in foreign)
    return among / len(foreign) if foreign else 0.0


def _guessed(data: bytes) -> str | None:
    """What charset-normalizer makes of it, where that is text at all."""
    if b"\0" in data:
        return None
    text = _strict(data, "gb18030")
    if text is not None and _is_chinese(text):
        return text
    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, errors="replace") if best is not None else None


def _is_chinese(text: str) -> bool:
    """Whether it is made of ASCII and everyday Chinese: true of true short texts, seldom of false ones."""
    return (
        re.fullmatch("[\0-\x7f\u4e00-\u9fa5\u3000-\u303f\uff00-\uffef“”‘’—…·]*", text[:_SAMPLE]) is not None
    )
