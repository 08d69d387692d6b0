"""What a renderer gets beside the bytes of a file, and what it gives."""

from dataclasses import dataclass
from typing import Self

from retrieval.documents import Answer


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands in a file, as far as its passage tells.

    Attributes:
        page: Page on which the passage's paragraph starts, from 1.
        text: The passage.
        spans: (start, end) of the answer's parts within the passage.
    """

    page: int
    text: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The place of an answer; of a file without pages the first."""
        return cls(answer.passage.page or 1, answer.passage.text, answer.spans)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a picture.

    Attributes:
        png: The picture, as PNG.
        page: Which page it is, from 1: the answer may stand after the page on which its paragraph starts.
        is_marked: Whether the answer was found on it, and is marked.
    """

    png: bytes
    page: int
    is_marked: bool
