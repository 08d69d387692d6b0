"""How long turns and votes are kept, and how many."""

from typing import Final

from bot.storage.turn import NOT_WRITTEN
from retrieval.storage.databases import Connection

DAY_S: Final = 86_400
ANSWERED_DAYS: Final = 90
UNANSWERED_DAYS: Final = 365
UNCHOSEN_DAYS: Final = 7
REPLIES: Final = 20_000
"""How many replies are kept, the newest; of older turns only who asked what, and when."""
UNCHOSEN: Final = 5_000
"""How many inline turns are kept of which no answer was chosen."""
TURNS_EACH: Final = 5_000
"""How many turns of one person are kept, the newest."""
TURNS: Final = 200_000
"""How many turns are kept in all, the newest."""
VOTES_EACH: Final = 1_000
"""How many votes of one person are kept, the newest: each keeps the turn that it is about."""
VOTES: Final = 20_000
"""How many votes are kept in all, the newest."""

_VOTED = "id IN (SELECT turn FROM votes)"
_UNCHOSEN = "inline AND chosen IS NULL"


def prune(db: Connection, now: float) -> None:
    """Delete votes that are too many, then turns that are too old or too many, but none with votes.

    How many were deleted is added to the table `past`, except inline turns of which no answer was chosen:
    they count in no statistics.

    Args:
        db: The database, within a transaction.
        now: Seconds since 1970.
    """
    _delete_surplus_votes(db)
    unchosen = max(now - UNCHOSEN_DAYS * DAY_S, _time_of(db, UNCHOSEN, _UNCHOSEN))
    replies = max(now - ANSWERED_DAYS * DAY_S, _time_of(db, REPLIES, "reply IS NOT NULL"))
    _delete_before(db, _UNCHOSEN, unchosen)
    answered = _delete_before(db, "found", now - ANSWERED_DAYS * DAY_S)
    unanswered = _delete_before(db, "NOT found", now - UNANSWERED_DAYS * DAY_S)
    surplus = _delete_surplus_turns(db)
    db.execute(
        "UPDATE past SET questions = questions + ?, answered = answered + ?",
        (answered + unanswered + len(surplus), answered + sum(surplus)),
    )
    emptied = db.execute(
        "UPDATE turns SET reply = NULL "
        f"WHERE reply IS NOT NULL AND asked_at < ? AND NOT {_VOTED} RETURNING id",
        (replies,),
    ).fetchall()
    # A follow-up may still be understood with the words of a passage, and a button's question made of them.
    whole = f"SELECT id FROM turns WHERE id = ? AND understood = question AND NOT ({NOT_WRITTEN})"
    db.executemany(f"DELETE FROM shown_passages WHERE turn IN ({whole})", emptied)


def _delete_before(db: Connection, kind: str, time: float) -> int:
    """Delete the turns of a kind that were asked before a time; gives how many they were."""
    query = f"DELETE FROM turns WHERE {kind} AND asked_at < ? AND NOT {_VOTED}"
    return db.execute(query, (time,)).rowcount


def _delete_surplus_turns(db: Connection) -> list[int]:
    """Delete turns beyond `TURNS_EACH` and `TURNS`; gives for each whether it had an answer (1 or 0)."""
    crowded = db.execute(
        "SELECT asker FROM turns GROUP BY asker HAVING COUNT(*) > ?", (TURNS_EACH,)
    ).fetchall()
    oldest = [(f"asker = {int(asker)}", TURNS_EACH) for (asker,) in crowded]
    deleted: list[int] = []
    for which, most in (*oldest, ("TRUE", TURNS)):
        query = (
            f"DELETE FROM turns WHERE {which} AND asked_at < ? AND NOT {_VOTED} RETURNING found, {_UNCHOSEN}"
        )
        rows = db.execute(query, (_time_of(db, most, which),)).fetchall()
        deleted += [found for found, unchosen in rows if not unchosen]
    return deleted


def _delete_surplus_votes(db: Connection) -> None:
    """Delete votes beyond `VOTES_EACH` and `VOTES`."""
    query = """
        DELETE FROM votes WHERE (turn, voter) IN (
            SELECT turn, voter FROM (
                SELECT turn, voter, ROW_NUMBER() OVER (PARTITION BY voter ORDER BY voted_at DESC) AS of_voter,
                    ROW_NUMBER() OVER (ORDER BY voted_at DESC) AS of_all
                FROM votes
            ) AS numbered WHERE of_voter > ? OR of_all > ?
        )
    """
    db.execute(query, (VOTES_EACH, VOTES))


def _time_of(db: Connection, count: int, kind: str) -> float:
    """When the oldest of the newest `count` turns of a kind was asked; 0 where there are not so many."""
    query = f"SELECT asked_at FROM turns WHERE {kind} ORDER BY asked_at DESC LIMIT 1 OFFSET ?"
    row = db.execute(query, (count - 1,)).fetchone()
    return float(row[0]) if row else 0.0
