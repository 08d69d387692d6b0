"""The results of a search, with the scores that rank them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.documents import Hit, Passage
from retrieval.stopwatch import Step


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of passages for a question, by passage id.

    Attributes:
        total: The fused score that ranks them, in no order.
        words: Lexical scores, 0 to 1, of those found by words; best first.
        vectors: Cosines of those found by vectors; nearest first.
        cosines: Cosines of all that were found, those found by words alone included; of one that is still to
            be embedded, the mean of the others.
        trust: The weight of the lexical scores in the total, 0 to 1.
    """

    total: Mapping[int, float] = field(default_factory=dict)
    words: Mapping[int, float] = field(default_factory=dict)
    vectors: Mapping[int, float] = field(default_factory=dict)
    cosines: Mapping[int, float] = field(default_factory=dict)
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The results of one search.

    Attributes:
        hits: As many passages as were asked for, best first, each with what it lacks of the question.
        ranked: These and some that come after them, each with its score: the total, and what
            `retrieval.search.ranking.boost` adds to it.
        scores: The scores of all passages that were found.
        question: The question as it was searched: a typing error is corrected where one correction fits.
        steps: How long the search by words, the search by vectors and their fusion took.
    """

    hits: tuple[Hit, ...] = ()
    ranked: tuple[tuple[Passage, float], ...] = ()
    scores: Scores = field(default_factory=Scores)
    question: str = ""
    steps: tuple[Step, ...] = ()
