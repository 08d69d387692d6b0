"""How far passages are of the time that a question speaks of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from retrieval.documents import Passage
from retrieval.periods.asked import AskedTime
from retrieval.periods.names import named_periods
from retrieval.periods.written import periods_in

_PARTLY: Final = 0.5
"""The fit of a passage that itself names the time, or was published then but names another."""


def fits(asked: AskedTime, passages: Sequence[Passage]) -> list[float]:
    """How far each passage is of the time that is asked for, 0 to 1; where none is, 0.

    Where the newest is wanted, that is 1, and the oldest of them next to 0.
    """
    if asked.periods or not asked.newest:
        return [fit(asked, passage) for passage in passages]
    days = [day_of(each.published, each.title, each.source) for each in passages]
    ranks = {day: rank for rank, day in enumerate(sorted({day for day in days if day}), 1)}
    return [ranks[day] / len(ranks) if day else 0.0 for day in days]


def fit(asked: AskedTime, passage: Passage) -> float:
    """How far a passage is of the periods that are asked for, 0 to 1."""
    if not asked.periods:
        return 0.0
    named = named_periods(passage.title, passage.source)
    if any(period.meets(each) for each in named for period in asked.periods):
        return 1.0
    is_published = any(period.holds(passage.published) for period in asked.periods)
    written = [each.period for each in periods_in(passage.text)]
    is_written = any(period.covers(each) for each in written for period in asked.periods)
    if is_published and not named and (is_written or not written):
        return 1.0
    return _PARTLY if is_published or is_written else 0.0


def told(asked: AskedTime, passage: Passage) -> Passage:
    """A passage as it is read: of the time that is asked for, its title says so where it does not itself."""
    words = [word for word in asked.words if word not in passage.title + passage.text]
    if len(asked.periods) != 1 or not words or fit(asked, passage) < 1.0:
        return passage
    return replace(passage, title=f"{passage.title}（{''.join(asked.words)}）")


def says(asked: AskedTime, passage: Passage, word: str) -> bool:
    """Whether a passage is of the time that a word of the question names: 2023年, in a text of that year."""
    return word in asked.words and fit(asked, passage) == 1.0


def day_of(published: date | None, title: str, source: str) -> date | None:
    """The day that an article is of: of publication, or else on which the time in its names begins."""
    return published or max((period.first for period in named_periods(title, source)), default=None)
