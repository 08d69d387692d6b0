"""Inline queries: pages of results, and the messages that are sent from them."""

from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.playground.simulation.queries import InlineQuery
from tests.bot.playground.conftest import Client, Clock
from tests.bot.playground.protocol.test_refusals import article, error

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "下一个 ›", "callback_data": "next"}],
        [{"text": "看", "url": "http://x.example/"}],
    ]
}


async def chosen(telegram: Loopback, bot: Client, **fields: Any) -> Message:
    telegram.inline_feedback = True
    user = telegram.user("小明")
    query = telegram.inline(user, "问题")
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[article(**fields)])
    typeahead = await telegram.offers_for(query)
    return telegram.choose(query, typeahead.results[0], telegram.private(user))


async def test_pages(telegram: Loopback, bot: Client) -> None:
    query = telegram.inline(telegram.user("小明"), "问题", chat_type="group")
    assert telegram.scroll(query) is None
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[article("1")], next_offset="5")
    more = telegram.scroll(query)
    assert more
    first, second = await bot.updates("inline_query")
    assert (first["offset"], second["offset"]) == ("", "5")
    assert (second["query"], second["chat_type"]) == ("问题", "group")
    await bot.call("answerInlineQuery", inline_query_id=more.id, results=[article("2")], next_offset="")
    assert telegram.scroll(more) is None


async def test_an_offset_has_its_limit(telegram: Loopback, bot: Client) -> None:
    query = telegram.inline(telegram.user("小明"), "问题")

    async def offset(text: str) -> dict[str, object]:
        return await bot.call("answerInlineQuery", inline_query_id=query.id, results=[], next_offset=text)

    assert await offset("字" * 22) == error(400, "Bad Request: NEXT_OFFSET_INVALID")
    assert (await offset("x" * 64))["ok"]


async def test_a_message_with_a_keyboard_can_be_changed(telegram: Loopback, bot: Client) -> None:
    message = await chosen(telegram, bot, reply_markup=KEYBOARD)
    (told,) = await bot.updates("chosen_inline_result")
    assert told["inline_message_id"] == message.inline_id
    (seen,) = await bot.updates("message")
    assert seen["via_bot"]["id"] == telegram.bot.id
    telegram.tap(message.sender, message, "下一个")
    (pressed,) = await bot.updates("callback_query")
    assert pressed["data"] == "next"
    assert pressed["inline_message_id"] == message.inline_id
    assert "message" not in pressed
    place = {"inline_message_id": message.inline_id}
    assert (await bot.call("editMessageText", text="二", reply_markup=KEYBOARD, **place))["result"] is True
    assert (await telegram.change_of(message)).text == "二"
    again = await bot.call("editMessageText", text="二", reply_markup=KEYBOARD, **place)
    assert again["description"].startswith("Bad Request: message is not modified")
    assert (await bot.call("editMessageReplyMarkup", **place))["result"] is True
    current = telegram.current(message)
    assert current
    assert current.buttons == []


async def test_one_without_cannot(telegram: Loopback, bot: Client) -> None:
    message = await chosen(telegram, bot)
    assert message.inline_id == ""
    (told,) = await bot.updates("chosen_inline_result")
    assert "inline_message_id" not in told
    body = await bot.call("editMessageText", inline_message_id="inline-9", text="x")
    assert body == error(400, "Bad Request: MESSAGE_ID_INVALID")


async def test_buttons_are_pressed_as_they_stand(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    chat = telegram.started(user)
    await bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=KEYBOARD)
    (sent,) = telegram.said(chat)
    with pytest.raises(LookupError, match="上一个"):
        telegram.tap(user, sent, "上一个")
    changed = {"inline_keyboard": [[{"text": "下一个", "callback_data": "third"}]]}
    await bot.call("editMessageText", chat_id=chat.id, message_id=sent.id, text="y", reply_markup=changed)
    pressed = telegram.tap(user, sent, "下一个")
    assert pressed.data == "third"
    await bot.call("answerCallbackQuery", callback_query_id=pressed.id, text="好", show_alert=True)
    notice = await telegram.notice_for(pressed)
    assert (notice.text, notice.show_alert) == ("好", True)


async def test_a_button_of_a_message_that_is_gone(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    chat = telegram.started(user)
    await bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=KEYBOARD)
    (sent,) = telegram.said(chat)
    telegram.delete(sent)
    telegram.press(user, sent, "next")
    (pressed,) = await bot.updates("callback_query")
    assert (pressed["message"]["date"], pressed["message"]["message_id"]) == (0, sent.id)
    assert "text" not in pressed["message"]


async def test_choices_are_told_only_where_feedback_is_on(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    query = telegram.inline(user, "问题")
    await bot.call("answerInlineQuery", inline_query_id=query.id, results=[article()])
    telegram.choose(query, (await telegram.offers_for(query)).results[0], telegram.private(user))
    assert await bot.updates("chosen_inline_result") == []
    assert len(await bot.updates("message")) == 1


async def answered(bot: Client, query: InlineQuery, title: str, **values: Any) -> None:
    results = [article(title=title)]
    assert (await bot.call("answerInlineQuery", inline_query_id=query.id, results=results, **values))["ok"]


def shown(query: InlineQuery) -> list[str]:
    return [result.title for result in query.answer.results] if query.answer else []


async def test_the_same_query_of_anyone_gets_the_cached_answer(
    telegram: Loopback, bot: Client, clock: Clock
) -> None:
    user, other = telegram.user("小明"), telegram.user("小红")
    await answered(bot, telegram.inline(user, "问题"), "甲")
    assert shown(telegram.inline(other, "问题")) == ["甲"]
    assert shown(telegram.inline(other, "问题二")) == []
    assert shown(telegram.inline(other, "问题", offset="5")) == []
    clock.now += 299
    assert shown(telegram.inline(user, "问题")) == ["甲"]
    clock.now += 1
    assert shown(telegram.inline(user, "问题")) == []
    assert [query["query"] for query in await bot.updates("inline_query")] == [
        "问题",
        "问题二",
        "问题",
        "问题",
    ]


async def test_a_personal_answer_is_cached_for_one(telegram: Loopback, bot: Client, clock: Clock) -> None:
    user, other = telegram.user("小明"), telegram.user("小红")
    await answered(bot, telegram.inline(user, "问题"), "甲", is_personal=True, cache_time=3)
    assert shown(telegram.inline(user, "问题")) == ["甲"]
    theirs = telegram.inline(other, "问题")
    assert shown(theirs) == []
    await answered(bot, theirs, "乙", is_personal=True, cache_time=3)
    assert [shown(telegram.inline(one, "问题")) for one in (user, other)] == [["甲"], ["乙"]]
    clock.now += 3
    assert [shown(telegram.inline(one, "问题")) for one in (user, other)] == [[], []]


async def test_an_answer_that_must_not_be_cached(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    await answered(bot, telegram.inline(user, "问题"), "甲", cache_time=0)
    assert shown(telegram.inline(user, "问题")) == []
