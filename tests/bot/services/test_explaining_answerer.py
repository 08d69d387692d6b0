"""An answerer that passes on the explanation of every answer."""

import asyncio
import threading
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.services.answering import AnswerPool
from bot.services.explaining_answerer import ExplainingAnswerer
from retrieval.confidence import Decision
from retrieval.documents import Answer, Passage, Previous, Reply
from retrieval.engine import Engine
from retrieval.explanation import Explanation
from retrieval.library import SAMPLE_QUESTIONS
from retrieval.search.results import SearchResults
from tests.conftest import OpenEngine

PUBLIC = frozenset({"public"})


class RecordingEngine:
    """An engine that records its arguments and answers at once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Collection[str] | None, Previous | None]] = []
        self.warmed = 0

    def explained(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Explanation:
        self.asked.append((question, collections, previous))
        return Explanation(Reply(question, None), Decision.default(), (), SearchResults(), ())

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        return (passage, passage)

    def warm(self) -> None:
        self.warmed += 1


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "home")
    yield engine
    engine.close()


def said(answer: Answer | None) -> str | None:
    return answer.text if answer else None


async def test_every_question_is_answered_and_explained(engine: Engine) -> None:
    told: list[Explanation] = []
    answer_pool = AnswerPool(ExplainingAnswerer(engine, told.append))
    await answer_pool.warm()
    assert told == []
    message = await answer_pool.ask(7, SAMPLE_QUESTIONS[0], PUBLIC)
    follow_up = await answer_pool.ask(7, SAMPLE_QUESTIONS[1], PUBLIC, Previous.of(message))
    inline = await answer_pool.ask_newest(7, SAMPLE_QUESTIONS[2], PUBLIC)
    await asyncio.to_thread(answer_pool.close)
    assert [explanation.reply for explanation in told] == [message, follow_up, inline]
    assert [said(explanation.reply.answer) for explanation in told] == ["30亿元", "贺兰舟", "2026年10月"]
    assert all(explanation.passages[0].spans for explanation in told)
    assert told[1].passages[0].parts.near > 0


def test_the_engine_gets_the_arguments() -> None:
    engine, told, passage = RecordingEngine(), list[Explanation](), Passage("甲")
    previous = Previous("前", "甲", passage)
    explaining_answerer = ExplainingAnswerer(engine, told.append)
    assert explaining_answerer.ask("问", collections=PUBLIC, previous=previous).question == "问"
    assert engine.asked == [("问", PUBLIC, previous)]
    assert explaining_answerer.around(passage) == (passage, passage)
    explaining_answerer.warm()
    assert (engine.warmed, len(told)) == (1, 1)


def test_a_failing_listener_costs_no_answer() -> None:
    def failing(_: Explanation) -> None:
        raise RuntimeError

    assert ExplainingAnswerer(RecordingEngine(), failing).ask("问").question == "问"


def test_each_of_several_threads_gets_its_own_explanation() -> None:
    threads: dict[str, int] = {}

    def told(explanation: Explanation) -> None:
        threads[explanation.reply.question] = threading.get_ident()

    explaining_answerer = ExplainingAnswerer(RecordingEngine(), told)

    def ask(number: int) -> tuple[str, int]:
        return explaining_answerer.ask(f"问题{number}").question, threading.get_ident()

    with ThreadPoolExecutor(4) as pool:
        assert dict(pool.map(ask, range(100))) == threads
    assert len(threads) == 100
