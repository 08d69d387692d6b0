"""Attempts at a question: as it was asked, and in the words of documents where that has no sure answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Self

from retrieval.confidence import Decision, is_legible, is_repeated, ranked
from retrieval.documents import Answer, Hit, Passage, Previous, Span
from retrieval.everyday import as_documents_write
from retrieval.naming import Asked
from retrieval.periods.asked import AskedTime
from retrieval.periods.fit import told
from retrieval.reader import Reader
from retrieval.reader.answer_types import fitted, is_asked, without_question
from retrieval.search.lexical.terms import is_about_something
from retrieval.search.ranking.boost import Preference
from retrieval.search.results import SearchResults
from retrieval.search.retriever import Retriever
from retrieval.search.scope import Scope
from retrieval.stopwatch import Step, Stopwatch

PASSAGES_READ = 5
"""Passages that are read at most; more bring no more right answers (retrieval/weights/README.md)."""
PASSAGES_READ_FIRST = 2
"""Passages that are read first."""
_ASKED = 3.0
"""Log-odds that the answer to a document's own question gains where that is asked."""
STOP_READING_CONFIDENCE = 0.5
"""Where one of these holds an answer of this confidence, the others are not read: this halves the time and
changes no score (docs/measuring.md)."""
_WORDED_AFTER = 3
"""Passages whose words a question may be put in."""
_MOST_WORDINGS = 2
"""Other wordings of a question that are asked, too, where it has no sure answer."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question as it was searched and read.

    Attributes:
        results: What the search found.
        weighed: The answers in each hit.
        candidates: All of them, best first.
        steps: How long it took.
    """

    results: SearchResults
    weighed: tuple[tuple[Answer, ...], ...]
    candidates: tuple[Answer, ...]
    steps: tuple[Step, ...]

    @property
    def confidence(self) -> float:
        """That of the best candidate, 0 where there is none."""
        return self.candidates[0].confidence if self.candidates else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether nothing else need be tried."""
        return bool(self.candidates) and self.candidates[0].band == "sure"


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to read a question, as it was tried.

    Attributes:
        asked: The question in full.
        attempts: As it was asked, and in other words.
        is_repeated: Whether its answer is the one before it, although something else is asked.
    """

    asked: Asked
    attempts: tuple[Attempt, ...]
    is_repeated: bool

    @classmethod
    def of(cls, asked: Asked, attempts: Iterable[Attempt], previous: Previous | None) -> Self:
        """What came of one reading, after the question before it."""
        tried = cls(asked, tuple(attempts), is_repeated=False)
        found = tried.best.candidates[:1]
        if previous is None or not asked.is_of_other:
            return tried
        repeated = any(is_repeated(each, previous.answer, previous.passage) for each in found)
        return replace(tried, is_repeated=repeated)

    @property
    def best(self) -> Attempt:
        """The surest attempt."""
        return max(self.attempts, key=lambda attempt: attempt.confidence)

    @property
    def is_sure(self) -> bool:
        """Whether no other reading need be tried."""
        return self.best.is_sure and not self.is_repeated

    @property
    def standing(self) -> int:
        """How good it is beside other readings: what is found counts, then what is new, then what is sure."""
        candidates = self.best.candidates
        if not candidates or candidates[0].band == "none":
            return 0
        return 1 if self.is_repeated else 2 + self.best.is_sure

    @property
    def candidates(self) -> tuple[Answer, ...]:
        """The answers of its best attempt; one that only repeats the answer before it is not sure."""
        first, *others = self.best.candidates or (None,)
        if first and self.is_repeated and first.band == "sure":
            return replace(first, band="unsure"), *others
        return self.best.candidates


@dataclass(frozen=True, slots=True)
class Attempts:
    """Searches, reads and decides."""

    retriever: Retriever
    reader: Reader
    decision: Decision

    def of(self, question: str, scope: Scope, preference: Preference) -> Iterator[Attempt]:
        """A question, and where it has no sure answer also in the words of the first passages found."""
        first = self._attempt(question, scope, preference)
        yield first
        if not first.is_sure:
            nearest = [hit.passage for hit in first.results.hits[:_WORDED_AFTER]]
            wordings = as_documents_write(first.results.question, nearest)
            for wording in islice(wordings, _MOST_WORDINGS):
                yield self._attempt(wording, scope, preference)

    def _attempt(self, question: str, scope: Scope, preference: Preference) -> Attempt:
        results = SearchResults()
        if is_about_something(question):
            results = self.retriever.find(question, PASSAGES_READ, scope, preference=preference)
        stopwatch = Stopwatch()
        weighed = self._weighed(results.question, results.hits, preference.time)
        stopwatch.lap("reading")
        candidates = ranked(weighed, preference, self.decision.unsure)
        return Attempt(results, weighed, candidates, (*results.steps, *stopwatch.steps))

    def _weighed(
        self, question: str, hits: Sequence[Hit], time_: AskedTime
    ) -> tuple[tuple[Answer, ...], ...]:
        """The answers in the first hits, and in the others where those hold no sure one; a tuple a hit."""
        first, rest = hits[:PASSAGES_READ_FIRST], hits[PASSAGES_READ_FIRST:]
        spans = self._spans(question, first, time_)
        weighed = self.decision.weigh(first, spans)
        if not rest or any(
            answer.confidence >= STOP_READING_CONFIDENCE for answer in chain.from_iterable(weighed)
        ):
            return weighed
        return self.decision.weigh(hits, spans + self._spans(question, rest, time_))

    def _spans(self, question: str, hits: Sequence[Hit], time_: AskedTime) -> list[tuple[Span, ...]]:
        passages = [hit.passage for hit in hits]
        answering = [without_question(passage) for passage in passages]
        spans = self.reader.read(question, [told(time_, each) for each, _ in answering]) if passages else []
        return [
            tuple(_of_whole(span, start, question, part) for span in fitted(question, part, found))
            if is_legible(part)
            else ()
            for (part, start), found in zip(answering, spans, strict=True)
        ]


def _of_whole(span: Span, start: int, question: str, part: Passage) -> Span:
    """A span of a part, which begins at `start`, as one of the whole passage; surer if that asks the same."""
    items = tuple((first + start, last + start) for first, last in span.items)
    gain = _ASKED if start and is_asked(question, part) else 0.0
    return replace(span, start=span.start + start, end=span.end + start, items=items, score=span.score + gain)
