"""What loaders take out of a file, before it is understood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from retrieval.documents import Omission


class Form(Enum):
    """What a block is by the layout of its file.

    TEXT is a line or a paragraph, ITEM one of a list, which is read with those beside it, ROW a row of a
    table, which is read by itself.
    """

    TEXT = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """One line or block of text as a loader took it out of a file.

    Attributes:
        text: The text, without line breaks at its ends.
        page: Page number from 1, or None where the format has no pages.
        heading: True or False where the format says so (markup), None where only the text can tell.
        level: Depth of a heading from 1 (the title), 0 where the format does not say. Where `heading` is
            None, 1 for a line that is set as the title of the whole, in the middle or in larger type.
        form: Text, an item of a list, or a row of a table.
        recognised: Confidence with which it was recognised in a picture, 0 to 1; None where the file gives
            its characters.
    """

    text: str
    page: int | None = None
    heading: bool | None = None
    level: int = 0
    form: Form = Form.TEXT
    recognised: float | None = None


def recognised_together(parts: Iterable[tuple[str, float | None]]) -> float | None:
    """The confidence of a text made of parts, each with its own: their mean by length; None counts as 1.

    None where no part was recognised.
    """
    known = list(parts)
    if all(confidence is None for _, confidence in known):
        return None
    lengths = sum(len(text) for text, _ in known)
    weighed = (len(text) * (1.0 if confidence is None else confidence) for text, confidence in known)
    return sum(weighed) / max(lengths, 1)


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of one file in reading order, before it is understood.

    Attributes:
        blocks: Its lines or blocks; an empty text marks a blank line.
        title: The title the format itself carries (HTML title, document properties), or None.
        published: The date the format itself carries, or None.
        omissions: What could not be read, that of parts aside.
        parts: Texts within it that are each one by itself, after `blocks`.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    published: date | None = None
    omissions: tuple[Omission, ...] = ()
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A text within a file that is one by itself: a sheet, a slide, a chapter, a file of an archive.

    Attributes:
        name: What it is called, "" for nothing; it stands between the title of the file and its own.
        extract: Its text.
    """

    name: str
    extract: Extract
