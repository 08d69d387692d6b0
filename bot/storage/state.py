"""The state: all that the bot remembers."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.storage.chats import Chats
from bot.storage.database import Database
from bot.storage.deletions import Deletions, OwnDeletions, SharedDeletions
from bot.storage.errors import StateError
from bot.storage.pending_updates import PendingUpdates, forget_updates
from bot.storage.scopes import Scopes, forget_scopes
from bot.storage.statistics import Statistics
from bot.storage.turns import Present, Turns
from bot.storage.votes import Votes
from retrieval.storage.databases import Address, Connection
from retrieval.storage.permissions import make_private_folder

FILE: Final = "bot.db"
"""Its name in the home."""


def state_files(home: Path) -> list[Path]:
    """The state of the bot of a home, and that of its playground, as far as they are there."""
    return [*home.glob(FILE), *home.glob(f"*/{FILE}")]


def count_votes(file: Path) -> int:
    """How many votes the state in a file holds; 0 where it cannot be read.

    The file is left as it is, also where another version wrote it.
    """
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM votes").fetchone()[0])
    except sqlite3.Error:
        return 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was kept of a user, and is no longer.

    Attributes:
        questions: Turns, with their answers and all votes on them.
        votes: The user's votes, those on their own turns included.
        settings: Whether they had chosen a language: 0 or 1.
        updates: Updates that were under way.
    """

    questions: int = 0
    votes: int = 0
    settings: int = 0
    updates: int = 0


class State:
    """The bot's state: survives restarts, never lets the event loop wait.

    Attributes:
        chats: Settings of chats.
        turns: What was asked and answered.
        votes: Whether it was useful.
        pending_updates: Updates under way.
        scopes: The documents that people keep chats to.
        statistics: What an owner wants to know.
    """

    def __init__(
        self, place: Path | Address | None = None, *, clock: Callable[[], float] = time.time
    ) -> None:
        """Open the database, or make it.

        Args:
            place: A file, the address of a server, or None for a state that ends with the process.
            clock: Seconds since 1970.

        Raises:
            StateError: It is damaged, cannot be used, or a newer version made it.
        """
        self._database = Database(place)
        self._deletions: Deletions = (SharedDeletions if self._database.shared else OwnDeletions)(clock)
        self.chats = Chats(self._database)
        self.turns = Turns(self._database, self._deletions, clock)
        self.votes = Votes(self._database, self._deletions, clock)
        self.pending_updates = PendingUpdates(self._database, clock)
        self.scopes = Scopes(self._database)
        self.statistics = Statistics(self._database, clock)

    @classmethod
    def open(
        cls, home: Path, address: Address | None = None, *, clock: Callable[[], float] = time.time
    ) -> "State":
        """Open the state of a home, or make both.

        Args:
            home: The home.
            address: Where the state is kept instead, or None.
            clock: Seconds since 1970.

        Raises:
            StateError: The home is not a folder, or the file cannot be used.
        """
        try:
            make_private_folder(home)
        except OSError as error:
            raise StateError(
                f"{home} cannot be used as a home: {error.strerror}. Choose another --home."
            ).phrased("home-unusable", home=home, reason=error.strerror) from error
        return cls(address or home / FILE, clock=clock)

    async def follow(self, present: Present) -> None:
        """Keep words of documents only as long as the documents are there, from now on.

        Those of documents that were removed before are erased.

        Args:
            present: Says which passages are still there.

        Raises:
            StateError: The file cannot be changed.
        """
        self.turns.follow(present)
        await self.turns.erase_removed()

    async def forget(self, user: int) -> Forgotten:
        """Delete everything that is kept of a user, in whatever chat, for good.

        Questions of theirs that are being answered meanwhile are not kept.

        Args:
            user: Telegram's id of the user.

        Returns:
            How much it was.
        """

        def work(db: Connection) -> Forgotten:
            self._deletions.add(db, user)
            votes = db.execute("DELETE FROM votes WHERE voter = ?", (user,)).rowcount
            questions = db.execute("DELETE FROM turns WHERE asker = ?", (user,)).rowcount
            settings = db.execute("DELETE FROM chats WHERE chat = ?", (user,)).rowcount
            forget_scopes(db, user)
            return Forgotten(questions, votes, settings, forget_updates(db, user))

        forgotten = await self._database.change(work)
        if forgotten != Forgotten():
            await self._database.purge()
        return forgotten

    async def has_left(self, user: int, began: float) -> bool:
        """Whether a user has been forgotten since a time, in seconds since 1970."""
        return await self._database.read(lambda db: self._deletions.cover(db, user, began))

    async def problems(self) -> list[str]:
        """What is wrong with the database; empty if nothing."""
        return await self._database.problems()

    async def close(self) -> None:
        """Finish what is under way, and close the file."""
        await self._database.close()
