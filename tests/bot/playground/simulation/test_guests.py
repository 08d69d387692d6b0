"""The bot is called as a guest in chats where it is no member."""

from typing import Any

from bot.playground import Loopback
from bot.playground.protocol.limits import GUEST_SECONDS
from tests.bot.playground.conftest import Client, Clock
from tests.bot.playground.protocol.test_refusals import article, error

KEYBOARD = {"inline_keyboard": [[{"text": "更多", "callback_data": "more"}]]}
GONE = error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def called(bot: Client) -> list[dict[str, Any]]:
    return await bot.updates("guest_message")


async def test_a_mention_is_answered_once(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
    telegram.say(user, "闲聊", group)
    telegram.say(user, "/ask 问题", group)
    asked = telegram.say(user, "@yuanwen_bot 问题", group)
    (message,) = await called(bot)
    assert message["message_id"] == asked.id
    assert message["text"] == "@yuanwen_bot 问题"
    values = {"guest_query_id": message["guest_query_id"], "result": article(text="<b>答</b>")}
    sent = (await bot.call("answerGuestQuery", **values))["result"]
    answer = await telegram.answer_to(asked)
    assert answer.content.parts("bold") == ["答"]
    assert answer.json()["guest_bot_caller_user"]["id"] == user.id
    assert answer.inline_id == sent["inline_message_id"]
    assert await bot.call("answerGuestQuery", **values) == GONE
    # The bot is still no member.
    refused = await bot.call("sendMessage", chat_id=group.id, text="x")
    assert refused == error(403, "Forbidden: bot is not a member of the group chat")


async def test_a_reply_to_its_answer_calls_it_again(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
    asked = telegram.say(user, "@yuanwen_bot 问题", group)
    (message,) = await called(bot)
    await bot.call("answerGuestQuery", guest_query_id=message["guest_query_id"], result=article())
    telegram.say(user, "首期呢？", group, reply_to=await telegram.answer_to(asked))
    _, again = await called(bot)
    assert again["text"] == "首期呢？"
    assert again["reply_to_message"]["from"]["id"] == telegram.bot.id


async def test_its_answer_can_be_changed(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
    asked = telegram.say(user, "@yuanwen_bot 问题", group)
    (message,) = await called(bot)
    result = article(reply_markup=KEYBOARD)
    await bot.call("answerGuestQuery", guest_query_id=message["guest_query_id"], result=result)
    answer = await telegram.answer_to(asked)
    telegram.tap(user, answer, "更多")
    (pressed,) = await bot.updates("callback_query")
    assert pressed["inline_message_id"] == answer.inline_id
    assert "message" not in pressed
    edited = await bot.call("editMessageText", inline_message_id=answer.inline_id, text="又答")
    assert edited["result"] is True
    assert (await telegram.change_of(answer)).text == "又答"


async def test_a_chat_of_two_people_is_not_the_bots_own_with_the_same_number(
    telegram: Loopback, bot: Client
) -> None:
    user, other = telegram.user("小明"), telegram.user("小红")
    own, apart = telegram.private(other), telegram.between(user, other)
    assert own.id == apart.id
    telegram.say(other, "你好")
    telegram.say(user, "闲聊", apart)
    asked = telegram.say(user, "@yuanwen_bot 问题", apart)
    (message,) = await called(bot)
    assert message["chat"]["id"] == own.id
    await bot.call("answerGuestQuery", guest_query_id=message["guest_query_id"], result=article())
    assert len(telegram.replies(asked)) == 1
    assert telegram.said(own) == []
    body = await bot.call("sendMessage", chat_id=own.id, text="x", reply_parameters={"message_id": asked.id})
    assert body == error(400, "Bad Request: message to be replied not found")


async def test_guests_are_for_chats_without_the_bot(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    telegram.say(user, "@yuanwen_bot 问题", telegram.group("群"))
    assert await called(bot) == []
    telegram.guest_mode = False
    telegram.say(user, "@yuanwen_bot 问题", telegram.group("别人的群", has_bot=False))
    assert await called(bot) == []
    assert (await bot.call("getMe"))["result"]["supports_guest_queries"] is False


async def test_what_is_refused(telegram: Loopback, bot: Client, clock: Clock) -> None:
    user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
    telegram.say(user, "@yuanwen_bot 问题", group)
    (message,) = await called(bot)
    query_id = message["guest_query_id"]
    assert await bot.call("answerGuestQuery", guest_query_id="99", result=article()) == GONE
    assert (await bot.call("answerGuestQuery", guest_query_id=query_id, result={}))["error_code"] == 400
    long = await bot.call("answerGuestQuery", guest_query_id=query_id, result=article(text="字" * 4097))
    assert long == error(400, "Bad Request: message is too long")
    clock.now += GUEST_SECONDS + 1
    assert await bot.call("answerGuestQuery", guest_query_id=query_id, result=article()) == GONE
