import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Collection
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.answering import AnswerPool
from bot.services.documents import DocumentService
from bot.storage import State, Turn
from bot.telegram.handlers.asking.typeahead import REUSE_S, Typeahead, normalised
from retrieval.documents import Answer, Passage, Previous, Reply
from retrieval.library import File
from tests.conftest import OpenEngine

BRIDGE = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\n"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class KnownAnswers:
    """An answerer that knows an answer to every question, but a gate is_current before it."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.asked: list[str] = []
        self.broken = self.empty = False

    def warm(self) -> None:
        """Nothing to load."""

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
        assert collections
        self.asked.append(question)
        self.open.wait(5)
        if self.broken:
            raise ValueError(question)
        if self.empty:
            return Reply(question, None)
        answer = Answer("答", 0.9, Passage("答案", collection=min(collections)), 0, 1)
        return Reply(question, answer, (answer,))


@pytest.fixture
def known_answers() -> KnownAnswers:
    return KnownAnswers()


@pytest.fixture
async def state() -> AsyncIterator[State]:
    state = State()
    yield state
    await state.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def typeahead(known_answers: KnownAnswers, state: State, clock: Clock) -> AsyncIterator[Typeahead]:
    answer_pool = AnswerPool(known_answers)
    yield Typeahead(answer_pool, state.turns, clock=clock)
    known_answers.open.set()
    answer_pool.close()


async def asked(typeahead: Typeahead, asker: int, question: str, timeout_s: float = 5.0) -> str | None:
    """The question of the turn that is offered."""
    with typeahead.pause(asker, timeout_s) as pause:
        turn = await typeahead.turn(pause, question)
    return turn.question if turn else None


@pytest.mark.parametrize(
    "question", ["拨款多少", "撥款多少？", "  拨款多少?? ", "拨款多少。", "拨款多少\u3000…"]
)
def test_questions_that_are_one(question: str) -> None:
    assert normalised(question) == "拨款多少"


def test_questions_that_are_not() -> None:
    apart = ["3.5亿", "35亿", "C++", "C", "?", "。", "A B", "AB"]
    assert len(set(map(normalised, apart))) == len(apart)


@given(st.text())
def test_normalising_twice_changes_nothing(question: str) -> None:
    assert normalised(normalised(question)) == normalised(question)


async def test_what_was_typed_does_not_stay_in_memory(
    typeahead: Typeahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.handlers.asking.typeahead.REUSE_S", 0.05)
    await asked(typeahead, 1, "拨款多少")
    assert "拨款多少" in str(vars(typeahead))
    await asyncio.sleep(0.1)
    assert "拨款多少" not in str(vars(typeahead))


async def test_equal_questions_are_one_turn_for_a_while(
    typeahead: Typeahead, known_answers: KnownAnswers, state: State, clock: Clock
) -> None:
    for question in ("拨款多少", "撥款多少？", " 拨款多少 "):
        assert await asked(typeahead, 1, question) == "拨款多少"
    assert known_answers.asked == ["拨款多少"]
    assert await asked(typeahead, 2, "撥款多少") == "撥款多少"
    clock.now += REUSE_S
    assert await asked(typeahead, 1, "拨款多少？") == "拨款多少？"
    assert known_answers.asked == ["拨款多少", "撥款多少", "拨款多少？"]
    with typeahead.pause(1, 1) as pause:
        turn = await typeahead.turn(pause, "拨款多少")
    assert turn
    assert await state.turns.find(turn.id) == turn
    assert turn.inline
    assert turn.chat is None
    assert turn.chosen is None


async def test_what_comes_too_late_is_there_when_it_is_asked_again(
    typeahead: Typeahead, known_answers: KnownAnswers
) -> None:
    known_answers.open.clear()
    assert await asked(typeahead, 1, "甲", 0.05) is None
    assert await asked(typeahead, 1, "甲？", 0.05) is None
    known_answers.open.set()
    await asyncio.sleep(0.05)
    assert await asked(typeahead, 1, "甲") == "甲"
    assert known_answers.asked == ["甲"]


async def test_the_newest_is_answered_whatever_was_typed_in_between(
    typeahead: Typeahead, known_answers: KnownAnswers
) -> None:
    known_answers.open.clear()
    typed = []
    for question in ("甲", "甲乙", "甲乙丙", "甲乙"):
        typed.append(asyncio.create_task(asked(typeahead, 1, question)))
        await asyncio.sleep(0.02)
    assert known_answers.asked == ["甲"]
    known_answers.open.set()
    assert (await asyncio.gather(*typed))[-1] == "甲乙"
    assert known_answers.asked.count("甲乙") == 1


async def test_going_back_to_what_is_being_answered_does_not_ask_again(
    typeahead: Typeahead, known_answers: KnownAnswers
) -> None:
    known_answers.open.clear()
    typed = []
    for question in ("甲", "甲乙", "甲"):
        typed.append(asyncio.create_task(asked(typeahead, 1, question)))
        await asyncio.sleep(0.02)
    known_answers.open.set()
    assert (await asyncio.gather(*typed))[-1] == "甲"
    assert known_answers.asked.count("甲") == 1


async def test_several_questions_of_one_pause_are_given_up_when_it_is_over(
    typeahead: Typeahead, known_answers: KnownAnswers
) -> None:
    with typeahead.pause(1, 5) as pause:
        assert await typeahead.turn(pause, "甲")
        with typeahead.pause(1, 5) as newer:
            assert not typeahead.is_newest(pause)
            assert await typeahead.turn(pause, "乙") is None
            assert await typeahead.turn(newer, "丙")
    assert known_answers.asked == ["甲", "丙"]


async def test_what_was_kept_is_not_offered_once_documents_change(
    state: State, clock: Clock, tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine = open_engine(tmp_path)
    engine.retriever.sync()
    answer_pool, document_service = AnswerPool(engine), DocumentService.of(engine)
    typeahead = Typeahead(answer_pool, state.turns, document_service, clock)

    async def turn_of(question: str) -> Turn:
        with typeahead.pause(5, 10.0) as pause:
            turn = await typeahead.turn(pause, question)
        assert turn
        return turn

    question = "青石桥修缮花费多少？"
    missing = await turn_of(question)
    assert not missing.found
    assert await turn_of(question) == missing
    kept = await document_service.add(File.uploaded("桥.txt", BRIDGE.encode()), "user-5")
    await asyncio.wrap_future(kept.indexed)
    await asyncio.to_thread(engine.retriever.sync)
    found = await turn_of(question)
    assert found.reply.answer
    assert found.reply.answer.text.startswith("三百二十万元")
    assert await turn_of(question) == found
    with typeahead.pause(5, 5.0) as pause:
        assert await typeahead.is_current(pause, found)
        assert not await typeahead.is_current(pause, replace(found, asker=6))
        assert kept.entry
        await document_service.discard(kept.entry.id, "user-5")
        assert not await typeahead.is_current(pause, found)
    assert not (await turn_of(question)).found
    for opened in (document_service, answer_pool, engine):
        opened.close()


async def test_whoever_is_forgotten_is_offered_nothing_of_old(
    typeahead: Typeahead, known_answers: KnownAnswers, state: State
) -> None:
    await asked(typeahead, 1, "甲")
    await state.forget(1)
    assert await asked(typeahead, 1, "甲")
    assert known_answers.asked == ["甲", "甲"]


async def test_an_error_reaches_whoever_waits_and_is_not_kept(
    typeahead: Typeahead, known_answers: KnownAnswers
) -> None:
    known_answers.broken = True
    with pytest.raises(ValueError, match="甲"):
        await asked(typeahead, 1, "甲")
    # Nobody is left to be told of this one.
    known_answers.open.clear()
    assert await asked(typeahead, 1, "乙", 0.02) is None
    known_answers.open.set()
    await asyncio.sleep(0.05)
    known_answers.broken = False
    assert await asked(typeahead, 1, "甲") == "甲"


async def test_offers_outlast_a_state_that_cannot_be_written(
    known_answers: KnownAnswers, tmp_path: Path
) -> None:
    state, answer_pool = State(tmp_path / "bot.db"), AnswerPool(known_answers)
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as db:
        db.execute("DROP TABLE votes")
        db.execute("DROP TABLE turns")
    assert await asked(Typeahead(answer_pool, state.turns), 1, "甲") == "甲"
    answer_pool.close()
    await state.close()
