import threading
from collections.abc import Sequence
from typing import Any

import pytest

from bot.storage import State, Tally, Turn, votes
from bot.storage.turn import turn_of
from tests.bot.storage.samples import COST, NOTHING, Clock, reply, turn


async def test_everybody_has_one_vote_that_may_be_changed(state: State) -> None:
    asked = turn()
    await state.turns.put(asked)
    assert await state.votes.cast(asked.id, 1, useful=True) == Tally(1, 0)
    assert await state.votes.cast(asked.id, 2, useful=True) == Tally(2, 0)
    assert await state.votes.cast(asked.id, 1, useful=False, position=2) == Tally(1, 1)
    assert await state.votes.cast(asked.id, 1, useful=False, position=2) == Tally(1, 1)
    assert await state.votes.tally() == Tally(1, 1)


async def test_votes_come_with_what_was_voted_on_oldest_first(state: State, clock: Clock) -> None:
    first, second = turn("甲"), turn("乙", reply=NOTHING)
    for asked in (first, second):
        await state.turns.put(asked)
    await state.votes.cast(second.id, 1, useful=False)
    clock.now += 1
    await state.votes.cast(first.id, 1, useful=True, position=1)
    votes = await state.votes.all()
    assert [(vote.turn, vote.position, vote.useful) for vote in votes] == [
        (second, 0, False),
        (first, 1, True),
    ]


async def test_an_answer_that_was_not_given_takes_no_vote(state: State) -> None:
    given, empty = turn(), turn(reply=reply(found=False))
    for asked in (given, empty):
        await state.turns.put(asked)
    for position in (-1, len(COST.answers), 10**30):
        assert await state.votes.cast(given.id, 1, useful=True, position=position) is None
    assert await state.votes.cast(empty.id, 1, useful=True) is None
    assert await state.votes.tally() == Tally()


async def test_votes_are_decoded_where_nobody_waits(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, threads = turn(), set[str]()
    await state.turns.put(asked)
    await state.votes.cast(asked.id, 1, useful=True)

    def watched(row: Sequence[Any]) -> Turn | None:
        threads.add(threading.current_thread().name)
        return turn_of(row)

    monkeypatch.setattr(votes, "turn_of", watched)
    assert [vote.turn for vote in await state.votes.all()] == [asked]
    assert not any(name.startswith(("state", "Main")) for name in threads)
