"""Nobody sees what is not theirs, nor what was removed."""

from bot.playground import Loopback
from bot.playground.simulation.chats import Chat, Message, User
from bot.services.visibility import own_collection
from bot.telegram.messages.button_kinds import DocumentAction, DocumentButton, DocumentScope
from retrieval.engine import Engine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import (
    BRIDGE,
    COST,
    HANS,
    NOT_FOUND,
    add,
    answer,
    changed,
    page_after,
    served,
)

SECRETS = {
    "甲": ("甲的保险箱放在青石桥旁边的旧仓库里，密码是七三一九。", "甲的保险箱密码是多少？", "七三一九"),
    "乙": ("乙的船票编号是八八二四，停在柳湾码头。", "乙的船票编号是多少？", "八八二四"),
    "读书会": ("读书会本月的聚会地点是松风茶馆。", "读书会本月的聚会地点是哪里？", "松风茶馆"),
    "合唱团": ("合唱团下周的指挥是许清和。", "合唱团下周的指挥是谁？", "许清和"),
}


async def test_nobody_ever_sees_what_is_not_theirs(telegram: Loopback, serve: Serve, engine: Engine) -> None:
    async with served(serve, engine):
        users = {name: telegram.user(name) for name in ("甲", "乙")}
        groups = {name: telegram.group(name, owner=users["甲"]) for name in ("读书会", "合唱团")}
        places: dict[str, tuple[User, Chat | None]] = {name: (user, None) for name, user in users.items()}
        places |= {name: (users["甲"], group) for name, group in groups.items()}
        for name, (user, place) in places.items():
            caption = f"@{telegram.bot.username}" if place else ""
            said = await add(telegram, user, f"{name}.txt", SECRETS[name][0], place, caption=caption)
            assert "已加入" in said.text
        asked = {}
        for here, (user, place) in places.items():
            for name, (_, question, secret) in SECRETS.items():
                text = f"/ask {question}" if place else question
                asked[here, name] = await telegram.answer_to(telegram.say(user, text, place))
                assert (secret in asked[here, name].text) == (here == name), (here, name)
                assert (f"{name}.txt" in asked[here, name].text) == (here == name), (here, name)
                buttons = str(asked[here, name].buttons)
                assert (name == here) or (f"{name}.txt" not in buttons), (here, name)
            listed = await telegram.answer_to(telegram.say(user, "/docs", place))
            assert [name for name in SECRETS if f"{name}.txt" in listed.text] == [here]
        # Inline, everyone is alone with what is their own, wherever they type.
        for here, user in users.items():
            for name, (_, question, secret) in SECRETS.items():
                inline_answer = await telegram.offers_for(telegram.inline(user, question, chat_type="group"))
                shown = str([(r.title, r.description, r.content.text) for r in inline_answer.results])
                assert (secret in shown) == (here == name), (here, name)
                assert (f"{name}.txt" in shown) == (here == name), (here, name)
                assert inline_answer.is_personal
        # The buttons of an answer work in its own chat alone.
        for here, (user, _) in places.items():
            for name in SECRETS:
                foreign = next(message for key, message in asked.items() if key[0] != here)
                for data in pressed(asked[here, name]):
                    told = await page_after(telegram, telegram.press(user, foreign, data))
                    assert told == HANS.plain("turn-gone")
        # A follow-up looks no further than its own chat, whatever it replies to.
        for here, (user, place) in places.items():
            if place:
                continue
            for name, (_, question, secret) in SECRETS.items():
                text = await answer(telegram, user, question, reply_to=asked[here, here])
                assert (secret in text) == (here == name), (here, name)


def pressed(message: Message) -> list[str]:
    """What the buttons of a message send to the bot."""
    return [button["callback_data"] for button in message.buttons if "callback_data" in button]


async def test_older_pages_of_inline_answers_do_not_show_what_was_removed(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user = telegram.user("小明")
        for number in range(1, 9):
            cost = f"修缮花费{number}百万元，也有人说修缮花费{number}千万元"
            await add(telegram, user, f"桥{number}.txt", f"青石桥{number}号\n\n青石桥重新开放，{cost}。\n")
        first = telegram.inline(user, "青石桥花了多少")  # no answer is so sure that it stands alone
        await telegram.offers_for(first)
        page = telegram.scroll(first)
        assert page
        (offered, *_) = (await telegram.offers_for(page)).results
        gone = next(
            entry for entry in engine.library.entries(own_collection(user.id)) if entry.source in str(offered)
        )
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        await page_after(
            telegram,
            telegram.press(
                user, menu, DocumentButton(DocumentAction.REMOVE, DocumentScope.OWN, gone.id).encode()
            ),
        )
        telegram.inline_cache.clear()  # as it is after some seconds
        page = telegram.scroll(first)
        assert page
        again = await telegram.offers_for(page)
        assert again.results
        assert gone.source not in str(again.results)


async def test_after_removal_nothing_of_it_is_answered(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    async with served(serve, engine):
        user, group = telegram.user("小明"), telegram.group("读书会")
        await add(telegram, user, "桥.txt", BRIDGE)
        old = await telegram.answer_to(telegram.say(user, COST))
        assert old.text.startswith("三百二十万元")
        inline_answer = await telegram.offers_for(telegram.inline(user, COST))
        assert "三百二十万元" in inline_answer.results[0].content.text
        shared = telegram.choose(
            telegram.inline_queries[max(telegram.inline_queries)], inline_answer.results[0], group
        )
        menu = await telegram.answer_to(telegram.say(user, "/docs"))
        telegram.tap(user, menu, "✕ 1")
        await changed(telegram, menu, "删除 ")
        await telegram.notice_for(telegram.tap(user, menu, "删除"))
        telegram.inline_cache.clear()  # some seconds later
        later = await telegram.offers_for(telegram.inline(user, COST))
        assert "三百二十万元" not in str([result.content.text for result in later.results])
        assert NOT_FOUND in await answer(telegram, user, COST)
        followed = await answer(telegram, user, "多少钱？", reply_to=old)
        assert "三百二十万元" not in followed
        assert "桥.txt" not in followed
        for message in (old, shared):
            for data in pressed(message):
                await telegram.notice_for(telegram.press(user, message, data))
                current = telegram.current(message)
                assert current
                assert current.content == message.content
        gone = await page_after(telegram, telegram.tap(user, old, "上下文"))
        assert gone == HANS.plain("passage-gone")
