"""What people said becomes a document: a message by /add, a chat by its export."""

from bot.playground import Loopback
from retrieval.engine import Engine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import HANS, answer, replies, served, settled, sources
from tests.retrieval.ingestion.test_chats import MESSAGES, exported

TEXT = "青石桥在停工两年之后重新开放，修缮共花费三百二十万元。"
COST = "青石桥修缮花费多少？"


async def test_a_forwarded_text_is_added_by_a_reply(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        origin = {"type": "hidden_user", "date": 1_772_409_600, "sender_user_name": "张三"}
        forwarded = telegram.say(user, TEXT, forward_origin=origin)
        assert "已加入" not in (await telegram.answer_to(forwarded)).text  # a question as any text
        telegram.say(user, "/add", reply_to=forwarded)
        _, added = await replies(telegram, forwarded, 2)
        assert "已加入" in added
        assert (await answer(telegram, user, COST)).startswith("三百二十万元")
    (name,) = sources(engine, user.id)
    assert name == f"张三 2026-03-02 {forwarded.id}.txt"


async def test_a_message_of_a_group_is_added_by_an_admin_alone(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        boss, member = telegram.user("群主"), telegram.user("群友")
        group = telegram.group("读书会", owner=boss)
        said = telegram.say(member, TEXT, group)
        refused = await telegram.answer_to(telegram.say(member, "/add", group, reply_to=said))
        assert refused.text == HANS.plain("upload-not-allowed")
        telegram.say(boss, "/add", group, reply_to=said)
        assert "已加入" in (await settled(telegram, said)).text
        assert (await answer(telegram, member, f"/ask {COST}", group)).startswith("三百二十万元")


async def test_what_the_bot_said_and_commands_are_no_documents(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        said = await telegram.answer_to(telegram.say(user, "/help"))
        for replied in (said, telegram.say(user, "/docs")):
            told = await telegram.answer_to(telegram.say(user, "/add", reply_to=replied))
            assert "最大 20 MB" in told.text
    assert sources(engine, user.id) == []


async def test_a_group_asks_its_own_past(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        sent = telegram.send_document(user, "result.json", exported(*MESSAGES))
        assert "已加入" in (await settled(telegram, sent)).text
        found = await telegram.answer_to(telegram.say(user, "验收改到哪天？"))
        assert "四月九日" in found.text
        assert "《修桥群 · 2026年3月5日》" in found.text
        other = telegram.send_document(user, "package.json", b"{}")
        assert "读不了" in (await settled(telegram, other)).text
