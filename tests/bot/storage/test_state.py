import asyncio
import time
from pathlib import Path
from statistics import median

import pytest

from bot.storage import ChatSettings, Forgotten, State, Tally
from tests.bot.storage.samples import COST, NOTHING, Clock, turn


async def test_settings_of_a_chat_survive_a_restart(tmp_path: Path) -> None:
    state = State.open(tmp_path)
    assert await state.chats.get(-100) == ChatSettings(language=None, only_called=True)
    await state.chats.set_language(-100, "zh-hant")
    await state.chats.set_only_called(-100, only_called=False)
    await state.chats.set_language(7, "en")
    await state.close()
    state = State.open(tmp_path)
    assert await state.chats.get(-100) == ChatSettings("zh-hant", only_called=False)
    assert await state.chats.get(7) == ChatSettings("en", only_called=True)
    await state.chats.set_language(-100, None)
    assert await state.chats.get(-100) == ChatSettings(None, only_called=False)
    await state.close()


@pytest.mark.parametrize("known", [False, True])
async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(state: State, known: bool) -> None:
    await state.chats.set_only_called(-5, only_called=False)
    if known:
        await state.chats.set_language(-1005, "en")
    await state.chats.move(-5, -1005)
    assert await state.chats.get(-1005) == ChatSettings(None, only_called=False)
    assert await state.chats.get(-5) == ChatSettings()


async def test_a_user_leaves_and_nothing_of_theirs_stays(tmp_path: Path) -> None:
    secret = "只有我会这样问"
    path = tmp_path / "bot.db"
    state = State(path, clock=Clock())
    mine = [turn(secret, asker=7), turn(secret, asker=7, chat=-100, reply=NOTHING)]
    theirs = turn("别人问的", asker=8)
    for asked in (*mine, turn(secret, asker=7, inline=True, chosen=1), theirs):
        await state.turns.put(asked)
    await state.chats.set_language(7, "en")
    await state.chats.set_language(8, "zh-hant")
    await state.votes.cast(mine[0].id, 7, useful=True)
    await state.votes.cast(mine[0].id, 8, useful=True)
    await state.votes.cast(theirs.id, 7, useful=True)
    await state.votes.cast(theirs.id, 8, useful=False)
    for number, user in ((1, 7), (2, 8)):
        update = {"update_id": number, "callback_query": {"from": {"id": user}, "data": secret}}
        await state.pending_updates.begin(number, update)

    assert await state.forget(7) == Forgotten(questions=3, votes=2, settings=1, updates=1)

    assert [await state.turns.find(asked.id) for asked in (*mine, theirs)] == [None, None, theirs]
    assert await state.turns.recent(7) == []
    assert await state.statistics.unanswered() == []
    assert await state.chats.get(7) == ChatSettings()
    assert await state.chats.get(8) == ChatSettings("zh-hant")
    assert [vote.useful for vote in await state.votes.all()] == [False]
    assert (await state.statistics.activity()).questions == 1
    assert [begun.id for begun in await state.pending_updates.resume()] == [2]
    assert await state.forget(7) == Forgotten()
    await state.close()


async def test_what_was_under_way_when_a_user_left_is_not_kept(state: State, clock: Clock) -> None:
    theirs, mine, others = turn("别人问的", asker=8), turn("我问的", asker=7), turn("也问", asker=9)
    await state.turns.put(theirs)
    clock.now += 5
    await state.forget(7)
    for asked in (mine, others):
        await state.turns.put(asked)
    assert [await state.turns.find(asked.id) for asked in (mine, others)] == [None, others]
    assert await state.votes.cast(theirs.id, 7, useful=True, at=clock.now - 1) is None
    assert await state.votes.tally() == Tally()
    clock.now += 1
    later = turn("后来问的", asker=7, asked_at=clock.now)
    await state.turns.put(later)
    assert await state.turns.find(later.id) == later
    assert await state.votes.cast(theirs.id, 7, useful=True) == Tally(1, 0)


async def test_of_who_left_nothing_is_remembered_for_long(state: State, clock: Clock) -> None:
    for user in range(100):
        await state.forget(user)
        clock.now += 60
    assert sum([await state.has_left(user, 0.0) for user in range(100)]) <= 60


async def test_what_a_user_asked_is_not_in_the_files_afterwards(tmp_path: Path) -> None:
    secret = "只有我会这样问"
    state = State.open(tmp_path, clock=Clock())
    for number in range(30):
        await state.turns.put(turn(f"{secret}{number}", asker=7, reply=COST))
        await state.turns.put(turn(f"别人问的{number}", asker=8))
    assert written(tmp_path, secret)
    await state.forget(7)
    assert not written(tmp_path, secret)
    await state.close()


def written(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.iterdir())


async def test_200_ask_at_once_and_all_is_kept(tmp_path: Path) -> None:
    state = State.open(tmp_path, clock=Clock())

    async def ask(asker: int) -> None:
        assert await state.pending_updates.begin(
            asker, {"update_id": asker, "message": {"from": {"id": asker}}}
        )
        asked = turn(f"问题{asker}", asker=asker, chat=asker, question_message=1)
        await state.turns.put(asked)
        await state.pending_updates.sending(asker)
        await state.turns.sent(asked.id, 2)
        await state.pending_updates.done(asker)

    await asyncio.gather(*(ask(asker) for asker in range(200)))
    answered = [await state.turns.by_answer(asker, 2) for asker in range(200)]
    assert [found.question for found in answered if found] == [f"问题{asker}" for asker in range(200)]
    assert await state.pending_updates.resume() == []
    await state.close()


async def test_keeping_a_turn_takes_about_a_millisecond(tmp_path: Path) -> None:
    state = State.open(tmp_path, clock=Clock())
    await state.turns.put(turn("第一次装载折叠表"))
    times = []
    for number in range(200):
        asked = turn(f"问题{number}")
        started = time.process_time()  # other processes may keep the machine busy
        await state.turns.put(asked)
        times.append(time.process_time() - started)
    assert median(times) < 0.005  # a fifth of it on a quiet machine
    assert (await state.statistics.activity()).questions == 201
    await state.close()
