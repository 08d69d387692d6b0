"""A question in English about documents in Chinese: what to do is said in English, with what is near."""

from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from retrieval.library import File
from tests.conftest import OpenEngine
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Serve

HANS, EN = Translator(Language.SIMPLIFIED), Translator(Language.ENGLISH)
RULES = "差旅制度\n\n住宿标准为每晚四百元。\n\n机票须提前七天预订经济舱。\n"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
async def test_what_to_do_is_said_in_english_with_the_nearest_passages(
    telegram: Loopback, serve: Serve, open_engine: OpenEngine, tmp_path: Path, language: str
) -> None:
    engine: Engine = open_engine(tmp_path / "home")
    engine.library.add(File.uploaded("差旅.txt", RULES.encode()))
    engine.retriever.sync()
    async with serve(engine):
        user = telegram.user("Kim", language_code=language)
        answer = await telegram.answer_to(telegram.say(user, "How early must flights be booked?"))
        assert answer.text.startswith(EN.plain("not-found"))
        assert EN.plain("not-found-english") in answer.text
        assert "机票须提前七天预订经济舱。" in answer.text
        telegram.tap(user, answer, "1. 《差旅制度》")
        shown = await telegram.change_of(answer)
        assert shown.text.startswith(EN.plain("not-found"))
    engine.close()


async def test_a_sure_answer_to_a_question_in_english_is_given(telegram: Loopback, serve: Serve) -> None:
    question = "What is the weight of the X2 Pro?"
    async with serve(Archive({question: found("X2 Pro 重量为1.2公斤。", "1.2公斤")})):
        answer = await telegram.answer_to(telegram.say(telegram.user("Kim"), question))
    assert answer.text.startswith("1.2公斤")


async def test_a_question_in_chinese_is_told_as_before(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        answer = await telegram.answer_to(telegram.say(telegram.user("小明"), "X2 Pro 多重？"))
    assert HANS.plain("not-found-hint") in answer.text
