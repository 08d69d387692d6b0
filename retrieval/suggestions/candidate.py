"""A question made from what a passage says, before anyone knows whether the engine answers it from there."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.documents import Passage
from retrieval.text import fold


class Kind(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    HOW_LONG = "how long"
    HOW_MUCH = "how much"
    WHERE = "where"
    NUMBER = "number"
    WHAT = "what"
    LIST = "list"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and what it was made from.

    Attributes:
        question: In the script of the document.
        kind: What it asks for.
        passage: What it was made from.
        start: First character of its answer within the passage.
        end: One past the last.
        items: How many items the answer has where it is a list, else 0.
    """

    question: str
    kind: Kind
    passage: Passage
    start: int
    end: int
    items: int = 0

    @property
    def answer(self) -> str:
        """The answer that it was made for."""
        return self.passage.text[self.start : self.end]

    @property
    def alike(self) -> str:
        """The same for questions that differ in script and punctuation only."""
        return "".join(filter(str.isalnum, fold(self.question)))
