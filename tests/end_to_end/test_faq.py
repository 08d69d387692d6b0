"""Owners answer what found no answer in their own words, which everyone gets and nobody else writes."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.services.documents import DocumentService
from bot.storage import State
from bot.telegram.handlers.owners.faq import FILE
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from retrieval.faq import MOST_ANSWER, FaqEntry, id_of
from tests.conftest import OpenEngine
from tests.end_to_end.archive import Archive
from tests.end_to_end.conftest import Serve
from tests.end_to_end.test_owner import OLD_BUTTON, UNKNOWN_COMMAND, owned_by, told

VOICE = Translator(Language.SIMPLIFIED)
NOT_FOUND = VOICE.plain("not-found")
ANSWER, CHANGE, REMOVE, CANCEL, YES = "答这个 1", "修改", "删除", "取消", "删除"
QUESTION = "食堂几点开门？"
WORDS = "周一到周五 7:30 开门，19:00 关门。\n周末休息。"
TODAY = datetime.now().astimezone().date()
SIGNED = f"常见问题（由管理者答复，{TODAY.year}年{TODAY.month}月{TODAY.day}日）"


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    opened = open_engine(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def owner(telegram: Loopback) -> User:
    return telegram.user("馆长")


@pytest.fixture
def asker(telegram: Loopback) -> User:
    return telegram.user("小明")


def served(serve: Serve, engine: Engine, *owners: User, **options: Any) -> Any:
    return serve(engine, document_service=DocumentService.of(engine), rules=owned_by(*owners), **options)


async def prompt_after(telegram: Loopback, owner: User, seen: int) -> Message:
    """The message that asks for an answer, once the private chat has more messages than were seen."""

    def look() -> Message | None:
        said = telegram.said(telegram.private(owner))[seen:]
        return next((message for message in said if "回复这条消息" in message.text), None)

    return await telegram.notifier.until(look, timeout=20)


async def pressed(telegram: Loopback, owner: User, message: Message, label: str) -> Message:
    """The request for an answer that comes of a press."""
    seen = len(telegram.said(telegram.private(owner)))
    await telegram.notice_for(telegram.tap(owner, message, label))
    return await prompt_after(telegram, owner, seen)


async def asked_for(telegram: Loopback, owner: User, question: str) -> Message:
    """The request for an answer that comes of /faq with a question."""
    seen = len(telegram.said(telegram.private(owner)))
    telegram.say(owner, f"/faq {question}")
    return await prompt_after(telegram, owner, seen)


async def answered(telegram: Loopback, owner: User, question: str, words: str) -> Message:
    """What the bot says once an owner has answered a question."""
    prompt = await asked_for(telegram, owner, question)
    return await telegram.answer_to(telegram.say(owner, words, reply_to=prompt))


async def test_what_found_no_answer_is_answered_in_the_words_of_an_owner(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, asker: User
) -> None:
    async with served(serve, engine, owner):
        assert NOT_FOUND in (await told(telegram, asker, QUESTION))[0].text
        (listed,) = await told(telegram, owner, "/unanswered")
        prompt = await pressed(telegram, owner, listed, ANSWER)
        assert prompt.content.parts("blockquote") == [QUESTION]
        kept = await telegram.answer_to(telegram.say(owner, f"  {WORDS}\n", reply_to=prompt))
        assert kept.text.startswith(f"{QUESTION}：答好了")
        (same,) = await told(telegram, asker, "食堂幾點開門")
        (other,) = await told(telegram, asker, "食堂周末开门吗")
        (left,) = await told(telegram, owner, "/unanswered")
        (again,) = await told(telegram, owner, "/unanswered")
    assert same.text == f"{WORDS}\n\n《{QUESTION}》\n{SIGNED}"
    assert same.content.parts("bold") == [WORDS]
    assert SIGNED in other.text
    assert other.content.parts("bold")[0] in WORDS
    assert QUESTION not in left.text + again.text


async def test_a_request_outlasts_a_restart_and_can_be_cancelled(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    async with served(serve, engine, owner, state=State.open(state)):
        await told(telegram, owner, QUESTION)
        (listed,) = await told(telegram, owner, "/unanswered")
        prompt = await pressed(telegram, owner, listed, ANSWER)
        cancelled = await asked_for(telegram, owner, "别的问题")
    async with served(serve, engine, owner, state=State.open(state)):
        await telegram.notice_for(telegram.tap(owner, cancelled, CANCEL))
        cancelled = await telegram.change_of(cancelled)
        assert cancelled.text == VOICE.plain("faq-cancelled")
        reply = await telegram.answer_to(telegram.say(owner, "答案是四十二层", reply_to=cancelled))
        assert NOT_FOUND in reply.text  # a question like any other
        kept = await telegram.answer_to(telegram.say(owner, WORDS, reply_to=prompt))
        assert "答好了" in kept.text
        prompt = telegram.current(prompt) or prompt
        assert (prompt.text, prompt.buttons) == (QUESTION, [])
        second = await telegram.answer_to(telegram.say(owner, "又想到一句别的话", reply_to=prompt))
        assert NOT_FOUND in second.text
    assert [(entry.question, entry.answer) for entry in engine.library.faq.entries()] == [(QUESTION, WORDS)]


async def test_what_cannot_be_an_answer_is_told_and_may_be_tried_again(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User
) -> None:
    async with served(serve, engine, owner):
        prompt = await asked_for(telegram, owner, QUESTION)
        empty = await telegram.answer_to(telegram.say(owner, "……", reply_to=prompt))
        file = telegram.send_document(owner, "答.txt", b"text", caption="答案", reply_to=prompt)
        no_text = await telegram.answer_to(file)
        long = await telegram.answer_to(telegram.say(owner, "长" * (MOST_ANSWER + 1), reply_to=prompt))
        assert engine.library.faq.entries() == []
        kept = await telegram.answer_to(telegram.say(owner, "长" * MOST_ANSWER, reply_to=prompt))
        seen = len(telegram.said(telegram.private(owner)))
        telegram.say(owner, "/faq " + "问" * 301)
        (too_long,) = await telegram.notifier.until(
            lambda: telegram.said(telegram.private(owner))[seen:], timeout=20
        )
    assert empty.text == no_text.text == VOICE.say("faq-no-answer", most=MOST_ANSWER)
    assert long.text == VOICE.say("faq-long-answer", length=MOST_ANSWER + 1, most=MOST_ANSWER)
    assert "答好了" in kept.text
    assert too_long.text == VOICE.say("faq-long-question", most=300)


async def test_an_entry_is_changed_and_removed(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, asker: User
) -> None:
    async with served(serve, engine, owner):
        kept = await answered(telegram, owner, QUESTION, WORDS)
        (before,) = await told(telegram, asker, QUESTION)
        prompt = await pressed(telegram, owner, kept, CHANGE)
        assert prompt.content.parts("pre") == [WORDS]
        changed = await telegram.answer_to(telegram.say(owner, "现在全天开门。", reply_to=prompt))
        assert changed.text.startswith(f"{QUESTION}：改好了")
        (after,) = await told(telegram, asker, QUESTION)
        assert after.text.startswith("现在全天开门。\n")
        # What was said stays in the chat; the bot itself no longer has the words.
        gone = await telegram.notice_for(telegram.tap(asker, before, "上下文"))
        assert gone.text == VOICE.plain("passage-gone")
        (listed,) = await told(telegram, owner, "/faq")
        assert "1. 食堂几点开门？\n现在全天开门。" in listed.text
        await telegram.notice_for(telegram.tap(owner, listed, f"{REMOVE} 1"))
        sure = await telegram.change_of(listed)
        await telegram.notice_for(telegram.tap(owner, sure, "留着"))
        listed = await telegram.change_of(sure)
        await telegram.notice_for(telegram.tap(owner, listed, f"{REMOVE} 1"))
        sure = await telegram.change_of(listed)
        assert (await telegram.notice_for(telegram.tap(owner, sure, YES))).text == VOICE.plain("docs-removed")
        empty = await telegram.change_of(sure)
        (unfound,) = await told(telegram, asker, QUESTION)
        old = [await telegram.notice_for(telegram.tap(owner, changed, label)) for label in (CHANGE, REMOVE)]
        shown = await telegram.notice_for(telegram.tap(asker, after, "上下文"))
    assert "还没有" in empty.text
    assert NOT_FOUND in unfound.text
    assert [notice.text for notice in old] == [VOICE.plain("docs-gone")] * 2
    assert shown.text == VOICE.plain("passage-gone")


async def test_the_list_has_pages(telegram: Loopback, serve: Serve, engine: Engine, owner: User) -> None:
    engine.library.faq.put(FaqEntry.of(f"问题{n}", f"答案<b>{n}", TODAY) for n in range(7))
    async with served(serve, engine, owner):
        (first,) = await told(telegram, owner, "/faq")
        await telegram.notice_for(telegram.tap(owner, first, "2/2 ›"))
        second = await telegram.change_of(first)
    assert "1. 问题6\n答案<b>6" in first.text
    assert "7. 问题0\n答案<b>0" in second.text
    labels = [button["text"] for button in second.buttons]
    assert labels == ["修改 6", "删除 6", "修改 7", "删除 7", "‹ 1/2", "导出 csv"]


async def test_the_faq_goes_out_as_a_file_and_comes_back(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, asker: User
) -> None:
    engine.library.faq.put([FaqEntry.of(QUESTION, WORDS, TODAY)])
    async with served(serve, engine, owner):
        (listed,) = await told(telegram, owner, "/faq")
        await telegram.notice_for(telegram.tap(owner, listed, "导出 csv"))
        (sent,) = await telegram.notifier.until(
            lambda: [message for message in telegram.said(listed.chat) if message.file], timeout=20
        )
        assert sent.file
        assert sent.file.name == FILE
        rows = list(csv.DictReader(io.StringIO(sent.file.data.decode("utf-8-sig"), newline="")))
        assert rows == [{"question": QUESTION, "answer": WORDS, "date": TODAY.isoformat()}]
        changed = "问题,答案,日期\r\n食堂几点开门,全天,2026/1/2\r\n图书馆几层,三层,\r\n".encode("gb18030")
        back = await telegram.answer_to(telegram.send_document(owner, "改.csv", changed, caption="/faq"))
        (meal,) = await told(telegram, asker, QUESTION)
        wrong = "question,answer\n,甲\n乙,\n".encode()
        refused = await telegram.answer_to(telegram.send_document(owner, "错.csv", wrong, caption="/faq"))
        no_columns = telegram.send_document(owner, "无.csv", b"a,b\n1,2\n", caption="/faq")
        assert (await telegram.answer_to(no_columns)).text == VOICE.plain("faq-import-columns")
    assert back.text == VOICE.say("faq-imported", added=1, replaced=1, unchanged=0)
    assert meal.text == "全天\n\n《食堂几点开门》\n常见问题（由管理者答复，2026年1月2日）"
    assert refused.text.splitlines()[1:] == ["第 2 行：没有问题", "第 3 行：没有答案"]
    assert len(engine.library.faq.entries()) == 2


async def test_for_all_others_none_of_it_exists(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, asker: User
) -> None:
    group = telegram.group("读书会", owner=owner)
    (entry,) = [FaqEntry.of(QUESTION, WORDS, TODAY)]
    engine.library.faq.put([entry])
    async with served(serve, engine, owner):
        (unknown,) = await told(telegram, asker, "/faq 甲")
        in_group = telegram.say(owner, "/faq", group)
        (answer,) = await told(telegram, asker, QUESTION)
        prompt = await asked_for(telegram, owner, "别的问题")
        made_up = [f"faq:{action}:{entry.id:x}:0" for action in "lcryxt"] + ["missing:answer:1", "faq:cancel"]
        notices = [await telegram.notice_for(telegram.press(asker, answer, data)) for data in made_up]
        own = await telegram.answer_to(telegram.say(asker, "问题：别的问题"))
        forged = await telegram.answer_to(telegram.say(asker, "我的假答案", reply_to=own))
        file = telegram.send_document(asker, "a.csv", "问题,答案\n甲,乙\n".encode(), caption="/faq")
        await telegram.answer_to(file)
        (listed,) = await told(telegram, asker, "/docs")
        assert not telegram.replies(in_group)
    assert unknown.text == UNKNOWN_COMMAND
    assert {notice.text for notice in notices} == {OLD_BUTTON}
    assert "faq" not in {command["command"] for command in telegram.offered(asker)}
    assert "答好了" not in forged.text
    assert prompt.content.parts("blockquote") == ["别的问题"]
    assert "常见问题" in listed.text
    assert engine.library.faq.entries() == [entry]
    async with served(serve, engine):
        assert [m.text for m in await told(telegram, owner, "/faq")] == [VOICE.plain("no-owner")]
        answer = await telegram.answer_to(telegram.say(owner, "这是答案吗", reply_to=prompt))
        assert "答好了" not in answer.text


async def test_an_entry_is_a_public_document_that_no_file_takes_the_place_of(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, asker: User
) -> None:
    async with served(serve, engine, owner):
        await answered(telegram, owner, QUESTION, WORDS)
        sent = telegram.send_document(owner, "常见问题.txt", "食堂管理办法\n\n食堂由后勤处管理。\n".encode())
        where = await telegram.answer_to(sent)
        await telegram.notice_for(telegram.tap(owner, where, "所有人"))
        await telegram.notifier.until(
            lambda: "已加入" in (telegram.current(where) or where).text or None, timeout=60
        )
        (answer,) = await told(telegram, asker, QUESTION)
        (listed,) = await told(telegram, owner, "/docs")
    assert answer.text.startswith(WORDS)
    assert "公共文档（2）" in listed.text
    assert [button["text"] for button in listed.buttons] == ["✕ 2. 常见问题.txt"]


async def test_where_no_documents_are_kept_nothing_can_be_answered(
    telegram: Loopback, serve: Serve, owner: User
) -> None:
    async with serve(Archive(), rules=owned_by(owner)):
        await told(telegram, owner, QUESTION)
        listed, unknown = await told(telegram, owner, "/unanswered", "/faq")
    assert [button["text"] for button in listed.buttons] == [VOICE.plain("button-export")]
    assert unknown.text == UNKNOWN_COMMAND


async def test_a_question_that_was_forgotten_can_no_longer_be_answered(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User, asker: User
) -> None:
    async with served(serve, engine, owner):
        await told(telegram, asker, QUESTION)
        (listed,) = await told(telegram, owner, "/unanswered")
        (sure,) = await told(telegram, asker, "/forget")
        await telegram.notice_for(telegram.tap(asker, sure, VOICE.plain("button-forget")))
        notice = await telegram.notice_for(telegram.tap(owner, listed, ANSWER))
    assert notice.text == VOICE.plain("faq-question-gone")
    assert engine.library.faq.find(id_of(QUESTION)) is None


async def test_those_who_asked_in_vain_are_sent_the_answer_once(
    telegram: Loopback, serve: Serve, engine: Engine, owner: User
) -> None:
    asker, forgotten, blocker, other = (telegram.user(name) for name in ("甲", "乙", "丙", "丁"))
    group = telegram.group("读书会", owner=other)
    async with served(serve, engine, owner):
        first, *_ = [await told(telegram, user, QUESTION) for user in (asker, forgotten, blocker, owner)]
        await told(telegram, asker, QUESTION)
        await told(telegram, asker, "火星基地什么时候建成？")
        await telegram.answer_to(telegram.say(other, f"/ask {QUESTION}", group))
        (sure,) = await told(telegram, forgotten, "/forget")
        await telegram.notice_for(telegram.tap(forgotten, sure, VOICE.plain("button-forget")))
        seen = {user: len(telegram.said(telegram.private(user))) for user in (asker, forgotten, other)}
        kept = await answered(telegram, owner, QUESTION, WORDS)
        assert kept.buttons[-1]["text"] == "把答案发给问过的 2 人"
        telegram.block(blocker)
        await telegram.notice_for(telegram.tap(owner, kept, "把答案发给"))
        done = await telegram.change_of(kept)
        assert done.text == f"{QUESTION}：已发给问过的 1 人。"
        assert [button["text"] for button in done.buttons] == [CHANGE, REMOVE]
        (sent,) = telegram.said(telegram.private(asker))[seen[asker] :]
        wide = await telegram.notice_for(telegram.tap(asker, sent, "👍"))
        # Pressed again, by a button of before: nobody waits any more.
        await telegram.notice_for(telegram.press(owner, done, f"faq:t:{id_of(QUESTION):x}:0"))
        again = await telegram.change_of(done)
        changed = await answered(telegram, owner, QUESTION, "全天。")
    assert sent.text.startswith(f"{VOICE.plain('faq-now-answered')}\n\n{WORDS}\n\n《{QUESTION}》\n{SIGNED}")
    assert sent.reply_to
    assert sent.reply_to.text == QUESTION
    assert wide.text == VOICE.plain("voted")
    assert again.text == f"{QUESTION}：已发给问过的 0 人。"
    assert len(changed.buttons) == 2
    assert first[0].id != sent.id
    for user in (asker, forgotten, other):
        assert len(telegram.said(telegram.private(user))) == seen[user] + (user is asker)
