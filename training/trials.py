"""Trials: held-out questions asked of small corpora, and what came of it."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder, load_encoder
from retrieval.decision import FEATURES, features
from retrieval.documents import Hit, Span
from retrieval.engine import PASSAGES_READ
from retrieval.evaluation import Corpus
from retrieval.metric import f1
from retrieval.reader import Reader
from retrieval.squad import Context, Question, read_squad
from training.data import SOURCES, is_held_out
from training.swaps import SWAPS, Swapper

ANSWERABLE = "answerable"
ABSENT = "passage taken away"
UNANSWERED = "asked without an answer"
KINDS = (ABSENT, UNANSWERED, *(f"{swap} swapped" for swap in SWAPS))
"""The kinds of trials that have no answer."""

_CORPUS = 200
_QUESTIONS = 2
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
    """

    kind: str
    half: int
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]


def held_out(data: Path) -> list[Context]:
    """The contexts of all training files that nothing was trained on."""
    files = (data / "qa" / f"{source.name}.json" for source in SOURCES)
    return [context for file in files for context in read_squad(file) if is_held_out(context.text)]


def run_trials(contexts: Sequence[Context], reader: Reader) -> Iterator[Trial]:
    """Ask two questions of each context, in corpora of contexts drawn at random.

    An answerable one is asked as it is, without its passage, and with a word swapped for one of another
    question; of the ways to swap that it allows, the one that was done least. One without an answer is asked
    beside its passage.
    """
    chance, encoder, done = random.Random(0), load_encoder(), Counter[str]()
    shuffled = chance.sample(contexts, len(contexts))
    swapper = Swapper(question.text for context in shuffled for question in context.questions)
    for start in range(0, len(shuffled), _CORPUS):
        chunk = shuffled[start : start + _CORPUS]
        desk = _Desk(chunk, encoder, reader)
        for context in chunk:
            some = min(_QUESTIONS, len(context.questions))
            for question in chance.sample(context.questions, some):
                yield from desk.ask(question, context)
                swapped = swapper.swaps(question.text, context) if question.references else {}
                if swapped:
                    swap = min(swapped, key=lambda swap: done[swap])
                    done[swap] += 1
                    yield desk.ask_in_vain(f"{swap} swapped", swapped[swap], context)


class _Desk:
    """Asks the questions of one corpus."""

    def __init__(self, contexts: Sequence[Context], encoder: Encoder, reader: Reader) -> None:
        self._corpus = Corpus(contexts, encoder)
        self._reader = reader

    def ask(self, question: Question, context: Context) -> Iterator[Trial]:
        golds = [reference.text for reference in question.references]
        if not golds:
            yield self.ask_in_vain(UNANSWERED, question.text, context)
            return
        found = self._find(question.text, PASSAGES_READ + 1)
        others = [one for one in found if not self._corpus.holds(one[0].passage, context)]
        yield _trial(ANSWERABLE, context, found, golds)
        yield _trial(ABSENT, context, others, [])

    def ask_in_vain(self, kind: str, question: str, context: Context) -> Trial:
        return _trial(kind, context, self._find(question, PASSAGES_READ), [])

    def _find(self, question: str, limit: int) -> Found:
        hits = self._corpus.retriever.search(question, limit)
        return list(zip(hits, self._reader.read(question, [hit.passage for hit in hits]), strict=True))


def _trial(kind: str, context: Context, found: Found, golds: Sequence[str]) -> Trial:
    """What was found among the passages that are read, with the answers that would be right."""
    hits = [hit for hit, _ in found[:PASSAGES_READ]]
    spans = [proposed[:_SPANS] for _, proposed in found[:PASSAGES_READ]]
    texts = [
        hit.passage.text[span.start : span.end]
        for hit, proposed in zip(hits, spans, strict=True)
        for span in proposed
    ]
    rows = [row for about in features(hits, spans) for row in about]
    return Trial(
        kind=kind,
        half=hashlib.sha256(context.text.encode()).digest()[0] % 2,
        rows=np.array(rows, np.float64).reshape(-1, len(FEATURES)),
        right=np.array([f1(text, golds) >= _RIGHT for text in texts], np.bool_),
    )
