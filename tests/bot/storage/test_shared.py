"""Several bots share a state: each update has one of them, and what one forgets the others do not keep."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.storage import PendingUpdate, State
from bot.storage.pending_updates import LEASE_S, TRIES
from bot.storage.schema import TABLES
from retrieval.storage.databases import Address
from tests.bot.storage.samples import Clock, turn
from tests.postgres import Server

NewState = Callable[[], State]


@pytest.fixture
async def another(postgres: Server, clock: Clock) -> AsyncIterator[NewState]:
    """Opens the same state again, as another bot does."""
    states = list[State]()
    with postgres.lent(TABLES) as url:

        def opened() -> State:
            states.append(State(Address.of(url), clock=clock))
            return states[-1]

        yield opened
        for state in states:
            await state.close()


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": 3, "from": {"id": 1}, "text": "花费？"}}


async def test_an_update_is_begun_by_one_of_them(another: NewState) -> None:
    one, other = another().pending_updates, another().pending_updates
    assert await one.begin(5, update(5))
    assert not await other.begin(5, update(5))
    assert await other.begin(6, None)
    assert not await one.begin(6, None)


async def test_what_a_living_bot_handles_is_left_to_it(another: NewState, clock: Clock) -> None:
    one, other = another().pending_updates, another().pending_updates
    assert await one.resume() == []
    await one.begin(5, update(5))
    for _ in range(5):
        clock.now += LEASE_S / 2
        assert await one.resume() == []
        assert await other.resume() == []
    assert await one.sending(5)


async def test_what_an_ended_bot_left_is_taken_up_by_one_and_not_sent_twice(
    another: NewState, clock: Clock
) -> None:
    ended, one, other = (another().pending_updates for _ in range(3))
    for each in (ended, one, other):
        await each.resume()
    for number in (5, 6, 7):
        await ended.begin(number, update(number))
    await ended.sending(6)
    await ended.done(7)
    clock.now += LEASE_S + 1
    assert await one.resume() == [
        PendingUpdate(5, update(5), sending=False),
        PendingUpdate(6, update(6), sending=True),
    ]
    assert await other.resume() == []
    assert not await ended.sending(5)  # it was only held up
    assert await one.sending(5)


async def test_what_a_stopped_bot_left_is_taken_up_at_once(another: NewState) -> None:
    stopped, other = another().pending_updates, another().pending_updates
    for each in (stopped, other):
        await each.resume()
    await stopped.begin(5, update(5))
    assert await other.resume() == []
    await stopped.leave()
    assert [begun.id for begun in await other.resume()] == [5]


async def test_what_was_begun_by_a_bot_that_never_told_of_itself_is_taken_up(another: NewState) -> None:
    await another().pending_updates.begin(5, update(5))
    assert [begun.id for begun in await another().pending_updates.resume()] == [5]


async def test_who_is_forgotten_by_one_is_not_kept_by_another(another: NewState, clock: Clock) -> None:
    one, other = another(), another()
    asked = turn("我问的", asker=7)
    clock.now += 5
    await one.forget(7)
    await other.turns.put(asked)
    assert await one.turns.find(asked.id) is None
    assert await other.has_left(7, asked.asked_at)
    clock.now += 3601
    await other.pending_updates.resume()
    assert await other._database.rows("SELECT * FROM deletions") == []


async def test_an_update_that_ends_every_bot_is_given_up(another: NewState) -> None:
    runs = []
    for number in range(TRIES + 1):
        run = another().pending_updates
        runs.append(len(await run.resume()))
        if not number:
            await run.begin(5, update(5))
        await run.leave()
    assert runs == [0] + [1] * (TRIES - 1) + [0]
