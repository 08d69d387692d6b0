"""What people said becomes a document: a message by /add, a chat by its export."""

from datetime import date

from bot.playground import Loopback
from retrieval.engine import Engine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import HANS, answer, replies, served, settled, sources
from tests.retrieval.ingestion.test_chats import MESSAGES, exported

TEXT = "青石桥在停工两年之后重新开放，修缮共花费三百二十万元。"
COST = "青石桥修缮花费多少？"
RULES = """力健健身会所会员须知

一、营业时间：周一至周五6:30至22:30，周末与节假日9:00至21:00，春节期间另行通知。
二、会员凭卡入场，一人一卡，不得转借；遗失补卡收取工本费15元。
三、毛巾押金30元，离店时归还毛巾即退，弄脏弄破的按价赔偿。
四、储物柜仅供当日使用，闭店后由前台清理，贵重物品请交前台保管，遗失不负责任。
五、饮酒后、身体不适者请勿入场锻炼；未满十六岁的须有家长陪同。
六、停卡须提前三天书面申请，每年最多两次，每次不超过三十天，收取手续费20元。
七、退卡按剩余天数折算，扣除已赠送的课程后，七个工作日内退回原支付账户。
八、请爱护器械，用后归位并擦拭干净，不得在场内吸烟、饮食或大声喧哗，违者劝离。
"""


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
    assert name == "青石桥在停工两年之后重新开放，修缮共花费三百二十万元（张三）.txt"


async def test_a_text_after_add_is_a_document_called_by_its_title(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        added = await settled(telegram, telegram.say(user, f"/add {RULES}"))
        assert added.text.startswith("力健健身会所会员须知.txt：已加入")
        found = await telegram.answer_to(telegram.say(user, "毛巾押金多少？"))
        assert "30元" in found.text
        assert "力健健身会所会员须知.txt" in found.text
        assert str(date.today().year) not in found.text  # noqa: DTZ011  # it was not published on the day on which it was said
    assert sources(engine, user.id) == ["力健健身会所会员须知.txt"]


async def test_another_text_of_the_same_title_is_told_from_the_first_and_replaced_alone(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        first = telegram.say(user, f"/add{RULES}")  # without a space
        await settled(telegram, first)
        other = telegram.say(user, RULES.replace("30元", "50元"))
        await telegram.answer_to(other)
        telegram.say(user, "/add", reply_to=other)
        assert "力健健身会所会员须知 (2).txt：已加入" in (await replies(telegram, other, 2))[1]
        telegram.edit(first, text=f"/add {RULES.replace('30元', '20元')}")
        telegram.say(user, "/add", reply_to=telegram.current(first))
        assert "力健健身会所会员须知.txt：已替换" in (await replies(telegram, first, 2))[1]
    assert sources(engine, user.id) == ["力健健身会所会员须知 (2).txt", "力健健身会所会员须知.txt"]


async def test_a_long_text_that_asks_nothing_is_told_how_it_is_kept(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    hint = HANS.plain("not-found-keep")
    async with served(serve, engine):
        user, boss = telegram.user("小明"), telegram.user("群主")
        pasted = telegram.say(user, RULES)
        told = await telegram.answer_to(pasted)
        assert told.text.endswith(hint)
        assert hint not in (await telegram.answer_to(telegram.say(user, f"{RULES}\n会员卡丢了怎么办？"))).text
        assert hint not in (await telegram.answer_to(telegram.say(user, "会员卡丢了怎么办？"))).text
        group = telegram.group("健身群", owner=boss)
        assert hint not in (await telegram.answer_to(telegram.say(boss, f"/ask {RULES}", group))).text
        telegram.say(user, "/add", reply_to=pasted)
        assert "已加入" in (await replies(telegram, pasted, 2))[1]


async def test_add_that_asks_how_is_told_that_texts_can_be_added(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        for said in ("/add", "/add 怎么用？"):
            assert "文字消息" in (await telegram.answer_to(telegram.say(user, said))).text
    assert sources(engine, user.id) == []


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
