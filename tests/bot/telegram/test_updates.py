"""Updates on their way in: kept, passed on once, taken up again."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update

from bot.services.access import Rules
from bot.services.fair_queue import Share
from bot.storage import State, StateError
from bot.storage.database import Database
from bot.storage.pending_updates import PendingUpdates
from bot.telegram.limits import UpdateLimits
from bot.telegram.places import give_up_place, place_lent
from bot.telegram.updates import Refused, UpdateProcessor, UpdateQueue

BOT = Bot("1:" + "a" * 30)
TYPED = {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "小明"}, "query": "基", "offset": ""}


def update(number: int, text: str = "问题", user: int = 7) -> Update:
    """A message to the bot."""
    person = {"id": user, "is_bot": False, "first_name": "小明"}
    chat = {"id": user, "type": "private", "first_name": "小明"}
    message = {"message_id": number, "date": 1_700_000_000, "from": person, "chat": chat, "text": text}
    found = Update.de_json({"update_id": number, "message": message}, BOT)
    assert found
    return found


def waiting(update_queue: UpdateQueue) -> list[int]:
    items = [update_queue.get_nowait() for _ in range(update_queue.qsize())]
    return [item.update_id for item in items if isinstance(item, Update)]


async def nothing() -> None:
    """A handler."""


async def handle(inbox_state: State, one: Update, *, fails: bool = False) -> None:
    async def handler() -> None:
        if fails:
            raise asyncio.CancelledError

    await processor_of(inbox_state, queue_of(inbox_state)).process_update(one, handler())


def queue_of(state: State, actions_each: int = 60) -> UpdateQueue:
    return UpdateQueue(state.pending_updates, UpdateLimits(Rules(actions_each=actions_each)))


def processor_of(state: State, update_queue: UpdateQueue) -> UpdateProcessor:
    return UpdateProcessor(state.pending_updates, update_queue)


async def test_an_update_that_comes_again_is_passed_on_once() -> None:
    state = State()
    update_queue = queue_of(state)
    for number in (1, 2, 1):
        await update_queue.put(update(number))
    assert waiting(update_queue) == [1, 2]
    await state.close()


async def test_all_that_wait_are_counted() -> None:
    state = State()
    update_queue = queue_of(state)
    for number in range(1, 8):
        await update_queue.put(update(number))
    assert (update_queue.qsize(), update_queue.waiting) == (3, 7)
    await state.close()


async def test_what_was_not_done_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    before = State.open(tmp_path)
    update_queue = queue_of(before)
    for number in (1, 2, 3, 4):
        await update_queue.put(update(number, f"问题{number}"))
    await handle(before, update(1))
    with pytest.raises(asyncio.CancelledError):
        await handle(before, update(2), fails=True)
    await before.pending_updates.sending(3)
    await before.close()

    after = State.open(tmp_path)
    update_queue = queue_of(after)
    await update_queue.resume(BOT)
    taken = [
        item
        for item in (update_queue.get_nowait() for _ in range(update_queue.qsize()))
        if isinstance(item, Update)
    ]
    # 1 was done, and 3 may have been sent: nobody gets an answer twice.
    assert [(one.update_id, one.message and one.message.text) for one in taken] == [
        (2, "问题2"),
        (4, "问题4"),
    ]
    await update_queue.put(update(4))
    assert waiting(update_queue) == []
    await after.close()


async def test_what_asks_for_nothing_is_not_kept() -> None:
    state = State()
    update_queue = queue_of(state)
    for _ in range(2):
        await update_queue.put(Update.de_json({"update_id": 9, "inline_query": TYPED}, BOT))
    assert update_queue.qsize() == 2
    assert await state.pending_updates.resume() == []
    await state.close()


class Full(PendingUpdates):
    """An inbox on a disk that is full."""

    async def begin(self, update_id: int, update: Mapping[str, Any] | None) -> bool:
        raise StateError(f"no space left for {update_id}, {bool(update)}")


async def test_an_update_that_cannot_be_kept_is_answered_all_the_same() -> None:
    state = Database()
    update_queue = UpdateQueue(Full(state), UpdateLimits(Rules()))
    await update_queue.put(update(1))
    assert waiting(update_queue) == [1]
    await state.close()


async def test_people_have_their_turn_and_no_more_than_their_share() -> None:
    state = State()
    update_queue = queue_of(state)
    for number in range(10):
        await update_queue.put(update(number))
    await update_queue.put(update(20, user=8))
    await update_queue.put(Update.de_json({"update_id": 30, "inline_query": TYPED}, BOT))
    begun = [update_queue.get_nowait() for _ in range(update_queue.qsize())]
    assert [item.update_id for item in begun if isinstance(item, Update)] == [0, 1, 2, 20, 30]
    processor = processor_of(state, update_queue)
    await processor.process_update(begun[0], nothing())
    assert waiting(update_queue) == [3]
    await state.close()


async def test_at_the_end_what_waits_is_left_to_the_next_run() -> None:
    state, end = State(), object()
    update_queue = queue_of(state)
    for number in range(1, 6):
        await update_queue.put(update(number))
    (begun, *_) = [update_queue.get_nowait() for _ in range(2)]
    await update_queue.put(end)
    assert await update_queue.get() is end
    await processor_of(state, update_queue).process_update(begun, nothing())
    await update_queue.put(update(6))  # Telegram goes on meanwhile
    assert update_queue.qsize() == 0
    assert [left.id for left in await state.pending_updates.resume()] == [2, 3, 4, 5, 6]
    await state.close()


async def test_what_is_too_much_is_dropped_with_one_word_and_not_kept() -> None:
    state = State()
    update_queue = queue_of(state, actions_each=4)
    processor = processor_of(state, update_queue)
    handled: list[object] = []
    for number in range(1, 11):
        await update_queue.put(update(number, "/help"))
        while update_queue.qsize():
            handled.append(item := update_queue.get_nowait())
            await processor.process_update(item, nothing())
    assert [item.update_id for item in handled if isinstance(item, Update)] == [1, 2, 3, 4]
    (refused,) = [item for item in handled if isinstance(item, Refused)]
    assert (refused.update.update_id, 50 < refused.seconds <= 60) == (5, True)
    await update_queue.put(update(11, "问题"))  # questions have a limit of their own
    assert waiting(update_queue) == [11]
    assert [left.id for left in await state.pending_updates.resume()] == [11]
    await state.close()


async def test_a_full_lane_drops_the_newest_and_says_so_once() -> None:
    state = State()
    update_queue = queue_of(state)
    for number in range(1, 121):
        await update_queue.put(update(number))
    assert len(await state.pending_updates.resume()) == 103  # under way, and waiting
    processor, refused = processor_of(state, update_queue), []
    handled = 0
    while update_queue.qsize():
        item = update_queue.get_nowait()
        if isinstance(item, Refused):
            refused.append((item.update.update_id, handled))
        await processor.process_update(item, nothing())
        handled += 1
    assert refused == [(104, 3)]  # before all that waits
    await state.close()


async def test_of_what_a_run_left_more_than_a_share_is_given_up(tmp_path: Path) -> None:
    before = State.open(tmp_path)
    for number in range(1, 151):
        await before.pending_updates.begin(number, update(number).to_dict())
    await before.close()
    after = State.open(tmp_path)
    update_queue = queue_of(after)
    await update_queue.resume(BOT)
    assert [left.id for left in await after.pending_updates.resume()] == list(range(1, 104))
    await after.close()


async def test_who_waits_for_telegram_lends_a_place_and_who_reads_a_file_gives_it_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.telegram.updates._PLACES", 1)
    monkeypatch.setattr("bot.telegram.updates._PERSON", Share(places=2, waiting=9))
    state, go = State(), asyncio.Event()
    update_queue = queue_of(state)
    processor = processor_of(state, update_queue)

    async def sends() -> None:
        with place_lent():
            await go.wait()

    async def reads() -> None:
        give_up_place()
        await go.wait()

    for number, user in ((1, 7), (2, 7), (3, 7), (4, 8), (5, 8), (6, 8)):
        await update_queue.put(update(number, user=user))
    begun, tasks = [], []
    for work in (sends, sends, reads, reads):
        (item,) = [update_queue.get_nowait() for _ in range(update_queue.qsize())]
        assert isinstance(item, Update)
        begun.append(item.update_id)
        tasks.append(asyncio.create_task(processor.process_update(item, work())))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    # The third of who sends waits for one of theirs to be over, the third of who reads does not.
    assert begun == [1, 2, 4, 5]
    assert waiting(update_queue) == [6]
    go.set()
    await asyncio.gather(*tasks)
    await state.close()


async def test_a_few_floods_leave_room_for_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.updates._PLACES", 0)
    monkeypatch.setattr("bot.telegram.updates._MOST_WAITING", 60)
    monkeypatch.setattr("bot.telegram.updates._CROWDED", 30)
    state = State()
    update_queue = queue_of(state, actions_each=1000)
    number = 0
    for _ in range(50):
        for flooder in (1, 2, 3):
            number += 1
            await asyncio.wait_for(update_queue.put(update(number, user=flooder)), 1)
    assert update_queue.waiting <= 33 + 3  # a notice to each
    await asyncio.wait_for(update_queue.put(update(number + 1, user=9)), 1)
    assert update_queue.waiting <= 37
    await state.close()
