from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage import State, Tally
from bot.storage.turn import is_id, new_id
from tests.bot.storage.samples import COST, NOON, NOTHING, Clock, turn


async def test_a_turn_is_found_by_its_messages_after_a_restart(tmp_path: Path) -> None:
    asked = turn(
        "首期呢？", understood="基金规模 首期呢？", chat=-100, thread=3, question_message=10, chosen=None
    )
    state = State.open(tmp_path / "home", clock=Clock())
    await state.turns.put(asked)
    assert await state.turns.by_answer(-100, 11) is None
    await state.turns.sent(asked.id, 11)
    await state.close()
    state = State.open(tmp_path / "home", clock=Clock())
    answered = replace(asked, answer_message=11)
    assert await state.turns.find(asked.id) == answered
    assert await state.turns.by_answer(-100, 11) == answered
    assert await state.turns.by_question(-100, 10) == answered
    assert answered.found
    await state.close()


async def test_an_answer_that_was_never_sent_gives_way_to_the_one_that_is(state: State) -> None:
    unsent = turn(question_message=10)
    sent, other = turn(question_message=10), turn(question_message=11)
    for asked in (unsent, other, sent):
        await state.turns.put(asked)
    await state.turns.sent(sent.id, 12)
    assert [await state.turns.find(asked.id) is not None for asked in (unsent, other)] == [False, True]
    await state.turns.put(replace(sent, id=sent.id + 1))
    assert await state.turns.find(sent.id) is not None


async def test_messages_of_another_chat_are_others(state: State) -> None:
    await state.turns.put(turn(chat=1, question_message=10, answer_message=11))
    assert await state.turns.by_answer(2, 11) is None
    assert await state.turns.by_question(2, 10) is None


async def test_an_edited_question_takes_the_place_of_the_turn_and_of_its_votes(state: State) -> None:
    asked = turn(question_message=10, answer_message=11)
    await state.turns.put(asked)
    await state.votes.cast(asked.id, 1, useful=False)
    edited = replace(asked, question="开放了吗", understood="开放了吗", reply=NOTHING)
    await state.turns.put(edited)
    assert await state.turns.by_question(100, 10) == edited
    assert await state.votes.tally() == Tally()
    assert (await state.statistics.activity()).questions == 1


@pytest.mark.parametrize("number", [0, -1, 1, 2**63 - 1, 2**63, 10**30])
async def test_an_id_that_nobody_gave_finds_nothing(state: State, number: int) -> None:
    await state.turns.put(turn())
    assert await state.turns.find(number) is None
    assert not await state.turns.chosen(number, 1, 0)
    assert await state.votes.cast(number, 1, useful=True) is None


def test_ids_are_not_to_be_guessed() -> None:
    ids = [new_id() for _ in range(300)]
    assert len(set(ids)) > 297  # all within a millisecond, one time in fifty two of them are alike
    steps = {abs(later - former) for former, later in pairwise(ids)}
    assert len(steps) > 290
    assert all(is_id(number) for number in ids)


async def test_the_last_questions_are_ones_own_each_once_newest_first(state: State) -> None:
    for number, question in enumerate(["甲？", "乙", "丙", "甲"]):
        await state.turns.put(turn(question, asker=1, asked_at=NOON + number))
    await state.turns.put(turn("丁", asker=2))
    await state.turns.put(turn("戊", asker=1, inline=True))  # typed, never chosen
    assert await state.turns.recent(1) == ["甲", "丙", "乙"]
    assert await state.turns.recent(1, limit=2) == ["甲", "丙"]
    assert await state.turns.recent(3) == []


async def test_a_chosen_inline_answer_is_recorded(state: State, clock: Clock) -> None:
    typed = turn("花费", chat=None, inline=True)
    await state.turns.put(typed)
    assert (await state.statistics.activity()).questions == 0
    assert await state.turns.chosen(typed.id, typed.asker, 2)
    assert await state.turns.find(typed.id) == replace(typed, chosen=2)
    assert (await state.statistics.activity()).questions == 1
    assert await state.turns.recent(typed.asker) == ["花费"]


async def test_what_another_chose_of_the_same_results_is_theirs(state: State) -> None:
    typed = turn("花费", chat=None, inline=True, asker=1)
    await state.turns.put(typed)
    assert await state.turns.chosen(typed.id, 2, 0)
    assert await state.turns.recent(1) == []
    assert await state.turns.recent(2) == ["花费"]
    await state.forget(2)
    assert await state.turns.find(typed.id) == typed


@given(st.text(max_size=30))
async def test_any_text_may_be_asked(question: str) -> None:
    state = State(clock=Clock())
    asked = turn(question)
    await state.turns.put(asked)
    kept = await state.turns.find(asked.id)
    assert kept is not None
    assert kept.reply == COST
    assert kept.question == question.encode("utf-8", "replace").decode()
    await state.close()


async def test_the_latest_turns_come_newest_first_without_inline_ones(
    state: State,
) -> None:
    asked = [turn(number, asker=1, asked_at=NOON + place) for place, number in enumerate(("甲", "乙", "丙"))]
    for each in (*asked, turn("丁", asker=2), turn("戊", asker=1, inline=True)):
        await state.turns.put(each)
    assert await state.turns.latest(1, 2) == [asked[2], asked[1]]
    assert await state.turns.latest(3, 2) == []
