from dataclasses import replace

import pytest

from bot.storage import State, Total, Turn, retention
from bot.storage.retention import ANSWERED_DAYS, DAY_S, UNANSWERED_DAYS, UNCHOSEN_DAYS
from tests.bot.storage.samples import NOON, NOTHING, Clock, turn


async def asked_then(state: State, clock: Clock, days: float, *turns: Turn) -> list[bool]:
    """Which turns are still kept whole after so many days."""
    for each in turns:
        await state.turns.put(each)
    clock.now = NOON + days * DAY_S
    await after_another_restart(state)
    return [await state.turns.find(each.id) is not None for each in turns]


async def after_another_restart(state: State) -> None:
    """What the first turn after a start does: prune."""
    state.turns._until_pruned = 0
    await state.turns.put(turn("后来", asked_at=state.turns._clock()))


async def test_old_turns_leave_and_those_with_votes_stay(state: State, clock: Clock) -> None:
    voted = turn("有用")
    await state.turns.put(voted)
    await state.votes.cast(voted.id, 1, useful=True)
    assert await asked_then(state, clock, ANSWERED_DAYS - 1, turn("旧"), turn("旧2")) == [True, True]
    clock.now = NOON + (ANSWERED_DAYS + 1) * DAY_S
    await after_another_restart(state)
    assert await state.turns.find(voted.id) == voted
    assert await state.turns.recent(1) == ["后来", "有用"]


async def test_an_unanswered_question_stays_without_its_reply(state: State, clock: Clock) -> None:
    assert await asked_then(state, clock, ANSWERED_DAYS + 1, turn("没找到", reply=NOTHING)) == [False]
    assert [u.question for u in await state.statistics.unanswered()] == ["没找到"]
    clock.now = NOON + (UNANSWERED_DAYS + 1) * DAY_S
    await after_another_restart(state)
    assert await state.statistics.unanswered() == []


async def test_inline_turns_that_nobody_chose_leave_first(state: State, clock: Clock) -> None:
    typed, chosen = turn("打字", inline=True), turn("选了", inline=True, chosen=0)
    assert await asked_then(state, clock, UNCHOSEN_DAYS + 1, typed, chosen) == [False, True]


async def test_what_has_left_still_counts(state: State, clock: Clock) -> None:
    voted, typed = turn("有用"), turn("打字", inline=True)
    await state.turns.put(voted)
    await state.votes.cast(voted.id, 1, useful=True)
    await asked_then(state, clock, 0, turn("旧"), turn("旧2"), turn("没找到", reply=NOTHING), typed)
    assert await state.statistics.total() == Total(5, 4)
    for days, left in ((ANSWERED_DAYS, 3), (UNANSWERED_DAYS, 2)):
        clock.now = NOON + (days + 1) * DAY_S
        await after_another_restart(state)
        assert (await state.statistics.activity(2 * UNANSWERED_DAYS)).questions == left
    assert await state.statistics.total() == Total(7, 6)


async def test_only_the_newest_replies_are_kept(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "REPLIES", 3)
    turns = [turn(f"问题{number}", asked_at=NOON + number) for number in range(5)]
    await state.turns.put(turns[0])
    await state.votes.cast(turns[0].id, 1, useful=True)
    assert await asked_then(state, clock, 1, *turns[1:]) == [False, False, True, True]
    assert await state.turns.find(turns[0].id) is not None
    assert (await state.statistics.activity()).questions == 6


async def test_only_the_newest_unchosen_turns_are_kept(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "UNCHOSEN", 2)
    typed = [turn(f"问题{number}", inline=True, asked_at=NOON + number) for number in range(3)]
    others = [replace(turn("别的"), asked_at=NOON - 1)]
    assert await asked_then(state, clock, 1, *typed, *others) == [False, True, True, True]


async def test_of_one_person_only_the_newest_turns_are_kept(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "TURNS_EACH", 2)
    voted, other = turn("有用", asked_at=NOON - 1), turn("别人的", asker=2, asked_at=NOON - 1)
    await state.turns.put(voted)
    await state.votes.cast(voted.id, 1, useful=True)
    turns = [turn(f"问题{number}", asked_at=NOON + number) for number in range(3)]
    # The one that prunes is the newest of theirs.
    assert await asked_then(state, clock, 1, other, *turns) == [True, False, False, True]
    assert await state.turns.find(voted.id) is not None
    assert await state.statistics.total() == Total(6, 6)


async def test_of_all_only_the_newest_turns_are_kept(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "TURNS", 3)
    turns = [turn(f"问题{asker}", asker=asker, asked_at=NOON + asker) for asker in range(4)]
    assert await asked_then(state, clock, 1, *turns) == [False, False, True, True]


@pytest.mark.parametrize(("limit", "left"), [("VOTES_EACH", 3), ("VOTES", 2)])
async def test_only_the_newest_votes_are_kept(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch, limit: str, left: int
) -> None:
    monkeypatch.setattr(retention, limit, 2)
    for number in range(3):
        await state.turns.put(voted := turn(f"问题{number}"))
        await state.votes.cast(voted.id, 1, useful=True, at=NOON + number)
    await state.votes.cast(voted.id, 2, useful=False, at=NOON - 1)
    await after_another_restart(state)
    assert len(await state.votes.all()) == left


async def test_turns_are_let_go_while_the_bot_runs(
    state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.turns._TURNS_BETWEEN_PRUNINGS", 10)
    old = turn("旧")
    await state.turns.put(old)
    clock.now = NOON + (ANSWERED_DAYS + 1) * DAY_S
    for number in range(10):
        await state.turns.put(turn(f"新{number}", asked_at=clock.now))
    assert await state.turns.find(old.id) is None
