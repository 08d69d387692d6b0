"""Measures reading, retrieval and answering on question answering data."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import fmean, quantiles

from embeddings.protocol import Encoder, Progress
from retrieval.confidence import Decision
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.engine import Engine
from retrieval.evaluation.metric import exact_match, f1
from retrieval.evaluation.squad import Context, Question
from retrieval.reader import Reader
from retrieval.reader.answer_types import fitted
from retrieval.search.passage_index import Way
from retrieval.search.retriever import Retriever
from retrieval.storage.store import Store

Step = Callable[[], None]
_DEPTH = 20  # passages of a search whose ranks are counted


def _no_step() -> None:
    """The default: no progress is shown."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Time of one question, in milliseconds: the middle, and what 95 in 100 stay under."""

    p50: float
    p95: float

    @classmethod
    def of(cls, times: Sequence[float]) -> "Latency":
        """The latency of these times; zeros where there are none."""
        if len(times) < 2:
            only = times[0] if times else 0.0
            return cls(only, only)
        cuts = quantiles(times, n=20, method="inclusive")
        return cls(cuts[9], cuts[18])


@dataclass(frozen=True, slots=True)
class Reading:
    """Scores of answers, as fractions of 1.

    Attributes:
        task: "reading" or "answering".
        answerable: (exact, F1) of each answerable question.
        declined: For each unanswerable question whether it was declined.
        times: Milliseconds of each question.
        passages: Size of the corpus, or None where the passage was given.
    """

    task: str
    answerable: tuple[tuple[float, float], ...]
    declined: tuple[bool, ...]
    times: tuple[float, ...] = field(repr=False)
    passages: int | None = None

    def summary(self) -> dict[str, object]:
        """As `yuanwen eval --json` prints it; a declined unanswerable question counts as exact."""
        exact = [score[0] for score in self.answerable]
        partial = [score[1] for score in self.answerable]
        declined = [float(d) for d in self.declined]
        latency = Latency.of(self.times)
        size = {} if self.passages is None else {"passages": self.passages}
        return {
            "task": self.task,
            "n": len(exact) + len(declined),
            "em": _mean(exact + declined),
            "f1": _mean(partial + declined),
            "answerable": {"n": len(exact), "em": _mean(exact), "f1": _mean(partial)},
            "unanswerable": {"n": len(declined), "declined": _mean(declined)},
            "latency_ms": {"p50": latency.p50, "p95": latency.p95},
            **size,
        }


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Places at which the right passage was found.

    Attributes:
        places: For each question the place of its passage, from 1, or 0 where it was not found.
        times: Milliseconds of each question.
        passages: Size of the corpus.
    """

    places: tuple[int, ...]
    times: tuple[float, ...] = field(repr=False)
    passages: int

    def summary(self) -> dict[str, object]:
        """As `yuanwen eval --json` prints it."""
        latency = Latency.of(self.times)
        recalls = {f"recall@{k}": _mean([float(0 < p <= k) for p in self.places]) for k in (1, 5, 20)}
        return {
            "task": "retrieval",
            "n": len(self.places),
            "passages": self.passages,
            **recalls,
            "mrr@10": _mean([1 / p if 0 < p <= 10 else 0.0 for p in self.places]),
            "latency_ms": {"p50": latency.p50, "p95": latency.p95},
        }


class Corpus:
    """The passages of several files as one searchable corpus, each text once."""

    def __init__(
        self, contexts: Iterable[Context], encoder: Encoder, progress: Progress | None = None
    ) -> None:
        """Index the contexts.

        Args:
            contexts: Their texts become the passages.
            encoder: Makes the vectors.
            progress: Called with (done, total) while passages are embedded.
        """
        self._places: dict[str, int] = {}
        articles: list[Article] = []
        for context in contexts:
            if context.text not in self._places:
                self._places[context.text] = len(articles)
                articles.append(Article(context.title, (Paragraph(context.text),)))
        passages = [Passage(article.paragraphs[0].text, paragraph=i) for i, article in enumerate(articles)]
        self.store = Store()
        self.store.put(Document("corpus", "corpus", "", "corpus", tuple(articles)), passages, "corpus")
        self.retriever = Retriever(self.store, encoder)
        self.retriever.sync(progress)

    def __len__(self) -> int:
        return len(self._places)

    def holds(self, passage: Passage, context: Context) -> bool:
        """Whether a passage of the corpus is this context."""
        return passage.paragraph == self._places[context.text]


def measure_reading(
    contexts: Sequence[Context], reader: Reader, *, declining: bool = False, step: Step = _no_step
) -> Reading:
    """Give the reader each question with its passage.

    Args:
        contexts: What to measure on.
        reader: The reader.
        declining: Whether "no answer here" may win; without, the best span counts.
        step: Called after each question.
    """
    marks = _Marks("reading")
    for context, question in _questions(contexts):
        with marks.timed(step):
            passage = Passage(text=context.text, title=context.title)
            (proposed,) = reader.read(question.text, [passage])
            spans = fitted(question.text, passage, proposed)
        best = spans[0] if spans else None
        given = best is not None and (best.score >= 0 or not declining)
        marks.add(question, best.cut(context.text) if best and given else None)
    return marks.reading()


def measure_retrieval(
    contexts: Sequence[Context], corpus: Corpus, *, way: Way = "fused", step: Step = _no_step
) -> Retrieval:
    """Search the corpus for the passage of each question.

    Args:
        contexts: What to measure on; part of the corpus.
        corpus: All passages.
        way: By words, by vectors, or by both.
        step: Called after each question.
    """
    places, marks = [], _Marks("retrieval")
    for context, question in _questions(contexts):
        with marks.timed(step):
            hits = corpus.retriever.search(question.text, _DEPTH, way=way)
        found = (place for place, hit in enumerate(hits, 1) if corpus.holds(hit.passage, context))
        places.append(next(found, 0))
    return Retrieval(tuple(places), tuple(marks.times), len(corpus))


def measure_answering(
    contexts: Sequence[Context],
    corpus: Corpus,
    reader: Reader,
    decision: Decision,
    *,
    declining: bool = False,
    step: Step = _no_step,
) -> Reading:
    """Ask the whole corpus each question, end to end.

    Args:
        contexts: What to measure on; part of the corpus.
        corpus: All passages.
        reader: The reader.
        decision: Chooses among spans, and declines.
        declining: Whether it may decline; without, the best answer counts.
        step: Called after each question.
    """
    engine = Engine(corpus.store, corpus.retriever, reader, decision)
    marks = _Marks("answering")
    for _, question in _questions(contexts):
        with marks.timed(step):
            reply = engine.ask(question.text)
        first = reply.answers[0] if reply.answers else None
        answer = reply.answer if declining else first
        marks.add(question, answer.text if answer else None)
    return marks.reading(passages=len(corpus))


class _Marks:
    """Collects the scores and times of all questions."""

    def __init__(self, task: str) -> None:
        self.task = task
        self.times: list[float] = []
        self.answerable: list[tuple[float, float]] = []
        self.declined: list[bool] = []

    @contextmanager
    def timed(self, step: Step) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.times.append((time.perf_counter() - started) * 1000)
        step()

    def add(self, question: Question, answer: str | None) -> None:
        answers = question.answers
        if answers:
            given = answer or ""
            self.answerable.append((exact_match(given, answers), f1(given, answers)))
        else:
            self.declined.append(answer is None)

    def reading(self, passages: int | None = None) -> Reading:
        return Reading(self.task, tuple(self.answerable), tuple(self.declined), tuple(self.times), passages)


def _questions(contexts: Iterable[Context]) -> Iterator[tuple[Context, Question]]:
    for context in contexts:
        for question in context.questions:
            yield context, question


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
