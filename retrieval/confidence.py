"""Which span answers the question, how sure that is, and when to say nothing."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import chain
from pathlib import Path

from embeddings import ModelError
from retrieval.documents import RULED_OUT, Answer, Band, Hit, Passage, Span
from retrieval.search.ranking.boost import NO_PREFERENCE, Preference
from retrieval.search.ranking.english import by_meaning, is_chinese, is_english
from retrieval.search.results import SearchResults
from retrieval.text import fold

MOST_ANSWERS = 10
"""Answers of a reply, at most."""
MIN_OTHER_CONFIDENCE = 0.02
"""Confidence from which other answers are listed beside the given one; below it 49 of 50 are wrong."""
FEATURES = ("reading", "behind", "names", "asked", "words")
SURE = 0.6
"""Confidence from which an answer is sure, where none was fitted."""
RECOGNISED_WELL = 0.9
"""Confidence of text recognition from which a passage is answered from (docs/decisions/0007)."""
_CEILING = 12.0
_ALSO = 0.4
"""Share of an answer's confidence from which the same words elsewhere say the same."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A logistic model of "this span is right", fitted by `training.confidence.fitting`.

    Attributes:
        bias: Its constant.
        weights: One weight for each of FEATURES.
        unsure: Confidence from which an answer is given, with a reservation, 0 to 1.
        sure: Confidence from which it is given without one, at least `unsure`.
    """

    bias: float
    weights: tuple[float, ...]
    unsure: float
    sure: float = SURE

    @classmethod
    def default(cls) -> "Decision":
        """The one that ships, fitted for the reader and the encoder that ship.

        Raises:
            ModelError: It is missing or damaged.
        """
        try:
            file = files("retrieval.weights").joinpath("decision.json")
            return cls._parse(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The decision that ships cannot be read ({error!r}): install again.") from error

    @classmethod
    def of(cls, reader: str | Path | None) -> "Decision":
        """The one fitted for a reader: decision.json in its folder, or the default where there is none.

        Args:
            reader: As for `retrieval.reader.load_reader`.

        Raises:
            ModelError: It is damaged.
        """
        file = Path(reader).expanduser() / "decision.json" if reader is not None else None
        if file is None or not file.is_file():
            return cls.default()
        try:
            return cls._parse(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{file} holds no decision ({error!r}). Fit it again, or take it away for the default."
            ) from error

    @classmethod
    def _parse(cls, text: str) -> "Decision":
        content = json.loads(text)
        # Older files have no weight for words, and still older ones only one threshold.
        weights = tuple(float({"words": 0.0, **content["weights"]}[name]) for name in FEATURES)
        unsure = float(content["unsure"] if "unsure" in content else content["threshold"])
        return cls(float(content["bias"]), weights, unsure, max(unsure, float(content.get("sure", SURE))))

    def with_threshold(self, threshold: float | None) -> "Decision":
        """The same, answering from another confidence on, 0 to 1; None keeps it."""
        return self if threshold is None else replace(self, unsure=threshold, sure=max(threshold, self.sure))

    def band(self, confidence: float) -> Band:
        """How far an answer of this confidence is vouched for."""
        if confidence >= self.sure:
            return "sure"
        return "unsure" if confidence >= self.unsure else "none"

    def confidence(self, features: Sequence[float]) -> float:
        """Probability that a span with these features is right, 0 to 1."""
        logit = self.bias + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def weigh(self, hits: Sequence[Hit], spans: Sequence[Sequence[Span]]) -> tuple[tuple[Answer, ...], ...]:
        """Put the spans of all passages on one scale.

        Args:
            hits: What the search found, best first.
            spans: For each hit the spans that the reader proposes.

        Returns:
            For each hit its spans as answers, in their order.
        """
        return tuple(
            tuple(
                self._answer(hit.passage, span, evidence)
                for span, evidence in zip(proposed, about, strict=True)
            )
            for hit, proposed, about in zip(hits, spans, features(hits, spans), strict=True)
        )

    def _answer(self, passage: Passage, span: Span, evidence: Sequence[float]) -> Answer:
        confidence = 0.0 if span.score == RULED_OUT else self.confidence(evidence)
        return Answer(
            text=span.cut(passage.text),
            confidence=confidence,
            passage=passage,
            start=span.start,
            end=span.end,
            spans=span.pieces,
            band=self.band(confidence),
        )


def is_legible(passage: Passage) -> bool:
    """Whether a passage may be answered from: its text is the file's own, or was recognised well."""
    return passage.recognised is None or passage.recognised >= RECOGNISED_WELL


def ranked(
    weighed: Iterable[Iterable[Answer]], preference: Preference = NO_PREFERENCE, threshold: float = 0.0
) -> tuple[Answer, ...]:
    """Put answers of all hits in one order.

    Args:
        weighed: As `Decision.weigh` returns them.
        preference: What is preferred of those that are about as good.
        threshold: Confidence from which an answer is given.

    Returns:
        By confidence and preference; each text once, with all passages that give it.
    """
    answers = sorted(chain.from_iterable(weighed), key=lambda answer: -answer.confidence)
    return tuple(_merge(preference.boosted(answers, threshold)))


def given(
    question: str, candidates: tuple[Answer, ...], results: SearchResults
) -> tuple[Answer | None, tuple[Answer, ...]]:
    """The answer that is vouched for, or None, and the answers of the reply.

    To a question in English no document in Chinese has an answer that is not sure.
    """
    best = candidates[0] if candidates and candidates[0].band != "none" else None
    english = is_english(question)
    if best and not (english and best.band != "sure" and is_chinese(best.passage.text)):
        others = (each for each in candidates[1:MOST_ANSWERS] if each.confidence >= MIN_OTHER_CONFIDENCE)
        return best, (best, *others)
    nearest = by_meaning(candidates, results.scores.cosines) if english else candidates
    return None, nearest[:MOST_ANSWERS]


def is_repeated(answer: Answer, text: str, passage: Passage | None) -> bool:
    """Whether an answer says what another one said in the same place.

    Args:
        answer: The answer.
        text: The other one.
        passage: Where that stands, None for nowhere.
    """
    return passage is not None and _same_place(answer.passage, passage) and _said(answer.text) == _said(text)


def features(hits: Sequence[Hit], spans: Sequence[Sequence[Span]]) -> list[list[tuple[float, ...]]]:
    """What the decision is made from.

    Args:
        hits: What the search found.
        spans: For each hit the spans that the reader proposes.

    Returns:
        For each span of each hit, in the order of FEATURES: the reader's log-odds, kept within ±12; how far
        they are behind the best of all spans (0 or less); how many names of the question the hit lacks;
        what share it holds of the word that says what is asked for; and the hit's lexical score.
    """
    readings = [[max(-_CEILING, min(_CEILING, span.score)) for span in proposed] for proposed in spans]
    best = max((reading for proposed in readings for reading in proposed), default=0.0)
    return [
        [(reading, reading - best, names, hit.asked, hit.words) for reading in proposed]
        for hit, names, proposed in zip(hits, _missing(hits), readings, strict=True)
    ]


def _missing(hits: Sequence[Hit]) -> list[float]:
    """How many names each hit lacks; one that stands elsewhere in its article counts half.

    An article often calls what it is about by several names.
    """
    nowhere: dict[tuple[str, ...], set[str]] = {}
    for hit in hits:
        nowhere.setdefault(_article(hit.passage), set(hit.missing)).intersection_update(hit.missing)
    return [(len(hit.missing) + len(nowhere[_article(hit.passage)])) / 2 for hit in hits]


def _article(passage: Passage) -> tuple[str, ...]:
    """What passages of one article have in common; a passage without a title is one of its own."""
    place = passage.title or f"{passage.paragraph}\n"
    return passage.collection, passage.path, place


def _merge(answers: Iterable[Answer]) -> list[Answer]:
    """Keep the best of answers that say the same; its `also` names the passages of those about as sure.

    The same words may tell of something else: 3天 of another kind of leave.
    """
    kept: dict[str, Answer] = {}
    also: dict[str, list[Passage]] = {}
    for answer in answers:
        said = _said(answer.text)
        if said not in kept:
            kept[said], also[said] = answer, []
        elif answer.confidence >= _ALSO * kept[said].confidence and not any(
            _same_place(answer.passage, p) for p in (kept[said].passage, *also[said])
        ):
            also[said].append(answer.passage)
    return [replace(answer, also=tuple(also[said])) for said, answer in kept.items()]


def _said(text: str) -> str:
    """What an answer says, whatever the script, the width and the punctuation."""
    folded = fold(text)
    return "".join(c for c in folded if c.isalnum() or c in ".%") or folded


def _same_place(one: Passage, other: Passage) -> bool:
    """Whether two passages are parts of the same paragraph: their overlap is one finding."""
    return (one.collection, one.path, one.paragraph) == (other.collection, other.path, other.paragraph)
