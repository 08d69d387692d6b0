"""Replies with a quote, and replies to messages of other chats."""

from typing import Any

from bot.playground import Loopback
from tests.bot.playground.conftest import Client
from tests.bot.playground.protocol.test_refusals import error

NOT_FOUND = error(400, "Bad Request: message to be replied not found")


async def test_message_ids_are_unique_within_their_chat_only(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("群", supergroup=True)
    said = [telegram.say(user, "/ask x", place) for place in (None, group, None, group)]
    assert [message.id for message in said] == [2, 2, 3, 3]
    for message in said:
        reply: dict[str, Any] = {"message_id": message.id}
        await bot.call("sendMessage", chat_id=message.chat.id, text="答", reply_parameters=reply)
    assert [len(telegram.replies(message)) for message in said] == [1, 1, 1, 1]


async def test_a_quote_must_stand_in_the_message(telegram: Loopback, bot: Client) -> None:
    said = telegram.say(telegram.user("小明"), "共3亿元。")

    async def reply(quote: str, **fields: str) -> dict[str, Any]:
        parameters = {"message_id": said.id, "quote": quote, **fields}
        return await bot.call("sendMessage", chat_id=said.chat.id, text="x", reply_parameters=parameters)

    assert await reply("4亿元") == error(400, "Bad Request: QUOTE_TEXT_INVALID")
    assert await reply("<b>3</b>亿元", quote_parse_mode="HTML") == error(
        400, "Bad Request: QUOTE_TEXT_INVALID"
    )
    sent = (await reply("3亿元"))["result"]
    assert sent["quote"] == {"text": "3亿元", "position": 1, "is_manual": True}
    assert sent["reply_to_message"]["message_id"] == said.id


async def test_a_reply_to_a_message_of_another_chat(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("群", supergroup=True)
    asked, private = telegram.say(user, "/ask 甲", group), telegram.started(user)

    async def reply(**parameters: Any) -> dict[str, Any]:
        return await bot.call("sendMessage", chat_id=private.id, text="x", reply_parameters=parameters)

    assert await reply(message_id=asked.id) == NOT_FOUND
    sent = (await reply(message_id=asked.id, chat_id=group.id, quote="甲"))["result"]
    assert "reply_to_message" not in sent
    assert sent["external_reply"]["chat"]["id"] == group.id
    assert sent["external_reply"]["message_id"] == asked.id
    assert sent["external_reply"]["origin"]["sender_user"]["id"] == user.id
    assert sent["quote"]["text"] == "甲"
    gone = {"message_id": 99, "chat_id": group.id, "allow_sending_without_reply": True}
    assert await reply(**gone) == NOT_FOUND
    closed = telegram.group("别人的群", has_bot=False)
    assert (await reply(message_id=2, chat_id=closed.id))["error_code"] == 403
