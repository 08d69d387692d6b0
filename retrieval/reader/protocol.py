"""What a reader is."""

from collections.abc import Sequence
from typing import Protocol

from retrieval.documents import Passage, Span


class Reader(Protocol):
    """Reads a question and passages, proposes the spans that answer it."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        """Propose spans for each passage.

        Args:
            question: As the user wrote it, in either script.
            passages: Passages to read, any length.

        Returns:
            For each passage its best spans that do not overlap, best first. Scores of all passages
            are log-odds against "no answer here" and may be compared with each other.
        """
        ...
