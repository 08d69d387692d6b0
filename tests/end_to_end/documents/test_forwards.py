"""Several messages that are forwarded at once become one document, or are asked about once."""

from datetime import UTC, datetime
from typing import Any

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.services.access import Access, Rules
from bot.services.visibility import own_collection
from bot.storage import State
from retrieval.engine import Engine
from retrieval.library import PUBLIC
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import HANS, answer, changed, replies, served, settled, sources

NOON = int(datetime(2026, 3, 5, 12, tzinfo=UTC).timestamp())
SAID = (
    ("李工", "青石桥的护栏今天装完了。"),
    ("周敏", "验收改到四月九日上午，地点在桥北工棚。"),
    ("李工", "收到，图纸我带过去。"),
)
DAY = "验收改到哪天？"
WHAT = HANS.say("forwards-what", count=len(SAID))
ADD, ASK = HANS.plain("button-forwards-add"), HANS.plain("button-forwards-ask")


def origins() -> list[dict[str, Any]]:
    """Where the messages come from: people who may and may not be linked to."""
    user = {"id": 77, "is_bot": False, "first_name": "李工"}
    return [
        {"type": "user", "date": NOON, "sender_user": user},
        {"type": "hidden_user", "date": NOON + 60, "sender_user_name": "周敏"},
        {"type": "user", "date": NOON + 120, "sender_user": user},
    ]


def forward(telegram: Loopback, user: User, *place: Any) -> list[Message]:
    """Forward what was said, all at once."""
    return [
        telegram.say(user, text, *place, forward_origin=origin)
        for (_, text), origin in zip(SAID, origins(), strict=True)
    ]


async def test_what_is_forwarded_with_add_is_one_document(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        called = telegram.say(user, "/add")
        first, *others = forward(telegram, user)
        said = await settled(telegram, first)
        assert said.text.startswith("李工、周敏的消息")
        assert "已加入" in said.text
        found = await telegram.answer_to(telegram.say(user, DAY))
        assert "四月九日" in found.text
        assert "周敏：验收改到四月九日上午" in found.text
        assert "2026年3月5日" in found.text
        assert not any(telegram.replies(each) for each in (called, *others))
        # Once more, by a reply to any of them: it is there already.
        telegram.say(user, "/add", reply_to=others[1])
        assert "已经有了" in (await replies(telegram, first, 2))[1]
    assert len(sources(engine, user.id)) == 1


async def test_several_without_add_are_asked_about_once(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        first, *others = forward(telegram, user)
        asked = await telegram.answer_to(first)
        assert asked.text == WHAT
        telegram.tap(user, asked, ADD)
        await changed(telegram, asked, "已加入")
        assert "四月九日" in await answer(telegram, user, DAY)
        assert len(telegram.replies(first)) == 1
        assert not any(telegram.replies(each) for each in others)


async def test_several_are_questions_at_a_press(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        telegram.say(user, "/add")
        await settled(telegram, forward(telegram, user)[0])
        origin = origins()[1]
        greeting = telegram.say(user, "请教一下", forward_origin=origin)
        question = telegram.say(user, DAY, forward_origin=origin)
        asked = await telegram.answer_to(greeting)
        telegram.tap(user, asked, ASK)
        assert "四月九日" in (await telegram.answer_to(question)).text
        await changed(telegram, asked, HANS.plain("forwards-asked"))
        assert len(telegram.replies(greeting)) == 1
    assert len(sources(engine, user.id)) == 1


async def test_one_alone_is_a_question_unless_it_comes_with_add(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, origin = telegram.user("小明"), origins()[1]
        alone = await telegram.answer_to(telegram.say(user, DAY, forward_origin=origin))
        assert alone.text.startswith(HANS.plain("not-found"))
        telegram.say(user, "/add")
        said = await settled(telegram, telegram.say(user, SAID[1][1], forward_origin=origin))
        assert "（周敏）.txt：已加入" in said.text


async def test_an_owner_chooses_who_sees_them(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    owner = telegram.user("主人")
    async with served(serve, engine, rules=Rules(Access(frozenset({owner.id})))):
        telegram.say(owner, "/add")
        first, *_ = forward(telegram, owner)
        where = await telegram.answer_to(first)
        assert where.text.startswith("李工、周敏的消息")
        telegram.tap(owner, where, HANS.plain("button-public"))
        await changed(telegram, where, "已加入")
        first, *_ = forward(telegram, owner)
        what = await telegram.answer_to(first)
        assert what.text == WHAT
        telegram.tap(owner, what, HANS.plain("button-own"))
        await changed(telegram, what, "已加入")
    for collection in (PUBLIC, own_collection(owner.id)):
        assert len(engine.library.entries(collection)) == 1


async def test_in_a_group_an_admin_adds_them(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    telegram.privacy_mode = False
    async with served(serve, engine):
        boss, member = telegram.user("群主"), telegram.user("群友")
        group = telegram.group("读书会", owner=boss)
        refused = await telegram.answer_to(call := telegram.say(member, "/add", group))
        assert HANS.plain("upload-not-allowed") != refused.text  # nothing to add: how to
        forward(telegram, member, group)  # overheard, no call
        telegram.say(boss, "/add", group)
        first, *_ = forward(telegram, boss, group)
        assert "已加入" in (await settled(telegram, first)).text
        assert "四月九日" in await answer(telegram, member, f"/ask {DAY}", group)
        assert len(telegram.replies(call)) == 1
    assert len(sources(engine, group.id)) == 1


async def test_after_a_restart_they_are_to_be_forwarded_again(
    telegram: Loopback, serve: Serve, engine: Engine, tmp_path: Any
) -> None:
    user = telegram.user("小明")
    async with served(serve, engine, state=State.open(tmp_path / "bot.db")):
        first, *_ = forward(telegram, user)
        asked = await telegram.answer_to(first)
    async with served(serve, engine, state=State.open(tmp_path / "bot.db")):
        press = telegram.tap(user, asked, ADD)
        assert (await telegram.notice_for(press)).text == HANS.plain("forwards-forgotten")
    assert sources(engine, user.id) == []
