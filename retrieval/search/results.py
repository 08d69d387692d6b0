"""What a search found, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.documents import Hit, Passage
from retrieval.stopwatch import Step


@dataclass(frozen=True, slots=True)
class Scores:
    """What passages are worth to a question, by their ids.

    Attributes:
        total: What they are ranked by, in no order.
        words: Lexical scores, 0 to 1, of those found by words; best first.
        vectors: Cosines of those found by vectors; nearest first.
        cosines: Cosines of all that were found, those found by words alone included; of one that is still to
            be embedded, the mean of the others.
        trust: What words were worth beside vectors, 0 to 1.
    """

    total: Mapping[int, float] = field(default_factory=dict)
    words: Mapping[int, float] = field(default_factory=dict)
    vectors: Mapping[int, float] = field(default_factory=dict)
    cosines: Mapping[int, float] = field(default_factory=dict)
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of one search.

    Attributes:
        hits: As many passages as were wanted, best first, each with what it lacks of the question.
        ranked: These and some that come after them, each with its score: its total, and what it is worth
            where it is near the passage that the conversation is about.
        scores: What they and all others were ranked by.
        question: The question; where it is clear what was meant by a typing error, with that put right.
        steps: How long it took to search by words and by vectors, and to put both together.
    """

    hits: tuple[Hit, ...] = ()
    ranked: tuple[tuple[Passage, float], ...] = ()
    scores: Scores = field(default_factory=Scores)
    question: str = ""
    steps: tuple[Step, ...] = ()
