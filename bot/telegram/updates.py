"""The way of an update from Telegram to its handler: none is lost on it, none handled twice."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.storage import tolerated
from bot.storage.pending_updates import PendingUpdates

_log = structlog.get_logger(__name__)


class UpdateQueue(asyncio.Queue[object]):
    """The queue that updates come in by; what asks for an answer is kept before Telegram lets go of it.

    Telegram takes an update as delivered once the next ones are asked for. These wait for `put`, which
    waits for the record: a process that ends in between finds the update there when it starts again.
    """

    def __init__(self, pending_updates: PendingUpdates) -> None:
        super().__init__()
        self._pending_updates = pending_updates

    async def put(self, item: object) -> None:
        """Keep an update, and pass it on unless it is known."""
        if isinstance(item, Update) and _asks(item) and not await self._is_new(item):
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> None:
        """Pass on what a former run began; what it was about to send may have arrived, and is let go."""
        for begun in await self._pending_updates.resume():
            if begun.sending:
                await self._pending_updates.done(begun.id)
            else:
                await super().put(Update.de_json(begun.update, bot))

    async def _is_new(self, update: Update) -> bool:
        with tolerated("update_not_kept"):
            return await self._pending_updates.begin(update.update_id, update.to_dict())
        return True


class UpdateProcessor(BaseUpdateProcessor):
    """Handles updates side by side, and lets go of each once it is done."""

    def __init__(self, pending_updates: PendingUpdates, at_once: int) -> None:
        """Handle so many at once, the others in their turn."""
        super().__init__(at_once)
        self._pending_updates = pending_updates
        self._under_way: set[asyncio.Future[Any]] = set()
        self._dismissed = False

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the handler; one that is cancelled, as the process ends, leaves it to the next run."""
        work = asyncio.ensure_future(coroutine)
        if self._dismissed:
            work.cancel()
        self._under_way.add(work)
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            work.cancel()
            raise
        finally:
            self._under_way.discard(work)
        work.result()
        if isinstance(update, Update) and _asks(update):
            with tolerated("update_not_let_go"):
                await self._pending_updates.done(update.update_id)

    def dismiss(self) -> None:
        """Handle nothing more; what is under way ends, and is left to the next run."""
        self._dismissed = True
        if self._under_way:
            _log.info("left_to_next_run", updates=len(self._under_way))
        for work in self._under_way:
            work.cancel()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _asks(update: Update) -> bool:
    """Whether someone waits for an answer that is still worth giving after a restart."""
    return bool(update.message or update.edited_message or update.guest_message)
