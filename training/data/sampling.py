"""What the reader sees of an example in training: cut down, varied, sometimes without its answer."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from retrieval.evaluation.squad import Context
from retrieval.reader.decoding import LONGEST_SPAN, Array
from retrieval.text import fold, sentences, tagged
from training.data.examples import EVERYDAY, OFFICE, SOURCES, Example
from training.data.lexicon import read_lexicon
from training.data.rewording import Rewording
from training.data.swaps import Swapper

_ASKING_TAGS = frozenset({"r", "m", "ry", "rz", "mq", "q"})
_FUNCTION_TAGS = frozenset({"u", "uj", "ul", "uz", "ug", "uv", "ud", "c", "p", "d", "y", "zg", "x", "f"})
_ANSWERLESS, _OTHER_PASSAGE, _SWAPPED = 0.06, 0.08, 0.08
_ATTRIBUTES, _REWORDED = 0.4, 0.12
_TITLED = 0.5


def round_of(examples: Iterable[Example], rng: random.Random) -> list[Example]:
    """One round of training in random order: each source as often as `SOURCES` says."""
    rates = {source.name: source for source in (*SOURCES, OFFICE, EVERYDAY)}
    chosen: list[Example] = []
    for example in examples:
        rate = rates[example.source]
        if not example.spans:
            chosen += [example] * int(rate.unanswered + rng.random())
        elif any(end - start <= LONGEST_SPAN for start, end in example.spans):
            chosen += [example] * rate.answered
    rng.shuffle(chosen)
    return chosen


class Sampler:
    """Varies examples: crops the passage, rewords or thins the question, takes away title or answer."""

    def __init__(self, examples: Sequence[Example], seed: int) -> None:
        """Prepare near misses among the passages of the examples."""
        self._rng = random.Random(seed)
        self._neighbours = _Neighbours(sorted({(example.title, example.text) for example in examples}))
        self._swapper = Swapper((example.question for example in examples), seed)
        self._rewording = Rewording(read_lexicon())

    def sample(self, example: Example) -> Example:
        """A variant of the example; its spans are those that are left in its text, at most one."""
        rng = self._rng
        if example.title and rng.random() > _TITLED:
            example = replace(example, title="")
        spans = [span for span in example.spans if span[1] - span[0] <= LONGEST_SPAN]
        example = replace(example, spans=(rng.choice(spans),) if spans else ())
        if example.spans:
            example = self._changed(example)
        return replace(self._cropped(example), question=self._asked(example.question))

    def _changed(self, example: Example) -> Example:
        """At times without its answer, or asked in other words; synthetic questions only lose sentences."""
        draw, real = self._rng.random(), example.source != "cloze"
        for share, real_alone, change in (
            (_ANSWERLESS, False, self._without_evidence),
            (_OTHER_PASSAGE, True, self._near_miss),
            (_SWAPPED, True, self._swapped),
            (_REWORDED, True, self._reworded),
        ):
            if draw < share:
                return change(example) if real or not real_alone else example
            draw -= share
        return example

    def _swapped(self, example: Example) -> Example:
        """Another question, which the same passage does not answer; half of them about another attribute."""
        swaps = self._swapper.swaps(example.question, Context(example.text, example.title, ()))
        if not swaps:
            return example
        attribute = "attribute" in swaps and self._rng.random() < _ATTRIBUTES
        swap = "attribute" if attribute else self._rng.choice(sorted(swaps))
        return replace(example, question=swaps[swap], spans=())

    def _reworded(self, example: Example) -> Example:
        return replace(example, question=self._rewording.reword(example.question, self._rng))

    def _near_miss(self, example: Example) -> Example:
        """The same question about a passage of another article that has its words, not its answer."""
        found = self._neighbours.nearest(example.question, 6)
        others = [
            (title, text)
            for title, text in found
            if text != example.text
            and not (title and title == example.title)
            and not any(answer in text for answer in example.answers)
        ]
        if not others:
            return example
        title, text = self._rng.choice(others)
        return replace(example, title=title if example.title else "", text=text, spans=())

    def _without_evidence(self, example: Example) -> Example:
        """Without the sentences that hold the answer."""
        held = [example.text[start:end] for start, end in example.spans]
        kept = [
            example.text[start:end]
            for start, end in sentences(example.text)
            if not any(answer in example.text[start:end] for answer in held)
            and not any(start < span[1] and span[0] < end for span in example.spans)
        ]
        return replace(example, text="".join(kept), spans=()) if kept else example

    def _cropped(self, example: Example) -> Example:
        """Keep the sentences with most of the question's characters, and always those of the answer."""
        budget = self._rng.choice((60, 80, 100, 130, 170, 280))
        if len(example.text) <= budget * 1.2:
            return example
        pieces = [piece for whole in sentences(example.text) for piece in _halves(example.text, *whole)]
        needed = {
            number
            for number, (start, end) in enumerate(pieces)
            if any(start < span[1] and span[0] < end for span in example.spans)
        }
        scores = _overlaps(example.question, [example.text[start:end] for start, end in pieces])
        order = sorted(range(len(pieces)), key=lambda number: -scores[number] * self._rng.uniform(0.5, 1.5))
        kept = set(needed)
        for number in order:
            if sum(pieces[i][1] - pieces[i][0] for i in kept) >= budget:
                break
            kept |= {number, min(number + 1, len(pieces) - 1)}
        return _join(example, [pieces[number] for number in sorted(kept)])

    def _asked(self, question: str) -> str:
        """The question as people type it: often without its mark, at times without function words."""
        rng = self._rng
        if rng.random() < 0.45:
            question = question.rstrip("？? 。")
        style = rng.random()
        if style < 0.6:
            return question
        function_rate, other_rate = (0.6, 0.1) if style < 0.85 else (0.95, 0.0)
        position, kept = 0, ""
        for word in tagged(fold(question)):
            rate = function_rate if word.tag in _FUNCTION_TAGS else other_rate
            if word.tag in _ASKING_TAGS or rng.random() >= rate:
                kept += question[position : position + len(word.text)]
            position += len(word.text)
        return kept if len(kept) >= 4 else question


def _halves(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence, or where it is long its clauses, joined up to 60 characters or more."""
    first = start
    for position in range(start, end):
        if position + 1 == end or (text[position] in "，," and position + 1 - first >= 60):
            yield first, position + 1
            first = position + 1


def _overlaps(question: str, pieces: list[str]) -> list[float]:
    """For each piece how many of the question's characters and bigrams it holds."""
    asked = fold(question)
    grams = {asked[i : i + size] for size in (1, 2) for i in range(len(asked) - size + 1)}
    weights = {gram: len(gram) ** 2 - 0.7 for gram in grams if gram.isalnum()}
    return [
        0.5 + sum(weight for gram, weight in weights.items() if gram in folded)
        for folded in map(fold, pieces)
    ]


def _join(example: Example, pieces: list[tuple[int, int]]) -> Example:
    """The example with only these pieces of its text, in which all its spans stand whole."""
    text, spans = "", []
    for start, end in pieces:
        spans += [
            (len(text) + first - start, len(text) + last - start)
            for first, last in example.spans
            if start <= first < end
        ]
        text += example.text[start:end]
    return replace(example, text=text, spans=tuple(spans))


class _Neighbours:
    """Finds passages that share a question's rare bigrams."""

    def __init__(self, passages: Sequence[tuple[str, str]]) -> None:
        self._passages = passages
        postings: dict[str, list[int]] = defaultdict(list)
        for number, (title, text) in enumerate(passages):
            for bigram in _bigrams(title + "\n" + text):
                postings[bigram].append(number)
        self._postings: dict[str, Array] = {
            bigram: np.array(numbers, np.int32)
            for bigram, numbers in postings.items()
            if len(numbers) < 2_000
        }

    def nearest(self, question: str, count: int) -> list[tuple[str, str]]:
        """The (title, text) of the passages that score highest."""
        scores = np.zeros(len(self._passages), np.float32)
        for bigram in _bigrams(question):
            numbers = self._postings.get(bigram)
            if numbers is not None:
                scores[numbers] += np.log(len(self._passages) / len(numbers))
        best = np.argpartition(-scores, min(count, len(scores) - 1))[:count]
        return [self._passages[number] for number in best if scores[number] > 0]


def _bigrams(text: str) -> set[str]:
    folded = fold(text)
    return {
        folded[i : i + 2] for i in range(len(folded) - 1) if folded[i].isalnum() and folded[i + 1].isalnum()
    }
