"""Who asks the bot about itself is told what it is and which documents there are."""

from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.services.documents import DocumentService
from bot.storage import State
from bot.telegram.messages.translations import Translator
from retrieval.engine import Engine
from retrieval.library import File
from tests.conftest import OpenEngine
from tests.end_to_end.conftest import Serve

PAPERS = """办证须知

有哪些资料需要提交：身份证、户口本、照片。

问：你能做什么？

答：窗口人员能做预约登记。
"""


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("zh-hans", "你是谁？"),
        ("zh-hans", "你能做什么"),
        ("zh-hant", "你是誰？"),
        ("en", "Who are you?"),
    ],
)
async def test_who_it_is(
    telegram: Loopback, serve: Serve, library: Engine, language: str, question: str
) -> None:
    async with serve(library, document_service=DocumentService.of(library)):
        user = telegram.user("小明", language_code=language)
        answer = await telegram.answer_to(telegram.say(user, question))
    words = Translator.of(language)
    assert answer.text.startswith(words.plain("about-me").replace("<b>", "").replace("</b>", ""))
    assert "园区周报" in answer.text or "星湖" in answer.text
    assert answer.buttons == []


async def test_it_is_asked_by_itself_whatever_was_asked_before(
    telegram: Loopback, serve: Serve, library: Engine
) -> None:
    state = State()
    async with serve(library, document_service=DocumentService.of(library), state=state):
        user = telegram.user("小明")
        await telegram.answer_to(telegram.say(user, "竹溪古镇夜游项目的票价是多少？"))
        answer = await telegram.answer_to(telegram.say(user, "你是谁"))
    assert answer.text.startswith("我是原文")


async def test_which_documents_there_are(telegram: Loopback, serve: Serve, library: Engine) -> None:
    async with serve(library, document_service=DocumentService.of(library)):
        user = telegram.user("小明")
        answer = await telegram.answer_to(telegram.say(user, "有哪些资料？"))
        assert answer.text.startswith("现在能问 1 份文档：")
        group = telegram.group("读书会", owner=user)
        told = await telegram.answer_to(telegram.say(user, "/ask 這裡有哪些文件", group))
        assert told.text.startswith("现在能问 1 份文档：")


async def test_a_question_that_documents_answer_is_answered_from_them(
    telegram: Loopback, serve: Serve, open_engine: OpenEngine, tmp_path: Path
) -> None:
    engine = open_engine(tmp_path / "home")
    engine.library.add(File.uploaded("办证.txt", PAPERS.encode()))
    async with serve(engine, document_service=DocumentService.of(engine)):
        user = telegram.user("小明")
        papers = await telegram.answer_to(telegram.say(user, "有哪些资料需要提交？"))
        assert "身份证" in papers.text
        assert "办证.txt" in papers.text
        duties = await telegram.answer_to(telegram.say(user, "你能做什么？"))
        assert "现在能问" not in duties.text
        told = await telegram.answer_to(telegram.say(user, "你是谁？"))
        assert "现在能问 1 份文档：《办证须知》" in told.text
    engine.close()
