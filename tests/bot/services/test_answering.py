import asyncio
import threading
import time
from collections.abc import Collection

import pytest

from bot.services.answering import AnswerPool
from retrieval.documents import Passage, Previous, Reply

ALL = frozenset({"public"})


class Gate:
    """An answerer that waits at a gate."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.asked: list[str] = []

    def warm(self) -> None:
        self.open.wait(5)

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        return (passage,)

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        assert collections == ALL
        self.asked.append(question)
        self.open.wait(5)
        if question == "坏":
            raise ValueError(question)
        return Reply(question, None)


@pytest.fixture
def gate() -> Gate:
    return Gate()


async def test_the_loop_runs_on_while_questions_are_answered(gate: Gate) -> None:
    answer_pool = AnswerPool(gate, threads=2)
    waiting = [asyncio.create_task(answer_pool.ask(question, question, ALL)) for question in "甲乙丙"]
    await asyncio.sleep(0.05)
    assert gate.asked == ["甲", "乙"]
    gate.open.set()
    assert [reply.question for reply in await asyncio.gather(*waiting)] == ["甲", "乙", "丙"]
    answer_pool.close()


async def test_people_take_turns(gate: Gate) -> None:
    answer_pool = AnswerPool(gate, threads=2)
    many = [
        asyncio.create_task(answer_pool.ask(asker, f"问{n}", ALL)) for n in range(3) for asker in "子丑寅"
    ]
    await asyncio.sleep(0.05)
    assert answer_pool.under_way == len(many)
    other = asyncio.create_task(answer_pool.ask("卯", "甲", ALL))
    await asyncio.sleep(0.05)
    assert gate.asked == ["问0", "问0"]
    gate.open.set()
    await asyncio.gather(*many, other)
    assert gate.asked.index("甲") <= 3
    assert answer_pool.under_way == 0
    answer_pool.close()


async def test_one_person_does_not_take_all_threads(gate: Gate) -> None:
    answer_pool = AnswerPool(gate, threads=2)
    many = [asyncio.create_task(answer_pool.ask(1, question, ALL)) for question in "甲乙丙"]
    await asyncio.sleep(0.05)
    other = asyncio.create_task(answer_pool.ask(2, "丁", ALL))
    await asyncio.sleep(0.05)
    assert gate.asked == ["甲", "丁"]
    gate.open.set()
    await asyncio.gather(*many, other)
    answer_pool.close()


async def test_warming_waits_without_blocking(gate: Gate) -> None:
    answer_pool = AnswerPool(gate)
    warming = asyncio.create_task(answer_pool.warm())
    await asyncio.sleep(0.05)
    assert not warming.done()
    gate.open.set()
    await asyncio.wait_for(warming, 1)
    answer_pool.close()


async def test_only_the_newest_of_one_asker_is_answered(gate: Gate) -> None:
    answer_pool = AnswerPool(gate, threads=1)
    first = asyncio.create_task(answer_pool.ask_newest(1, "甲", ALL))
    await asyncio.sleep(0.05)
    rest = [asyncio.create_task(answer_pool.ask_newest(1, question, ALL)) for question in ("甲乙", "甲乙丙")]
    other = asyncio.create_task(answer_pool.ask_newest(2, "丁", ALL))
    await asyncio.sleep(0.05)
    gate.open.set()
    replies = await asyncio.gather(first, *rest, other)
    assert [reply and reply.question for reply in replies] == ["甲", None, "甲乙丙", "丁"]
    assert gate.asked == ["甲", "丁", "甲乙丙"]
    again = await answer_pool.ask_newest(1, "戊", ALL)
    assert again
    assert again.question == "戊"
    answer_pool.close()


async def test_of_one_asker_who_types_one_is_answered_at_a_time(gate: Gate) -> None:
    answer_pool = AnswerPool(gate, threads=3)
    typed = [
        asyncio.create_task(answer_pool.ask_newest(1, question, ALL)) for question in ("甲", "甲乙", "甲乙丙")
    ]
    other = asyncio.create_task(answer_pool.ask_newest(2, "丁", ALL))
    await asyncio.sleep(0.05)
    assert sorted(gate.asked) == ["丁", "甲"]
    gate.open.set()
    replies = await asyncio.gather(*typed, other)
    assert [reply and reply.question for reply in replies] == ["甲", None, "甲乙丙", "丁"]
    answer_pool.close()


async def test_an_error_reaches_whoever_asked(gate: Gate) -> None:
    gate.open.set()
    answer_pool = AnswerPool(gate)
    with pytest.raises(ValueError, match="坏"):
        await answer_pool.ask(1, "坏", ALL)
    with pytest.raises(ValueError, match="坏"):
        await answer_pool.ask_newest(1, "坏", ALL)
    answer_pool.close()


async def test_closing_lets_answers_under_way_finish(gate: Gate) -> None:
    answer_pool = AnswerPool(gate, threads=1)
    under_way = asyncio.create_task(answer_pool.ask(1, "甲", ALL))
    await asyncio.sleep(0.05)
    threading.Timer(0.1, gate.open.set).start()
    started = time.monotonic()
    await asyncio.to_thread(answer_pool.close)
    assert time.monotonic() - started >= 0.05
    assert (await under_way).question == "甲"
    with pytest.raises(RuntimeError):
        await answer_pool.ask(1, "乙", ALL)
