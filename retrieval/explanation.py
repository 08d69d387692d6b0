"""What the engine did for one question: what was found by what, what was read, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.confidence import Decision
from retrieval.documents import Answer, Passage, Reply
from retrieval.search.lexical.terms import Subject, comparable, holds_word, subject
from retrieval.search.results import Findings
from retrieval.stopwatch import Step

CONSIDERED = 10
"""How many passages an explanation shows."""


class Parts(NamedTuple):
    """What a fused score is made of.

    Attributes:
        words: What the passage is worth by its words.
        vectors: What it is worth by its vector.
        near: What it is worth for being near the passage that the conversation is about.
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
    parts: Parts
    word_rank: int | None
    word_score: float
    vector_rank: int | None
    cosine: float
    read: bool
    missing: tuple[str, ...]
    spans: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reply, and what each step on the way to it gave.

    Nothing in it is made for the explanation alone before somebody looks at `passages`.

    Attributes:
        reply: What came of the question.
        decision: What the confidences come from, and how high they must be.
        steps: What was done, in this order; there was no search for a question that is about nothing. The
            rest of `reply.took_ms` went into following changes of the documents.
        findings: What the search found.
        weighed: For each of its hits that was read the spans that the reader proposed, with their confidence.
    """

    reply: Reply
    decision: Decision
    steps: tuple[Step, ...]
    findings: Findings
    weighed: tuple[tuple[Answer, ...], ...]

    @property
    def passages(self) -> tuple[Considered, ...]:
        """The passages that were considered, best first, `CONSIDERED` at most; made anew by every look."""
        scores = self.findings.scores
        by_words, by_vectors = _ranks(scores.words), _ranks(scores.vectors)
        spans = {hit.passage.id: found for hit, found in zip(self.findings.hits, self.weighed, strict=False)}
        about = subject(comparable(self.findings.question or self.reply.understood))
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
            for rank, (passage, score) in enumerate(self.findings.ranked[:CONSIDERED], start=1)
        )

    def _parts(self, passage: Passage, score: float) -> Parts:
        scores = self.findings.scores
        total = scores.total[passage.id]
        by_words = scores.trust * scores.words.get(passage.id, 0.0)
        return Parts(by_words, total - by_words, score - total)


def _ranks(ids: Iterable[int]) -> dict[int, int]:
    """The rank of each id, from 1, where the best comes first."""
    return {id_: rank for rank, id_ in enumerate(ids, start=1)}


def _missing(about: Subject, passage: Passage) -> tuple[str, ...]:
    """Content words and names that neither a passage nor its title holds."""
    text = comparable(f"{passage.title}\n{passage.text}")
    wanted = dict.fromkeys((*about.words, *about.names))
    return tuple(word for word in wanted if not holds_word(text, word))
