"""The retention of turns: how long they are kept."""

import sqlite3
from typing import Final

DAY_S: Final = 86_400
ANSWERED_DAYS: Final = 90
UNANSWERED_DAYS: Final = 365
UNCHOSEN_DAYS: Final = 7
REPLIES: Final = 20_000
"""Of how many turns, newest first, the reply is kept; of older ones only who asked what, and when."""
UNCHOSEN: Final = 5_000
"""How many turns are kept that were asked inline, where nobody has chosen an answer."""

_VOTED = "id IN (SELECT turn FROM votes)"
_UNCHOSEN = "inline AND chosen IS NULL"


def prune(db: sqlite3.Connection, now: float) -> None:
    """Let go of turns that are too old or too many. Those with votes stay, with their replies.

    Of the others stays how many there were; of those that nobody chose inline, which count nowhere, nothing.

    Args:
        db: The database, within a transaction.
        now: Seconds since 1970.
    """
    unchosen = max(now - UNCHOSEN_DAYS * DAY_S, _time_of(db, UNCHOSEN, _UNCHOSEN))
    replies = max(now - ANSWERED_DAYS * DAY_S, _time_of(db, REPLIES, "reply IS NOT NULL"))
    _let_go(db, _UNCHOSEN, unchosen)
    answered = _let_go(db, "found", now - ANSWERED_DAYS * DAY_S)
    unanswered = _let_go(db, "NOT found", now - UNANSWERED_DAYS * DAY_S)
    db.execute(
        "UPDATE past SET questions = questions + ?, answered = answered + ?",
        (answered + unanswered, answered),
    )
    db.execute(
        f"UPDATE turns SET reply = NULL WHERE reply IS NOT NULL AND asked_at < ? AND NOT {_VOTED}", (replies,)
    )


def _let_go(db: sqlite3.Connection, kind: str, until: float) -> int:
    """Delete the turns of a kind that were asked before a time; gives how many."""
    query = f"DELETE FROM turns WHERE {kind} AND asked_at < ? AND NOT {_VOTED}"
    return db.execute(query, (until,)).rowcount


def _time_of(db: sqlite3.Connection, count: int, kind: str) -> float:
    """When the oldest of the newest `count` turns of a kind was asked; 0 where there are not so many."""
    query = f"SELECT asked_at FROM turns WHERE {kind} ORDER BY asked_at DESC LIMIT 1 OFFSET ?"
    row = db.execute(query, (count - 1,)).fetchone()
    return float(row[0]) if row else 0.0
