"""The queue and the processor of updates: no update is lost in a crash, none is handled twice."""

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
    """The queue between fetching and handling updates. Questions are written to the database on their way in.

    Telegram regards updates as delivered once the next ones are fetched. That waits for `put`, and `put` for
    the database, so a process that crashes finds the update there when it starts again.

    Args:
        pending_updates: The table of updates that are not handled yet.
    """

    def __init__(self, pending_updates: PendingUpdates) -> None:
        super().__init__()
        self._pending_updates = pending_updates

    async def put(self, item: object) -> None:
        """Record an update and queue it; one that is recorded already is dropped."""
        if isinstance(item, Update) and _wants_answer(item) and not await self._is_new(item):
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> None:
        """Queue the updates that the previous run left, except those whose answer may have been sent."""
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
    """Runs the handlers of several updates at once, and deletes the record of each update once it is handled.

    Args:
        pending_updates: The table of updates that are not handled yet.
        max_concurrent_updates: How many are handled at the same time.
    """

    def __init__(self, pending_updates: PendingUpdates, max_concurrent_updates: int) -> None:
        super().__init__(max_concurrent_updates)
        self._pending_updates = pending_updates
        self._running: set[asyncio.Future[Any]] = set()
        self._stopping = False

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handler of an update; where it is cancelled, the record stays for the next run."""
        work = asyncio.ensure_future(coroutine)
        if self._stopping:
            work.cancel()
        self._running.add(work)
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            work.cancel()
            raise
        finally:
            self._running.discard(work)
        work.result()
        if isinstance(update, Update) and _wants_answer(update):
            with tolerated("update_not_let_go"):
                await self._pending_updates.done(update.update_id)

    def cancel_all(self) -> None:
        """Cancel all handlers, and each that is started from now on; the next run takes up their updates."""
        self._stopping = True
        if self._running:
            _log.info("left_to_next_run", updates=len(self._running))
        for work in self._running:
            work.cancel()

    async def initialize(self) -> None:
        """Do nothing; there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing; there is nothing to close."""


def _wants_answer(update: Update) -> bool:
    """Whether an update is a message, whose answer is still wanted after a restart."""
    return bool(update.message or update.edited_message or update.guest_message)
