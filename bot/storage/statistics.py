"""Statistics for an owner: how much is asked, how well it is answered, and what is missing."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.reply_codec import unpack
from retrieval.storage.databases import marks
from retrieval.text import alike

_COUNTED: Final = "NOT (inline AND chosen IS NULL)"
"""While someone types inline, every pause is a query; it counts where an answer was chosen."""

_VAIN: Final = f"NOT found AND {_COUNTED}"
_UNANSWERED: Final = f"""
SELECT last.understood, asked.count, asked.asked_at, last.id, last.question, last.reply
FROM (
    SELECT alike, COUNT(*) AS count, MAX(asked_at) AS asked_at FROM turns WHERE {_VAIN}
    AND NOT COALESCE(alike IN ({{marks}}), FALSE)
    GROUP BY alike ORDER BY MAX(asked_at) DESC LIMIT ? OFFSET ?
) AS asked
JOIN turns AS last ON last.id = (
    SELECT id FROM turns WHERE alike = asked.alike AND {_VAIN} ORDER BY asked_at DESC, id DESC LIMIT 1
)
ORDER BY asked.asked_at DESC
"""
_ALL: Final = 1 << 62
"""As many as there are."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was asked within some time.

    Attributes:
        questions: How many questions.
        answered: How many of them found an answer.
        askers: How many people asked.
        p50_ms: What half of the questions took at most.
        p95_ms: What 95 in 100 took at most.
    """

    questions: int = 0
    answered: int = 0
    askers: int = 0
    p50_ms: float = 0.0
    p95_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Total:
    """What was asked since the beginning.

    Attributes:
        questions: How many questions.
        answered: How many of them found an answer.
    """

    questions: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that found no answer. Who asked it is not told.

    Attributes:
        question: As it was understood when it was last asked.
        count: How often it was asked, in whatever script, width and punctuation.
        asked_at: When it was last asked, in seconds since 1970.
        turn: Id of the turn in which that was; 0 where it is not known.
        typed: As it was typed then; "" where that is not known.
        understood_from: Ids of the passages whose words `question` may hold besides those of the asker; None
            where they are not known any more.
    """

    question: str
    count: int
    asked_at: float
    turn: int = field(default=0, compare=False)
    typed: str = field(default="", compare=False)
    understood_from: frozenset[int] | None = field(default=frozenset(), compare=False)


class Statistics:
    """Counts over all turns that are kept, and how many there were before.

    Args:
        database: Where turns are kept.
        clock: Seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def activity(self, days: int = 30, zone: tzinfo = UTC) -> Activity:
        """All that was asked today and on the days before, `days` together."""
        query = f"SELECT asker, found, took_ms FROM turns WHERE asked_at >= ? AND {_COUNTED}"
        start = self._since(days, zone)
        return await self._database.read(lambda db: _activity(db.execute(query, (start,)).fetchall()))

    async def total(self) -> Total:
        """All that was ever asked, less what users had forgotten while it was kept."""
        query = f"""
            SELECT p.questions + kept.questions, p.answered + kept.answered
            FROM past p CROSS JOIN (
                SELECT COUNT(*) AS questions, COUNT(*) FILTER (WHERE found) AS answered
                FROM turns WHERE {_COUNTED}
            ) AS kept
        """
        ((questions, answered),) = await self._database.rows(query)
        return Total(questions, answered)

    async def unanswered(
        self, limit: int | None = None, offset: int = 0, without: Iterable[str] = ()
    ) -> list[Unanswered]:
        """Questions that found no answer, the one last asked first; equal ones are one.

        Args:
            limit: How many at most, None for all.
            offset: How many to leave out before.
            without: Questions that have an answer since.
        """
        answered = [alike(question) for question in without]
        values = (*answered, _ALL if limit is None else limit, offset)
        rows = await self._database.rows(_UNANSWERED.format(marks=marks(len(answered))), values)
        return [_unanswered(row) for row in rows]

    async def asked_in(self, turn_id: int) -> Unanswered | None:
        """The question of a turn that found no answer; None where it is not kept."""
        query = "SELECT understood, 1, asked_at, id, question, reply FROM turns WHERE id = ? AND NOT found"
        rows = await self._database.rows(query, (turn_id,))
        return _unanswered(rows[0]) if rows else None

    def _since(self, days: int, zone: tzinfo) -> float:
        """When the first of so many days began, today being the last, in seconds since 1970."""
        today = datetime.fromtimestamp(self._clock(), zone).date()
        first = today - timedelta(days=days - 1)
        return datetime(first.year, first.month, first.day, tzinfo=zone).timestamp()


def _unanswered(row: Sequence[Any]) -> Unanswered:
    question, count, asked_at, turn, typed, packed = row
    if question == typed:
        return Unanswered(question, count, asked_at, turn, typed)
    understood_from = None if packed is None else unpack(packed).understood_from
    return Unanswered(question, count, asked_at, turn, typed, understood_from)


def _activity(rows: Sequence[Any]) -> Activity:
    times = sorted(row[2] for row in rows)
    return Activity(
        questions=len(rows),
        answered=sum(row[1] for row in rows),
        askers=len({row[0] for row in rows}),
        p50_ms=_percentile(times, 0.5),
        p95_ms=_percentile(times, 0.95),
    )


def _percentile(ordered: Sequence[float], fraction: float) -> float:
    """The value below which a fraction of some ordered values lies, interpolated; 0 where there are none."""
    if not ordered:
        return 0.0
    place = fraction * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
