"""Updates under way, so that a restart loses none that was begun, and answers none twice, nor do two bots."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import randbits
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.deletions import prune_deletions
from retrieval.storage.databases import Connection

TRIES: Final = 3
"""How often an update is begun before it is given up: it may be what ends the process each time."""
LATE_S: Final = 86_400
"""After how long an update is given up; Telegram, too, forgets updates after 24 hours."""
KEPT_S: Final = 2 * LATE_S
"""How long the number of an update is kept, so that it is not answered again."""
NUMBERS: Final = 10_000
"""How many numbers are kept, the newest: Telegram sends none but the last hundred again."""
LEASE_S: Final = 60.0
"""After how long without a sign of life a run counts as ended, where several share a state."""

_UPDATES_BETWEEN_PRUNINGS: Final = 500
_LEFT: Final = "content IS NOT NULL AND COALESCE(run, 0) NOT IN (SELECT id FROM runs)"
"""Updates of runs that have ended. A file has one bot at a time: there no run tells that it goes on."""
_SEEN: Final = """
INSERT INTO runs (id, seen_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
"""
_RUN_BITS: Final = 62


@dataclass(frozen=True, slots=True)
class PendingUpdate:
    """An update that another run began and did not finish.

    Attributes:
        id: Telegram's update_id.
        update: The update, in the Bot API's JSON.
        sending: Whether its answer was being sent: then nobody knows whether it arrived.
    """

    id: int
    update: dict[str, Any]
    sending: bool


class PendingUpdates:
    """Updates by their update_id: begun, their answer being sent, done.

    Telegram takes an update as received once later ones are fetched, whether it was answered or not; from
    then on only this record holds it. Hence its content is kept until it is done.

    Args:
        database: Where they are kept.
        clock: Seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._run = 1 + randbits(_RUN_BITS)
        self._until_pruned = 0

    @property
    def shared(self) -> bool:
        """Whether other bots may handle updates of the same chats."""
        return self._database.shared

    async def begin(self, update_id: int, update: Mapping[str, Any] | None) -> bool:
        """Begin with an update.

        Args:
            update_id: Telegram's number of it.
            update: The update, in the Bot API's JSON; None where nobody waits for it after a restart.

        Returns:
            Whether it is new; one that is known has been answered, or `resume` gives it.
        """

        content = None if update is None else json.dumps(update)

        def work(db: Connection) -> bool:
            now = self._clock()
            if self._until_pruned == 0:
                _prune(db, now)
                self._until_pruned = _UPDATES_BETWEEN_PRUNINGS
            self._until_pruned -= 1
            added = db.execute(
                "INSERT INTO updates (id, content, begun_at, run) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (update_id, content, now, self._run),
            )
            return added.rowcount == 1

        return await self._database.change(work)

    async def sending(self, update_id: int) -> bool:
        """Keep that the answer is about to be sent.

        Returns:
            Whether it may be: not where another run has taken the update over.
        """

        def work(db: Connection) -> bool:
            found = db.execute("SELECT run FROM updates WHERE id = ?", (update_id,)).fetchone()
            if found and found[0] not in {None, self._run}:
                return False
            db.execute("UPDATE updates SET sending = TRUE WHERE id = ?", (update_id,))
            return True

        return await self._database.change(work)

    async def unsent(self, update_id: int) -> None:
        """Keep that the answer has not been sent after all."""
        await self._mark("sending = FALSE", update_id)

    async def done(self, update_id: int) -> None:
        """Delete an update's content; its number is kept for a while."""
        await self._mark("content = NULL", update_id)

    async def resume(self) -> list[PendingUpdate]:
        """Begin again with the updates of runs that ended before they were done.

        To be called once, before `begin`; where the state is shared, again and again, which also tells others
        that this run goes on.

        Returns:
            The updates, oldest first, except those that are too old or were begun too often.
        """

        def work(db: Connection) -> list[PendingUpdate]:
            now = self._clock()
            if self.shared:
                prune_deletions(db, now)
                db.execute("DELETE FROM runs WHERE seen_at < ?", (now - LEASE_S,))
                db.execute(_SEEN, (self._run, now))
            db.execute(
                f"UPDATE updates SET content = NULL WHERE {_LEFT} AND (tries >= ? OR begun_at < ?)",
                (TRIES, now - LATE_S),
            )
            taken = db.execute(
                f"UPDATE updates SET tries = tries + 1, run = ? WHERE {_LEFT} RETURNING id, content, sending",
                (self._run,),
            ).fetchall()
            return [PendingUpdate(row[0], json.loads(row[1]), bool(row[2])) for row in sorted(taken)]

        return await self._database.change(work)

    async def leave(self) -> None:
        """End this run: others, and the next one, take up its updates at once."""

        def work(db: Connection) -> None:
            db.execute("DELETE FROM runs WHERE id = ?", (self._run,))

        if self.shared:
            await self._database.change(work)

    async def abandon(self) -> None:
        """Give up all updates that former runs did not finish."""

        def work(db: Connection) -> None:
            db.execute("UPDATE updates SET content = NULL WHERE content IS NOT NULL")

        await self._database.change(work)

    async def _mark(self, change: str, update_id: int) -> None:
        def work(db: Connection) -> None:
            db.execute(f"UPDATE updates SET {change} WHERE id = ?", (update_id,))

        await self._database.change(work)


def _prune(db: Connection, now: float) -> None:
    """Delete numbers that are too old or too many, but none of an update that is not done."""
    db.execute("DELETE FROM updates WHERE begun_at < ?", (now - KEPT_S,))
    db.execute(
        "DELETE FROM updates WHERE content IS NULL "
        "AND id <= (SELECT id FROM updates ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (NUMBERS,),
    )


def forget_updates(db: Connection, user: int) -> int:
    """Delete the content of a user's updates; gives how many there were."""
    rows = db.execute("SELECT id, content FROM updates WHERE content IS NOT NULL").fetchall()
    theirs = [(row[0],) for row in rows if _is_from(json.loads(row[1]), user)]
    db.executemany("UPDATE updates SET content = NULL WHERE id = ?", theirs)
    return len(theirs)


def _is_from(update: dict[str, Any], user: int) -> bool:
    """Whether the message, query or choice in an update was sent by a user."""
    parts = (part for part in update.values() if isinstance(part, dict))
    return any(isinstance(sender := part.get("from"), dict) and sender.get("id") == user for part in parts)
