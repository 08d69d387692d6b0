import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from bot.storage import Activity, State, Total, Unanswered
from tests.bot.storage.samples import NOON, NOTHING, turn

DAY = 86_400


async def test_nothing_asked_is_no_error(state: State) -> None:
    assert await state.statistics.activity() == Activity()
    assert await state.statistics.unanswered() == []
    assert await state.statistics.total() == Total()


async def test_questions_answers_askers_and_times_are_counted(state: State) -> None:
    for number in range(21):
        await state.turns.put(turn(asker=number % 3, took_ms=float(number)))
    await state.turns.put(turn(asker=7, took_ms=20.0, reply=NOTHING, asked_at=NOON - DAY))
    await state.turns.put(turn(asker=8, took_ms=9000.0, asked_at=NOON - 40 * DAY))
    await state.turns.put(turn(asker=9, took_ms=9000.0, inline=True))
    activity = await state.statistics.activity(30)
    assert (activity.questions, activity.answered, activity.askers) == (22, 21, 4)
    assert activity.p50_ms == 10.5
    assert activity.p95_ms == pytest.approx(19.95)
    assert await state.statistics.total() == Total(23, 22)
    today = await state.statistics.activity(1)
    assert (today.questions, today.p50_ms, today.p95_ms) == (21, 10.0, 19.0)


async def test_days_are_those_of_the_owner(state: State) -> None:
    await state.turns.put(turn(asked_at=NOON - 7 * 3600))  # 15:13 in London, 23:13 in Shanghai
    await state.turns.put(turn())  # 22:13 in London, the next day in Shanghai
    assert (await state.statistics.activity(1)).questions == 2
    assert (await state.statistics.activity(1, ZoneInfo("Asia/Shanghai"))).questions == 1
    assert (await state.statistics.activity(2, ZoneInfo("Asia/Shanghai"))).questions == 2


async def test_unanswered_questions_are_counted_newest_first(state: State) -> None:
    asked = [("東湖規模？", 1), ("别的", 2), ("东湖规模", 3), ("找到了", 4)]
    for question, asker in asked:
        found = {} if question == "找到了" else {"reply": NOTHING}
        await state.turns.put(turn(question, asker=asker, asked_at=NOON + asker, **found))
    await state.turns.put(turn("打字", inline=True, reply=NOTHING))
    unanswered = await state.statistics.unanswered()
    assert unanswered == [Unanswered("东湖规模", 2, NOON + 3), Unanswered("别的", 1, NOON + 2)]
    assert await state.statistics.unanswered(1, 1) == unanswered[1:]


def test_statistics_do_without_the_engine() -> None:
    code = (
        "import asyncio, sys; from bot.storage import State; state = State()\n"
        "asyncio.run(state.statistics.activity())\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    loaded = set(done.stdout.split())
    assert not loaded & {"retrieval.engine", "retrieval.evaluation.measures", "retrieval.reader", "numpy"}


async def test_questions_that_were_answered_since_are_left_out(state: State) -> None:
    asked = [
        turn(question, reply=NOTHING, asked_at=NOON + n) for n, question in enumerate(("桥多长", "几点开"))
    ]
    for each in (*asked, turn("有答案")):
        await state.turns.put(each)
    listed = await state.statistics.unanswered()
    assert [(each.question, each.turn) for each in listed] == [
        ("几点开", asked[1].id),
        ("桥多长", asked[0].id),
    ]
    assert [each.question for each in await state.statistics.unanswered(without=["橋多長？"])] == ["几点开"]
    found = await state.statistics.asked_in(asked[0].id)
    assert found is not None
    assert found.question == "桥多长"
    assert await state.statistics.asked_in(1) is None
