"""Questions in English are told, and what is near to them by meaning comes first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.engine import Engine
from retrieval.library import File
from retrieval.search.ranking.english import by_meaning, is_english
from tests.conftest import OpenEngine

RULES = """差旅制度

住宿标准为每晚四百元。

报销须在三十日内提交发票。

机票须提前七天预订经济舱。

图书馆周一闭馆，周二至周日开放。
"""
PRODUCT = "X2 Pro 使用说明\n\nX2 Pro 的续航时间为12小时，支持 Wi-Fi 6。X2 Pro 重量为1.2公斤。\n"


@pytest.mark.parametrize(
    "question",
    ["Who is the head?", "how long is the warranty of X2 Pro", "What's the price?", "Quel prix total ?"],
)
def test_a_sentence_in_english(question: str) -> None:
    assert is_english(question)


@pytest.mark.parametrize(
    "question", ["X2 Pro", "Wi-Fi", "X2 Pro 续航多久？", "what 是什么", "谁？", "", "USB-C X2 Pro 6"]
)
def test_none(question: str) -> None:
    assert not is_english(question)


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "home")
    for name, text in {"差旅.txt": RULES, "产品.txt": PRODUCT}.items():
        engine.library.add(File.uploaded(name, text.encode()))
    engine.retriever.sync()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("How early must flights be booked?", "机票"),
        ("When is the library closed?", "图书馆"),
        ("When must invoices be submitted?", "发票"),
        ("What is the weight of the X2 Pro?", "X2 Pro"),
    ],
)
def test_the_nearest_passages_are_offered_and_no_answer_made_up(
    engine: Engine, question: str, near: str
) -> None:
    reply = engine.ask(question)
    assert reply.band in {"sure", "none"}
    assert any(near in answer.passage.text for answer in reply.answers[:3])


def test_a_question_in_chinese_about_an_english_name_is_answered(engine: Engine) -> None:
    reply = engine.ask("X2 Pro 续航多久？")
    assert reply.answer
    assert reply.answer.text == "12小时"


def test_candidates_are_ordered_by_meaning(engine: Engine) -> None:
    answers = engine.ask("住宿标准是多少？").answers + engine.ask("机票提前几天？").answers
    cosines = {answer.passage.id: number / 10 for number, answer in enumerate(answers)}
    ordered = [cosines[answer.passage.id] for answer in by_meaning(answers, cosines)]
    assert ordered == sorted(ordered, reverse=True)
