"""What is preferred of passages and answers that are about as good: near ones, and those of the time."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from retrieval.documents import Answer, Passage
from retrieval.periods.asked import AskedTime
from retrieval.periods.editions import edition_of, groups
from retrieval.periods.fit import fit, fits, says
from retrieval.search.ranking.selection import Ranked

SEARCH_BOOST: Final = 0.2
"""Added to the score of a passage in the same article; half of it in the same document."""
ANSWER_BOOST_LOG_ODDS: Final = 1.5
"""Added to the log-odds of an answer in the same article; half of it in the same document."""
TIME_SEARCH_BOOST: Final = 0.1
"""Added to the score of a passage that is wholly of the time that the question speaks of."""
TIME_BOOST_LOG_ODDS: Final = 1.0
"""Added to the log-odds of an answer in such a passage."""

_EDITIONS_SCORE: Final = 0.15
"""How far apart the scores of two editions may be for them to trade places."""
_EDITIONS_LOG_ODDS: Final = 3.0
"""The same of the log-odds of answers."""
_MIN_PROBABILITY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Preference:
    """What is preferred of passages and answers that are about as good.

    Attributes:
        near: A passage that the conversation is about: its article comes first, then its document.
        time: The time that the question speaks of. Without one the newest of several editions comes first.
    """

    near: Passage | None = None
    time: AskedTime = field(default_factory=AskedTime)

    def ranked(self, scored: Iterable[Ranked]) -> list[Ranked]:
        """Passages with what is added to their scores, best first; editions have traded places."""
        scored = list(scored)
        passages = [passage for passage, _ in scored]
        boosts = [
            SEARCH_BOOST * proximity(passage, self.near) + TIME_SEARCH_BOOST * fitting
            for passage, fitting in zip(passages, fits(self.time, passages), strict=True)
        ]
        added = [(passage, score + boost) for (passage, score), boost in zip(scored, boosts, strict=True)]
        added.sort(key=lambda item: -item[1])
        order = self._traded([p for p, _ in added], [score for _, score in added], _EDITIONS_SCORE)
        return [(added[place][0], score) for place, (_, score) in zip(order, added, strict=True)]

    def boosted(self, answers: Iterable[Answer], threshold: float) -> tuple[Answer, ...]:
        """Answers by confidence and what is added to it; editions have traded places.

        Args:
            answers: In any order.
            threshold: Confidence from which an answer is given: none from below comes above another.
        """
        answers = list(answers)
        fitting = fits(self.time, [answer.passage for answer in answers])
        odds = [
            _log_odds(answer.confidence)
            + ANSWER_BOOST_LOG_ODDS * proximity(answer.passage, self.near)
            + TIME_BOOST_LOG_ODDS * fit_
            for answer, fit_ in zip(answers, fitting, strict=True)
        ]
        places = sorted(range(len(answers)), key=lambda at: (answers[at].confidence < threshold, -odds[at]))
        given = [at for at in places if answers[at].confidence >= threshold]
        order = self._traded(
            [answers[at].passage for at in given], [odds[at] for at in given], _EDITIONS_LOG_ODDS
        )
        return tuple(answers[at] for at in (*(given[place] for place in order), *places[len(given) :]))

    def missing(self, passage: Passage, words: Iterable[str]) -> tuple[str, ...]:
        """What of the words that a passage lacks its time does not say either."""
        return tuple(word for word in words if not says(self.time, passage, word))

    def _traded(self, passages: Sequence[Passage], strengths: Sequence[float], margin: float) -> list[int]:
        """The places of passages, best first, after editions that are about as good have traded theirs."""
        order = list(range(len(passages)))
        for group in groups(passages):
            close = [place for place in group if strengths[group[0]] - strengths[place] <= margin]
            preferred = sorted(close, key=lambda place: self._standing(passages[place]), reverse=True)
            for place, chosen in zip(close, preferred, strict=True):
                order[place] = chosen
        return order

    def _standing(self, passage: Passage) -> tuple[float, float, date]:
        return fit(self.time, passage), proximity(passage, self.near), edition_of(passage) or date.min


NO_PREFERENCE: Final = Preference()
"""Prefers nothing but the newest of several editions."""


def proximity(passage: Passage, near: Passage | None) -> float:
    """1 in the same article, 0.5 in the same document, 0 elsewhere."""
    if near is None or (passage.collection, passage.path) != (near.collection, near.path):
        return 0.0
    return 1.0 if passage.title == near.title else 0.5


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _MIN_PROBABILITY), 1 - _MIN_PROBABILITY)
    return math.log(clipped / (1 - clipped))
