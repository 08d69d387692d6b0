"""Updates on their way in: kept, passed on once, taken up again."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update

from bot.storage import State, StateError
from bot.storage.database import Database
from bot.storage.pending_updates import PendingUpdates
from bot.telegram.updates import UpdateProcessor, UpdateQueue

BOT = Bot("1:" + "a" * 30)


def update(number: int, text: str = "问题") -> Update:
    """A message to the bot."""
    person = {"id": 7, "is_bot": False, "first_name": "小明"}
    chat = {"id": 7, "type": "private", "first_name": "小明"}
    message = {"message_id": number, "date": 1_700_000_000, "from": person, "chat": chat, "text": text}
    found = Update.de_json({"update_id": number, "message": message}, BOT)
    assert found
    return found


def waiting(update_queue: UpdateQueue) -> list[int]:
    items = [update_queue.get_nowait() for _ in range(update_queue.qsize())]
    return [item.update_id for item in items if isinstance(item, Update)]


async def handle(inbox_state: State, one: Update, *, fails: bool = False) -> None:
    async def handler() -> None:
        if fails:
            raise asyncio.CancelledError

    await UpdateProcessor(inbox_state.pending_updates, 4).process_update(one, handler())


async def test_an_update_that_comes_again_is_passed_on_once() -> None:
    state = State()
    update_queue = UpdateQueue(state.pending_updates)
    for number in (1, 2, 1):
        await update_queue.put(update(number))
    assert waiting(update_queue) == [1, 2]
    await state.close()


async def test_what_was_not_done_is_taken_up_by_the_next_run(tmp_path: Path) -> None:
    before = State.open(tmp_path)
    update_queue = UpdateQueue(before.pending_updates)
    for number in (1, 2, 3, 4):
        await update_queue.put(update(number, f"问题{number}"))
    await handle(before, update(1))
    with pytest.raises(asyncio.CancelledError):
        await handle(before, update(2), fails=True)
    await before.pending_updates.sending(3)
    await before.close()

    after = State.open(tmp_path)
    update_queue = UpdateQueue(after.pending_updates)
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
    update_queue = UpdateQueue(state.pending_updates)
    query = {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "小明"}, "query": "基", "offset": ""}
    for _ in range(2):
        await update_queue.put(Update.de_json({"update_id": 9, "inline_query": query}, BOT))
    stop = object()
    await update_queue.put(stop)
    assert update_queue.qsize() == 3
    assert await state.pending_updates.resume() == []
    await state.close()


class Full(PendingUpdates):
    """An inbox on a disk that is full."""

    async def begin(self, update_id: int, update: Mapping[str, Any]) -> bool:
        raise StateError(f"no space left for {update_id} and its {len(update)} fields")


async def test_an_update_that_cannot_be_kept_is_answered_all_the_same() -> None:
    state = Database()
    update_queue = UpdateQueue(Full(state))
    await update_queue.put(update(1))
    assert waiting(update_queue) == [1]
    await state.close()
