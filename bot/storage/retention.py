"""How long turns are kept."""

import sqlite3
from typing import Final

DAY_S: Final = 86_400
ANSWERED_DAYS: Final = 90
UNANSWERED_DAYS: Final = 365
UNCHOSEN_DAYS: Final = 7
REPLIES: Final = 20_000
"""How many replies are kept, the newest; of older turns only who asked what, and when."""
UNCHOSEN: Final = 5_000
"""How many inline turns are kept of which no answer was chosen."""

_VOTED = "id IN (SELECT turn FROM votes)"
_UNCHOSEN = "inline AND chosen IS NULL"


def prune(db: sqlite3.Connection, now: float) -> None:
    """Delete turns that are too old or too many, but none with votes.

    How many were deleted is added to the table `past`, except inline turns of which no answer was chosen:
    they count in no statistics.

    Args:
        db: The database, within a transaction.
        now: Seconds since 1970.
    """
    unchosen = max(now - UNCHOSEN_DAYS * DAY_S, _time_of(db, UNCHOSEN, _UNCHOSEN))
    replies = max(now - ANSWERED_DAYS * DAY_S, _time_of(db, REPLIES, "reply IS NOT NULL"))
    _delete_before(db, _UNCHOSEN, unchosen)
    answered = _delete_before(db, "found", now - ANSWERED_DAYS * DAY_S)
    unanswered = _delete_before(db, "NOT found", now - UNANSWERED_DAYS * DAY_S)
    db.execute(
        "UPDATE past SET questions = questions + ?, answered = answered + ?",
        (answered + unanswered, answered),
    )
    emptied = db.execute(
        "UPDATE turns SET reply = NULL "
        f"WHERE reply IS NOT NULL AND asked_at < ? AND NOT {_VOTED} RETURNING id",
        (replies,),
    ).fetchall()
    db.executemany("DELETE FROM shown_passages WHERE turn = ?", emptied)


def _delete_before(db: sqlite3.Connection, kind: str, time: float) -> int:
    """Delete the turns of a kind that were asked before a time; gives how many they were."""
    query = f"DELETE FROM turns WHERE {kind} AND asked_at < ? AND NOT {_VOTED}"
    return db.execute(query, (time,)).rowcount


def _time_of(db: sqlite3.Connection, count: int, kind: str) -> float:
    """When the oldest of the newest `count` turns of a kind was asked; 0 where there are not so many."""
    query = f"SELECT asked_at FROM turns WHERE {kind} ORDER BY asked_at DESC LIMIT 1 OFFSET ?"
    row = db.execute(query, (count - 1,)).fetchone()
    return float(row[0]) if row else 0.0
