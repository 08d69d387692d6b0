"""Trials: held-out questions asked of small corpora, and what came of it."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.loading import load_encoder
from embeddings.protocol import Encoder
from retrieval.attempts import PASSAGES_READ
from retrieval.confidence import FEATURES, features
from retrieval.documents import Hit, Span
from retrieval.evaluation.measures import Corpus
from retrieval.evaluation.metric import f1
from retrieval.evaluation.squad import Context, Question, read_squad
from retrieval.everyday.courtesy import without_courtesy
from retrieval.reader import Reader
from retrieval.reader.answer_types import fitted
from training.data.examples import EVERYDAY, OFFICE, OFFICE_FOLDER, SOURCES, is_held_out
from training.data.swaps import SWAPS, Swapper

ANSWERABLE = "answerable"
ABSENT = "passage taken away"
UNANSWERED = "asked without an answer"
KINDS = (ABSENT, UNANSWERED, *(f"{swap} swapped" for swap in SWAPS))
"""The kinds of trials that have no answer."""

_CORPUS = 200
_SPANS = 3
_RIGHT = 0.8

Found = list[tuple[Hit, tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A question as it was asked of a corpus.

    Attributes:
        kind: ANSWERABLE, or the one of KINDS that says why it is not.
        half: 0 or 1, told by a hash of the passage, so that all trials about a passage are in one half.
        rows: (spans, features) of the spans that came back.
        right: (spans,) whether each is an answer, by F1 of at least 0.8.
        domain: Where the passages are from, a key of `held_out`.
    """

    kind: str
    half: int
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    domain: str = ""


def held_out(data: Path) -> dict[str, list[Context]]:
    """The contexts that nothing was trained on: of each file of questions, and the office documents."""
    contexts = {
        source.name: [c for c in read_squad(data / "qa" / f"{source.name}.json") if is_held_out(c.text)]
        for source in SOURCES
    }
    return contexts | {
        OFFICE.name: read_squad(OFFICE_FOLDER / "dev.json"),
        EVERYDAY.name: read_squad(OFFICE_FOLDER / "everyday_dev.json"),
    }


def run_trials(
    contexts: Mapping[str, Sequence[Context]], reader: Reader, workers: int = 1, questions: int = 2
) -> list[Trial]:
    """Ask some questions of each context, in corpora of contexts of one domain.

    An answerable one is asked as it is, without its passage, and with a word swapped for one of another
    question; of the ways to swap that it allows, the one that was done least. One without an answer is asked
    beside its passage.

    Args:
        contexts: By domain.
        reader: Proposes spans.
        workers: Threads; each takes a corpus at a time.
        questions: How many questions of each context at most.
    """
    chance, encoder = random.Random(0), load_encoder()
    corpora = [
        (domain, shuffled[start : start + _CORPUS])
        for domain, some in contexts.items()
        for shuffled in [chance.sample(some, len(some))]
        for start in range(0, len(shuffled), _CORPUS)
    ]
    texts = [question.text for some in contexts.values() for c in some for question in c.questions]

    def asked(numbered: tuple[int, tuple[str, Sequence[Context]]]) -> list[Trial]:
        number, (domain, corpus) = numbered
        examiner = _Examiner(domain, corpus, encoder, reader)
        return list(examiner.trials(Swapper(texts, number), random.Random(number), questions))

    with ThreadPoolExecutor(workers) as pool:
        return [trial for trials in pool.map(asked, enumerate(corpora)) for trial in trials]


class _Examiner:
    """Asks the questions of one corpus."""

    def __init__(self, domain: str, contexts: Sequence[Context], encoder: Encoder, reader: Reader) -> None:
        self._domain = domain
        self._contexts = contexts
        self._corpus = Corpus(contexts, encoder)
        self._reader = reader

    def trials(self, swapper: Swapper, chance: random.Random, questions: int) -> Iterator[Trial]:
        done = Counter[str]()
        for context in self._contexts:
            for question in chance.sample(context.questions, min(questions, len(context.questions))):
                yield from self._ask(question, context)
                swapped = swapper.swaps(question.text, context) if question.references else {}
                if swapped:
                    swap = min(swapped, key=lambda swap: done[swap])
                    done[swap] += 1
                    yield self._ask_in_vain(f"{swap} swapped", swapped[swap], context)

    def _ask(self, question: Question, context: Context) -> Iterator[Trial]:
        if not question.answers:
            yield self._ask_in_vain(UNANSWERED, question.text, context)
            return
        found = self._find(question.text, PASSAGES_READ + 1)
        others = [one for one in found if not self._corpus.holds(one[0].passage, context)]
        yield self._trial(ANSWERABLE, context, found, question.answers)
        yield self._trial(ABSENT, context, others, [])

    def _ask_in_vain(self, kind: str, question: str, context: Context) -> Trial:
        return self._trial(kind, context, self._find(question, PASSAGES_READ), [])

    def _find(self, question: str, limit: int) -> Found:
        found = self._corpus.retriever.find(without_courtesy(question), limit)
        passages = [hit.passage for hit in found.hits]
        proposed = self._reader.read(found.question, passages)
        return [
            (hit, fitted(found.question, hit.passage, spans))
            for hit, spans in zip(found.hits, proposed, strict=True)
        ]

    def _trial(self, kind: str, context: Context, found: Found, answers: Sequence[str]) -> Trial:
        """What was found among the passages that are read, with the answers that would be right."""
        hits = [hit for hit, _ in found[:PASSAGES_READ]]
        spans = [proposed[:_SPANS] for _, proposed in found[:PASSAGES_READ]]
        texts = [
            span.cut(hit.passage.text) for hit, proposed in zip(hits, spans, strict=True) for span in proposed
        ]
        rows = [row for about in features(hits, spans) for row in about]
        return Trial(
            kind=kind,
            half=hashlib.sha256(context.text.encode()).digest()[0] % 2,
            rows=np.array(rows, np.float64).reshape(-1, len(FEATURES)),
            right=np.array([f1(text, answers) >= _RIGHT for text in texts], np.bool_),
            domain=self._domain,
        )
