"""The explanation of a reply: the results of the search, the spans that were read, and the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.confidence import Decision
from retrieval.documents import Answer, Passage, Reply
from retrieval.search.lexical.terms import Subject, comparable, holds_word, subject
from retrieval.search.results import SearchResults
from retrieval.stopwatch import Step

CONSIDERED = 10
"""How many passages an explanation shows."""


class ScoreParts(NamedTuple):
    """The parts that a score adds up from.

    Attributes:
        words: The share of the search by words.
        vectors: The share of the search by vectors.
        near: The boost for being near the passage that the conversation is about, and of the time asked for.
    """

    words: float
    vectors: float
    near: float


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that was considered for an answer.

    Attributes:
        passage: The passage.
        rank: Its rank among all, from 1.
        score: Fused score, as `Hit.score`.
        parts: What the score is made of; they add up to it.
        word_rank: Its rank by words, from 1, or None where it was not found by them.
        word_score: Its lexical score, 0 to 1; 0 where it was not found by words.
        vector_rank: Its rank by vectors, from 1, or None where it was not among the nearest.
        cosine: Cosine of its vector with that of the question.
        read: Whether the reader was given it.
        missing: Words of the question that neither it nor its title holds, folded.
        spans: What the reader proposed in it, best first, with confidence.
    """

    passage: Passage
    rank: int
    score: float
    parts: ScoreParts
    word_rank: int | None
    word_score: float
    vector_rank: int | None
    cosine: float
    read: bool
    missing: tuple[str, ...]
    spans: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reply, and what each step gave on the way to it.

    `passages` is computed only when it is read, so that an explanation costs an answer no time.

    Attributes:
        reply: The reply; it holds the question as asked and as understood.
        decision: The model of confidence, with its thresholds.
        steps: The steps in their order; a question without content words is not searched. The rest of
            `reply.took_ms` went into indexing changes of the documents.
        results: The results of the search.
        weighed: For each of its hits that was read the spans that the reader proposed, with their confidence.
    """

    reply: Reply
    decision: Decision
    steps: tuple[Step, ...]
    results: SearchResults
    weighed: tuple[tuple[Answer, ...], ...]

    @property
    def passages(self) -> tuple[Considered, ...]:
        """The passages that were considered, best first, `CONSIDERED` at most; computed at each access."""
        scores = self.results.scores
        by_words, by_vectors = _ranks(scores.words), _ranks(scores.vectors)
        spans = {hit.passage.id: found for hit, found in zip(self.results.hits, self.weighed, strict=False)}
        about = subject(comparable(self.results.question or self.reply.understood))
        return tuple(
            Considered(
                passage=passage,
                rank=rank,
                score=score,
                parts=self._parts(passage, score),
                word_rank=by_words.get(passage.id),
                word_score=scores.words.get(passage.id, 0.0),
                vector_rank=by_vectors.get(passage.id),
                cosine=scores.cosines[passage.id],
                read=passage.id in spans,
                missing=_missing(about, passage),
                spans=spans.get(passage.id, ()),
            )
            for rank, (passage, score) in enumerate(self.results.ranked[:CONSIDERED], start=1)
        )

    def _parts(self, passage: Passage, score: float) -> ScoreParts:
        scores = self.results.scores
        total = scores.total[passage.id]
        by_words = scores.trust * scores.words.get(passage.id, 0.0)
        return ScoreParts(by_words, total - by_words, score - total)


def _ranks(ids: Iterable[int]) -> dict[int, int]:
    """The rank of each id, from 1, where the best comes first."""
    return {id_: rank for rank, id_ in enumerate(ids, start=1)}


def _missing(about: Subject, passage: Passage) -> tuple[str, ...]:
    """Content words and names that neither a passage nor its title holds."""
    text = comparable(f"{passage.title}\n{passage.text}")
    wanted = dict.fromkeys((*about.words, *about.names))
    return tuple(word for word in wanted if not holds_word(text, word))
