"""Questions as buttons: below what was added, below answers, and to begin with."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.services.access import Access, Rules
from bot.storage import State
from bot.telegram.messages.button_kinds import (
    DocumentAction,
    DocumentButton,
    DocumentScope,
    SuggestionButton,
)
from embeddings.protocol import Encoder
from retrieval.engine import Engine
from retrieval.library import PUBLIC, SAMPLE_QUESTIONS, File
from retrieval.reader import Reader
from retrieval.suggestions.suggester import Suggester
from tests.conftest import OpenEngine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import EN, HANS, HANT, add, served
from tests.end_to_end.documents.test_adding import Gated

LEASE = """文澜小区房屋租赁合同

甲方：沈怀瑾
房屋建筑面积为89平方米。
租赁期限为两年，月租金为3200元，押金为6400元。
物业费由甲方承担。
"""
TRADITIONAL = """管委會會議紀要

管委會主任為葉瀾清。
甲方：沈懷瑾
"""
CHATTER = "春日散记\n\n今天天气很好，大家一起去湖边走了走，看见许多人在放风筝。\n"


def asked(message: Message) -> list[str]:
    """The questions on the buttons of a message."""
    return [b["text"] for b in message.buttons if SuggestionButton.decode(b.get("callback_data", ""))]


async def offered(telegram: Loopback, message: Message) -> Message:
    """A message once it has questions as buttons."""

    def look() -> Message | None:
        current = telegram.current(message)
        return current if current and asked(current) else None

    return await telegram.notifier.until(look, timeout=60)


async def pressed(telegram: Loopback, user: Any, message: Message, question: str) -> Message:
    """The answer to a question whose button someone presses."""
    before = len(telegram.replies(message))
    telegram.tap(user, message, question)
    found = await telegram.notifier.until(lambda: telegram.replies(message)[before:], timeout=60)
    return found[0]


async def test_a_document_comes_with_questions_that_it_answers(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    state = State()
    async with served(serve, engine, state=state):
        user = telegram.user("小明")
        said = await add(telegram, user, "租约.txt", LEASE)
        said = await offered(telegram, said)
        assert said.text.startswith("租约.txt：已加入")
        assert len(asked(said)) == 3
        assert "甲方是谁？" in asked(said)
        answer = await pressed(telegram, user, said, "甲方是谁？")
        assert answer.text.startswith(HANS.plain("asked", question="甲方是谁？"))
        assert "\n\n沈怀瑾" in answer.text
        labels = [button["text"] for button in answer.buttons]
        assert HANS.plain("button-useful") in labels
        # The same article has more to ask, but not what was just answered.
        assert 1 <= len(asked(answer)) <= 2
        assert "甲方是谁？" not in asked(answer)
        other = await pressed(telegram, user, answer, asked(answer)[0])
        assert not {"甲方是谁？", asked(answer)[0]} & set(asked(other))
        # It is an answer like any: it can be followed up, widened and voted on.
        telegram.tap(user, answer, HANS.plain("button-more-context"))
        wide = await telegram.change_of(answer)
        assert asked(wide) == asked(answer)
        vote = await telegram.notice_for(telegram.tap(user, wide, "👍"))
        assert vote.text == HANS.plain("voted")
        recent = await state.turns.recent(user.id)
        assert recent[-1] == "甲方是谁？"


async def test_in_a_group_a_document_comes_with_its_own_questions_too(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        boss = telegram.user("群主")
        group = telegram.group("租客群", owner=boss)
        said = await offered(telegram, await add(telegram, boss, "租约.txt", LEASE, group, caption="/add"))
        assert "负责人是谁" not in said.text
        assert "甲方是谁？" in asked(said)
        answer = await pressed(telegram, boss, said, "甲方是谁？")
    assert "\n\n沈怀瑾" in answer.text


async def test_what_was_typed_leads_on_too(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        await offered(telegram, await add(telegram, user, "租约.txt", LEASE))
        answer = await telegram.answer_to(question := telegram.say(user, "押金要交多少？"))
        assert "6400元" in answer.text
        assert asked(answer)
        assert "押金是多少？" not in asked(answer)  # asked in other words
        telegram.edit(question, "这套房子的甲方是谁？")
        changed = await telegram.change_of(answer)
        assert asked(changed)
        assert "甲方是谁？" not in asked(changed)


async def test_where_nothing_good_is_found_nothing_is_shown(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine) as application:
        user = telegram.user("小明")
        said = await add(telegram, user, "散记.txt", CHATTER)
        (entry,) = engine.library.entries(f"user-{user.id}")
        while not engine.store.suggestions.made_for_document(entry.id):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        current = telegram.current(said)
        assert current
        assert current.buttons == []
        assert application.running


async def test_questions_are_in_the_script_of_the_document(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明", language_code="zh-hant")
        sent = telegram.send_document(user, "紀要.txt", TRADITIONAL.encode())
        said = await offered(telegram, await telegram.answer_to(sent))
        assert set(asked(said)) == {"管委會主任是誰？", "甲方是誰？"}
        answer = await pressed(telegram, user, said, "甲方是誰？")
        assert answer.text.startswith(HANT.plain("asked", question="甲方是誰？"))
        assert "\n\n沈懷瑾" in answer.text


async def test_buttons_survive_a_restart_and_tell_where_the_document_is_gone(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path, open_engine: OpenEngine
) -> None:
    user = telegram.user("小明")
    async with served(serve, engine):
        said = await offered(telegram, await add(telegram, user, "租约.txt", LEASE))
    again = open_engine(tmp_path / "home")
    try:
        async with served(serve, again):
            assert "沈怀瑾" in (await pressed(telegram, user, said, "甲方是谁？")).text
            (entry,) = again.library.entries(f"user-{user.id}")
            again.library.discard(entry.id, entry.collection)
            notice = await telegram.notice_for(telegram.tap(user, said, "甲方是谁？"))
            assert notice.text == HANS.plain("suggestion-gone")
    finally:
        again.close()


async def test_what_was_asked_by_a_press_leaves_with_the_words_that_it_is_made_of(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Path
) -> None:
    user, state = telegram.user("小明"), State.open(tmp_path / "state")
    async with served(serve, engine, state=state):
        said = await offered(telegram, await add(telegram, user, "租约.txt", LEASE))
        answer = await pressed(telegram, user, said, "甲方是谁？")
        assert await state.turns.recent(user.id) == ["甲方是谁？"]
        (entry,) = engine.library.entries(f"user-{user.id}")
        button = DocumentButton(DocumentAction.REMOVE, DocumentScope.OWN, entry.id, 0)
        await telegram.notice_for(telegram.press(user, answer, button.encode()))
        assert await state.turns.recent(user.id) == []


async def test_nobody_learns_what_others_can_ask(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        owner, thief = telegram.user("小明"), telegram.user("小偷")
        said = await offered(telegram, await add(telegram, owner, "租约.txt", LEASE))
        stolen = next(b["callback_data"] for b in said.buttons if b["text"] == "甲方是谁？")
        started = await telegram.answer_to(telegram.say(thief, "/start"))
        notice = await telegram.notice_for(telegram.press(thief, started, stolen))
        assert notice.text == HANS.plain("suggestion-gone")
        assert telegram.replies(started) == []


async def test_a_press_counts_as_a_question(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine, rules=Rules(questions_each=1)):
        user = telegram.user("小明", language_code="en")
        started = await telegram.answer_to(telegram.say(user, "/start"))
        assert asked(started) == list(SAMPLE_QUESTIONS)
        answer = await pressed(telegram, user, started, SAMPLE_QUESTIONS[0])
        assert answer.text.startswith(f"{EN.plain('asked', question=SAMPLE_QUESTIONS[0])}\n\n30亿元")
        notice = await telegram.notice_for(telegram.tap(user, started, SAMPLE_QUESTIONS[1]))
        assert notice.text.startswith(EN.plain("too-many", seconds=0).split("0")[0])
        assert telegram.replies(started) == [answer]


async def test_help_has_examples_from_what_the_chat_can_see(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, other = telegram.user("小明"), telegram.user("小红")
        await offered(telegram, await add(telegram, user, "租约.txt", LEASE))
        own = asked(await telegram.answer_to(telegram.say(user, "/help")))
        assert len(own) == 3
        assert "甲方是谁？" in own
        assert asked(await telegram.answer_to(telegram.say(other, "/help"))) == list(SAMPLE_QUESTIONS)
        helped = await telegram.answer_to(telegram.say(user, "/help", telegram.group("群")))
        assert helped.buttons == []


async def test_who_may_not_ask_is_offered_nothing(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine, rules=Rules(access=Access(users={1}))):
        started = await telegram.answer_to(telegram.say(telegram.user("小偷"), "/start"))
        assert started.buttons == []


@pytest.fixture
def lease(engine: Engine) -> Engine:
    """The engine with a public document and its suggestions."""
    outcome = engine.library.add(File.uploaded("租约.txt", LEASE.encode()), PUBLIC)
    assert outcome.entry
    engine.retriever.follow()
    assert Suggester(engine.store, engine.ask).suggest(outcome.entry.id)
    return engine


async def test_in_a_group_direct_answers_lead_on_for_whoever_presses(
    telegram: Loopback, serve: Serve, lease: Engine
) -> None:
    telegram.privacy_mode = False
    state = State()
    async with served(serve, lease, state=state):
        user, other = telegram.user("小明"), telegram.user("小红")
        group = telegram.group("群")
        await state.chats.set_only_called(group.id, only_called=False)
        overheard = await telegram.answer_to(question := telegram.say(user, "押金是多少？", group))
        assert "6400元" in overheard.text
        assert asked(overheard) == []
        telegram.edit(question, "甲方是谁？")
        assert asked(await telegram.change_of(overheard)) == []
        answer = await telegram.answer_to(telegram.say(user, "/ask 押金是多少？", group))
        assert asked(answer)
        reply = await pressed(telegram, other, answer, asked(answer)[0])
        assert reply.chat.id == group.id
        assert await state.turns.recent(other.id) == [asked(answer)[0]]


async def test_inline_answers_lead_nowhere(telegram: Loopback, serve: Serve, lease: Engine) -> None:
    async with served(serve, lease):
        user, friend = telegram.user("小明"), telegram.user("小红")
        query = telegram.inline(user, "押金是多少？")
        offers = await telegram.offers_for(query)
        sent = telegram.choose(query, offers.results[0], telegram.between(user, friend))
        assert asked(sent) == []


async def test_buttons_stay_where_the_message_changes_once_all_is_embedded(
    telegram: Loopback,
    serve: Serve,
    tmp_path: Path,
    models: tuple[Encoder, Reader],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("_EMBEDDING_GRACE_S", "_BACKLOG_POLL_S"):
        monkeypatch.setattr(f"bot.telegram.handlers.documents.ingestion.{name}", 0.05)
    encoder = Gated()
    engine = Engine.open(tmp_path / "slow", encoder=encoder, reader=models[1])
    try:
        async with served(serve, engine):
            user = telegram.user("小明")
            await add(telegram, user, "散记.txt", CHATTER)  # its batch is embedded at once
            said = await offered(telegram, await add(telegram, user, "租约.txt", LEASE))
            later = HANS.plain("upload-meaning-soon")
            assert later in said.text
            encoder.gate.set()
            done = await telegram.notifier.until(lambda: _without(telegram, said, later), timeout=20)
            assert asked(done) == asked(said)
    finally:
        encoder.gate.set()
        engine.close()


def _without(telegram: Loopback, message: Message, text: str) -> Message | None:
    current = telegram.current(message)
    return current if current and text not in current.text else None


async def test_a_press_can_be_followed_up(telegram: Loopback, serve: Serve, lease: Engine) -> None:
    async with served(serve, lease):
        user = telegram.user("小明")
        started = await telegram.answer_to(telegram.say(user, "/start"))
        answer = await pressed(telegram, user, started, "甲方是谁？")
        follow_up = await telegram.answer_to(telegram.say(user, "押金呢？", reply_to=answer))
        assert HANS.plain("understood", question="押金是多少") in follow_up.text
