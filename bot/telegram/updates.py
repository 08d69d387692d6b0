"""The queue and the processor of updates: none is lost in a crash or handled twice; all have their turn."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.services.fair_queue import FairQueue, Lane, Share
from bot.services.rate_limit import MINUTE_S
from bot.storage import tolerated
from bot.storage.pending_updates import LEASE_S, PendingUpdates
from bot.telegram.limits import UpdateLimits
from bot.telegram.origin import Kind, Origin
from bot.telegram.places import Place, place_held

_PLACES: Final = 256
"""Handlers at the same time, except those that wait for Telegram or work in the background."""
_PERSON: Final = Share(places=3, waiting=100)
"""What one person may have; so many handlers of theirs also wait for Telegram at most."""
_GROUP: Final = Share(places=6, waiting=300)
_MOST_WAITING: Final = 5_000
"""From how many waiting updates of all people on no more are fetched: Telegram keeps them for a day."""
_CROWDED: Final = _MOST_WAITING // 2
_PERSON_IN_CROWD: Final = 10
"""From `_CROWDED` waiting updates on, no person may have more of them: a few floods together then leave room
for all others, and fetching does not wait."""
_SIGN_OF_LIFE_S: Final = LEASE_S / 6
_MOST_HANDLERS: Final = 100_000
"""What `BaseUpdateProcessor` counts; the queue hands out far fewer."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    """An update that was dropped, and whose sender is to be told so; it is handled like an update.

    Attributes:
        update: The update.
        seconds: After how many seconds the sender may try again.
    """

    update: Update
    seconds: float


class UpdateQueue(asyncio.Queue[object]):
    """The queue between fetching and handling updates. Questions are written to the database on their way in.

    Telegram regards updates as delivered once the next ones are fetched. That waits for `put`, and `put` for
    the database, so a process that crashes finds the update there when it starts again.

    Updates wait in a `FairQueue`, and are in this one, from which they are got, once they have a place.

    Args:
        pending_updates: The table of updates that are not handled yet.
        limits: What people may send.
    """

    def __init__(self, pending_updates: PendingUpdates, limits: UpdateLimits) -> None:
        super().__init__()
        self._pending_updates = pending_updates
        self._limits = limits
        self._waiting: FairQueue[object] = FairQueue(_PLACES, _PERSON, _GROUP)
        self._places: dict[int, Place] = {}
        self._has_room = asyncio.Event()
        self._is_ended = False

    async def put(self, item: object) -> None:
        """Record an update and queue it; one that is recorded already, or is too much, is dropped.

        Anything else ends the queue: nothing more is handed out, and the next run takes up what waits.
        """
        if not isinstance(item, Update):
            self._drop_waiting()
            self.put_nowait(item)
            return
        while len(self._waiting) >= _MOST_WAITING:
            self._has_room.clear()
            await self._has_room.wait()
        origin = Origin.of(item)
        if seconds := self._seconds_to_wait(origin):
            self._refuse(item, origin, seconds)
        elif await self._is_new(item):
            self._add(item, origin)

    async def resume(self, bot: Bot) -> None:
        """Queue the updates that other runs left, except those whose answer may have been sent."""
        for begun in await self._pending_updates.resume():
            update = Update.de_json(begun.update, bot)
            if begun.sending or not self._waiting.has_room(_lane(origin := Origin.of(update))):
                await self._pending_updates.done(begun.id)
            else:
                self._add(update, origin)

    async def keep_up(self, bot: Bot) -> None:
        """For ever, tell other bots with this state that this one runs, and take up what ended ones left."""
        while self._pending_updates.shared:
            await asyncio.sleep(_SIGN_OF_LIFE_S)
            with tolerated("updates_not_resumed"):
                await self.resume(bot)

    @property
    def waiting(self) -> int:
        """How many updates no handler has yet."""
        return len(self._waiting) + self.qsize()

    def place_of(self, item: object) -> Place | None:
        """The place that an item got when it was handed out; to be asked once."""
        return self._places.pop(id(item), None)

    def _seconds_to_wait(self, origin: Origin) -> float:
        """0 where an update may be queued, else the seconds until its sender may try again."""
        if origin.kind is Kind.MOVED:
            return 0.0
        if origin.kind is not Kind.TYPED and not self._has_room_for(origin):
            return MINUTE_S
        return self._limits.take(origin)

    def _has_room_for(self, origin: Origin) -> bool:
        is_crowded = len(self._waiting) >= _CROWDED
        if is_crowded and self._waiting.waiting_of(origin.sender) >= _PERSON_IN_CROWD:
            return False
        return self._waiting.has_room(_lane(origin))

    def _refuse(self, update: Update, origin: Origin, seconds: float) -> None:
        """Drop an update; its sender is told so by a handler, at most once a minute."""
        if self._limits.tells(origin):
            _log.info("updates_dropped", kind=origin.kind.name.lower())
            self._add(Refused(update, seconds), origin)

    def _add(self, item: object, origin: Origin) -> None:
        """Queue an item. Inline queries need no place: one of each person is answered at a time."""
        if self._is_ended:
            return
        if origin.kind is Kind.TYPED:
            self.put_nowait(item)
            return
        self._waiting.put(item, _lane(origin), first=isinstance(item, Refused))
        self._hand_out()

    def _drop_waiting(self) -> None:
        """Drop all that no handler has yet, from now on."""
        self._is_ended = True
        left = self._waiting.clear()
        while not self.empty():
            self.get_nowait()
            self.task_done()
            left += 1
        if left:
            _log.info("waiting_left_to_next_run", updates=left)

    def _hand_out(self) -> None:
        """Hand out all that has its turn and finds a place."""
        while taken := self._waiting.take():
            item, lane = taken
            self._places[id(item)] = Place(self._waiting, lane, self._hand_out)
            self.put_nowait(item)
        self._has_room.set()

    async def _is_new(self, update: Update) -> bool:
        """Whether nobody has handled an update. Where only this bot does, what needs no record is new."""
        wanted = _wants_answer(update)
        if not wanted and not self._pending_updates.shared:
            return True
        with tolerated("update_not_kept"):
            return await self._pending_updates.begin(update.update_id, update.to_dict() if wanted else None)
        return True


class UpdateProcessor(BaseUpdateProcessor):
    """Runs the handlers of several updates at once, and deletes the record of each update once it is handled.

    Args:
        pending_updates: The table of updates that are not handled yet.
        update_queue: Says which place an update has.
    """

    def __init__(self, pending_updates: PendingUpdates, update_queue: UpdateQueue) -> None:
        super().__init__(_MOST_HANDLERS)
        self._pending_updates = pending_updates
        self._update_queue = update_queue
        self._running: set[asyncio.Future[Any]] = set()
        self._stopping = False

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handler of an update; where it is cancelled, the record stays for the next run."""
        place = self._update_queue.place_of(update)
        try:
            with place_held(place):
                work = asyncio.ensure_future(coroutine)
            await self._until_done(work)
            if isinstance(update, Update) and _wants_answer(update):
                with tolerated("update_not_let_go"):
                    await self._pending_updates.done(update.update_id)
        finally:
            if place:
                place.give_up()

    async def _until_done(self, work: "asyncio.Future[Any]") -> None:
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


def _lane(origin: Origin) -> Lane:
    return Lane(origin.sender, origin.group)
