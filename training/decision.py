"""The recipe of the decision: `python -m training.decision --data DATA`.

Asks the questions that the reader has not seen, in corpora of the size of a small collection: as they
are; with the right passage taken away; and with a name, place or year swapped for one of another
question. From the spans that come back it fits the logistic model of `retrieval.decision`, and the
threshold that keeps the right answers while it declines what has none.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import load_encoder
from retrieval.decision import FEATURES, features
from retrieval.documents import Hit, Span
from retrieval.engine import PASSAGES_READ
from retrieval.evaluation import Corpus
from retrieval.lexical.terms import is_name
from retrieval.metric import f1
from retrieval.reader import Reader, load_reader
from retrieval.squad import Context, Question, read_squad
from retrieval.text import Word, fold, tagged
from training.data import SOURCES, is_held_out

OUT = Path("retrieval/weights/decision.json")
_CORPUS = 200
_QUESTIONS = 2
_RIGHT = 0.8
_SPANS = 3
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A question as it was asked of a corpus.

    Attributes:
        rows: (spans, features) of the spans that came back.
        right: (spans,) whether each is an answer, by F1 of at least 0.8.
        answerable: Whether the corpus holds the answer.
    """

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool


def main() -> None:
    """Fit and write the decision; print how good it is on the half it was not fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--keep", type=float, default=0.9, help="share of answerable questions to answer")
    arguments = parser.parse_args()
    trials = list(run_trials(held_out(arguments.data)))
    random.Random(0).shuffle(trials)
    half = len(trials) // 2
    report(trials[half:], fit(trials[:half]), arguments.keep)
    weights = fit(trials)
    content = {
        "bias": round(float(weights[0]), 4),
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights[1:], strict=True)},
        "threshold": round(threshold(trials, weights, arguments.keep), 3),
    }
    arguments.out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(content))


def held_out(data: Path) -> list[Context]:
    """The contexts of all training files that nothing was trained on."""
    files = (data / "qa" / f"{source.name}.json" for source in SOURCES)
    return [context for file in files for context in read_squad(file) if is_held_out(context.text)]


def run_trials(contexts: Sequence[Context]) -> Iterator[Trial]:
    """Ask every question of a corpus of contexts drawn at random: as it is, without its own, swapped."""
    encoder, reader = load_encoder(), load_reader()
    shuffled = random.Random(0).sample(contexts, len(contexts))
    swapper = Swapper(question.text for context in shuffled for question in context.questions)
    for start in range(0, len(shuffled), _CORPUS):
        chunk = shuffled[start : start + _CORPUS]
        corpus = Corpus(chunk, encoder)
        for context in chunk:
            for question in context.questions[:_QUESTIONS]:
                yield from _ask(question, context, corpus, reader)
                if swapped := swapper.swap(question.text, context):
                    yield _trial(_find(swapped, PASSAGES_READ, corpus, reader), [])


class Swapper:
    """Turns a question into one about somebody, somewhere or some year else."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._random = random.Random(0)
        self._others: dict[str, list[str]] = {}
        for question in questions:
            for word in tagged(fold(question)):
                if kind := _kind(word):
                    self._others.setdefault(kind, []).append(word.text)

    def swap(self, question: str, context: Context) -> str | None:
        """The question with one word of a kind changed, or None where it has none.

        The new word stands nowhere in the context, so that the context does not answer.
        """
        cut = tagged(fold(question))
        places = [place for place, word in enumerate(cut) if _kind(word)]
        if not places:
            return None
        place = self._random.choice(places)
        other = self._random.choice(self._others[_kind(cut[place])])
        if other in fold(context.title + context.text) or other in question:
            return None
        return "".join(other if i == place else word.text for i, word in enumerate(cut))


def _kind(word: Word) -> str:
    """The kind of thing a name stands for, so that another can take its place; "" for other words."""
    if not is_name(word):
        return ""
    return f"{len(word.text)} digits" if word.text.isdigit() else word.tag[:2]


def _ask(question: Question, context: Context, corpus: Corpus, reader: Reader) -> Iterator[Trial]:
    found = _find(question.text, PASSAGES_READ + 1, corpus, reader)
    others = [(hit, spans) for hit, spans in found if not corpus.holds(hit.passage, context)]
    golds = [reference.text for reference in question.references]
    if golds and len(others) < len(found):
        yield _trial(found[:PASSAGES_READ], golds)
    if others:
        yield _trial(others[:PASSAGES_READ], [])


def _find(question: str, limit: int, corpus: Corpus, reader: Reader) -> list[tuple[Hit, Sequence[Span]]]:
    hits = corpus.retriever.search(question, limit)
    return list(zip(hits, reader.read(question, [hit.passage for hit in hits]), strict=True))


def _trial(found: Sequence[tuple[Hit, Sequence[Span]]], golds: Sequence[str]) -> Trial:
    """What was found, with the answers that would be right; none: there is no answer."""
    rows, right = [], []
    for hit, spans in found:
        for span in spans[:_SPANS]:
            rows.append(features(hit, span))
            right.append(f1(hit.passage.text[span.start : span.end], golds) >= _RIGHT)
    return Trial(np.array(rows).reshape(-1, len(FEATURES)), np.array(right, np.bool_), bool(golds))


def fit(trials: Sequence[Trial]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method.

    Returns:
        The bias, then one weight for each of FEATURES.
    """
    rows = np.concatenate([trial.rows for trial in trials])
    right = np.concatenate([trial.right for trial in trials]).astype(np.float64)
    inputs = np.column_stack([np.ones(len(rows)), rows])
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (right - chance) - _RIDGE * weights
        curve = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def best(trial: Trial, weights: NDArray[np.float64]) -> tuple[float, bool]:
    """Confidence of the best span of a trial, and whether it is right; (0, False) without any."""
    if not len(trial.rows):
        return 0.0, False
    logits = weights[0] + trial.rows @ weights[1:]
    top = int(np.argmax(logits))
    return float(1 / (1 + np.exp(-logits[top]))), bool(trial.right[top])


def threshold(trials: Sequence[Trial], weights: NDArray[np.float64], keep: float) -> float:
    """The confidence that this share of the answerable questions whose best span is right reaches."""
    marks = [best(trial, weights) for trial in trials if trial.answerable]
    return float(np.quantile([confidence for confidence, right in marks if right], 1 - keep))


def report(trials: Sequence[Trial], weights: NDArray[np.float64], keep: float) -> None:
    """Print what is answered and declined, and how far confidence can be believed."""
    limit = threshold(trials, weights, keep)
    answerable = [best(trial, weights) for trial in trials if trial.answerable]
    nothing = [best(trial, weights)[0] for trial in trials if not trial.answerable]
    print(f"{len(answerable)} answerable, {len(nothing)} not; threshold {limit:.3f}")
    print(f"best span right {np.mean([right for _, right in answerable]):.3f}")
    print(f"answered {np.mean([c >= limit for c, _ in answerable]):.3f}")
    print(f"declined of the unanswerable {np.mean([c < limit for c in nothing]):.3f}")
    shown = answerable + [(confidence, False) for confidence in nothing]
    for low in np.arange(0, 1, 0.1):
        marks = [right for confidence, right in shown if low <= confidence < low + 0.1]
        if marks:
            print(f"confidence {low:.1f} to {low + 0.1:.1f}: right {np.mean(marks):.2f} of {len(marks)}")


if __name__ == "__main__":
    main()
