"""The bot's updates, kept until it confirms them: by polling, or by taking them at its webhook."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from bot.playground.protocol.refusals import conflict
from bot.playground.simulation.notifier import Notifier

KINDS: Final = frozenset(
    {
        "callback_query",
        "chosen_inline_result",
        "edited_message",
        "guest_message",
        "inline_query",
        "message",
        "my_chat_member",
    }
)
"""The kinds of updates that the simulation sends."""

BATCH: Final = 100
"""The most updates that a poll returns."""

LOGGED: Final = 5000
"""How many of the newest updates the log keeps."""


@dataclass(frozen=True, slots=True)
class Update:
    """An Update of the Bot API."""

    id: int
    kind: str
    payload: dict[str, Any]

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    """The bot's queue of updates.

    Args:
        notifier: Notified of new updates, of confirmed ones, and of a change of the wanted kinds.
        ids: The ids of the updates to come, rising.

    Attributes:
        webhook_url: The webhook that gets them, "" where the bot polls.
    """

    def __init__(self, notifier: Notifier, ids: Iterator[int]) -> None:
        self._notifier = notifier
        self._ids = ids
        self._pending: list[Update] = []
        self._log: deque[Update] = deque(maxlen=LOGGED)
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self._arrival = asyncio.Event()
        self.webhook_url = ""

    @property
    def pending(self) -> tuple[Update, ...]:
        """The updates that the bot has not confirmed, oldest first."""
        return tuple(self._pending)

    @property
    def log(self) -> list[Update]:
        """The newest updates, also confirmed ones, oldest first."""
        return list(self._log)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The kinds that the bot wants; empty for all."""
        return tuple(sorted(self._allowed))

    def allow(self, kinds: Sequence[str]) -> None:
        """Queue only these kinds from now on; an empty list for all."""
        self._allowed = frozenset(kinds)
        self._notifier.notify()

    def add(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """Queue an update, unless the bot does not want its kind.

        Returns:
            The update, or None.
        """
        if self._allowed and kind not in self._allowed:
            return None
        update = Update(next(self._ids), kind, payload)
        self._pending.append(update)
        self._log.append(update)
        self._arrival.set()
        self._notifier.notify()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        return update

    def clear(self) -> None:
        """Drop all pending updates."""
        self._pending.clear()

    def confirm(self, offset: int) -> None:
        """Drop the pending updates before an offset; a negative one keeps that many of the newest."""
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [update for update in self._pending if update.id >= offset]
        self._notifier.notify()

    async def arrived(self) -> Update:
        """Wait for the oldest pending update."""
        while not self._pending:
            self._arrival.clear()
            await self._arrival.wait()
        return self._pending[0]

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """A long poll.

        Args:
            offset: Confirms the updates before it; 0 confirms none.
            limit: The most updates to return, 1 to 100.
            seconds: How long to wait for the first update.

        Raises:
            Refusal: A webhook is set, or a newer poll has replaced this one.
        """
        if self.webhook_url:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        if self._poll and not self._poll.done():
            self._poll.set_exception(
                conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            )
        self.confirm(offset)
        if not self._pending and seconds > 0:
            await self._wait(seconds)
        return self._pending[: limit if 1 <= limit <= BATCH else BATCH]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        with suppress(TimeoutError):
            await asyncio.wait_for(poll, seconds)
