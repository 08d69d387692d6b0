"""Groups, their members, and what the bot sees of them."""

from itertools import pairwise
from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import ANONYMOUS
from tests.bot.playground.conftest import Client
from tests.bot.playground.protocol.test_refusals import error


async def texts(bot: Client) -> list[str]:
    return [message.get("text", "") for message in await bot.updates("message")]


async def test_members(telegram: Loopback, bot: Client) -> None:
    owner, admin, talker, stranger = (telegram.user(name) for name in ("主", "管", "友", "客"))
    group = telegram.group("群", owner=owner)
    telegram.appoint(admin, group, "administrator")
    telegram.say(talker, "你们好", group)

    async def status(user_id: int) -> str:
        body = await bot.call("getChatMember", chat_id=group.id, user_id=user_id)
        return str(body["result"]["status"])

    users = (owner, admin, talker, stranger, telegram.bot)
    expected = ["creator", "administrator", "member", "left", "member"]
    assert [await status(user.id) for user in users] == expected
    telegram.appoint(talker, group, "kicked")
    assert await status(talker.id) == "kicked"
    listed = (await bot.call("getChatAdministrators", chat_id=group.id))["result"]
    assert [member["user"]["id"] for member in listed] == [owner.id, admin.id]
    assert (await bot.call("getChatMemberCount", chat_id=group.id))["result"] == 3
    assert await bot.call("getChatMember", chat_id=group.id, user_id=5) == error(
        400, "Bad Request: user not found"
    )
    private = telegram.private(owner)
    assert await bot.call("getChatAdministrators", chat_id=private.id) == error(
        400, "Bad Request: there are no administrators in the private chat"
    )


async def test_the_bot_comes_and_goes(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("群", has_bot=False, supergroup=True)
    values: dict[str, Any] = {"chat_id": group.id, "text": "x"}
    away = error(403, "Forbidden: bot is not a member of the supergroup chat")
    assert await bot.call("sendMessage", **values) == away
    telegram.add_bot(group, user)
    assert (await bot.call("sendMessage", **values))["ok"]
    telegram.add_bot(group, user, admin=True)
    telegram.remove_bot(group, user)
    kicked = error(403, "Forbidden: bot was kicked from the supergroup chat")
    assert await bot.call("sendMessage", **values) == kicked
    telegram.add_bot(group, user)
    assert (await bot.call("leaveChat", chat_id=group.id))["ok"]
    assert await bot.call("sendMessage", **values) == away
    changes = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in await bot.updates("my_chat_member")
    ]
    steps = ["left", "member", "administrator", "kicked", "member", "left"]
    assert changes == list(pairwise(steps))
    (first, again) = await bot.updates("message")
    assert first["new_chat_members"][0]["id"] == again["new_chat_members"][0]["id"] == telegram.bot.id


async def test_a_group_becomes_a_supergroup(telegram: Loopback, bot: Client) -> None:
    owner = telegram.user("主")
    group = telegram.group("群", owner=owner)
    larger = telegram.upgrade(group, owner)
    assert (larger.type, larger.name) == ("supergroup", "群")
    left, came = await bot.updates("message")
    assert (left["chat"]["id"], left["migrate_to_chat_id"]) == (group.id, larger.id)
    assert (came["chat"]["id"], came["migrate_from_chat_id"]) == (larger.id, group.id)
    refused = await bot.call("sendMessage", chat_id=group.id, text="x")
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused["parameters"] == {"migrate_to_chat_id": larger.id}
    assert (await bot.call("sendMessage", chat_id=larger.id, text="x"))["ok"]
    member = await bot.call("getChatMember", chat_id=larger.id, user_id=owner.id)
    assert member["result"]["status"] == "creator"


async def test_a_person_blocks_the_bot(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    telegram.block(user)
    blocked = error(403, "Forbidden: bot was blocked by the user")
    assert await bot.call("sendMessage", chat_id=user.id, text="x") == blocked
    telegram.unblock(user)
    assert (await bot.call("sendMessage", chat_id=user.id, text="x"))["ok"]
    first, second = await bot.updates("my_chat_member")
    assert (first["old_chat_member"]["status"], first["new_chat_member"]["status"]) == ("member", "kicked")
    assert second["new_chat_member"]["status"] == "member"


async def test_a_mention_reaches_the_bot(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("群")
    telegram.say(user, "@Yuanwen_Bot 甲", group)
    telegram.say(user, "请问 @yuanwen_bot", group)
    telegram.say(user, "@yuanwen_bot2 丙", group)
    telegram.send_document(user, "a.txt", b"x", group)
    telegram.send_document(user, "b.txt", b"x", group, caption="@yuanwen_bot 存")
    first, second, third = await bot.updates("message")
    assert (first["text"], second["text"]) == ("@Yuanwen_Bot 甲", "请问 @yuanwen_bot")
    assert first["entities"] == [{"type": "mention", "offset": 0, "length": 12}]
    assert third["document"]["file_name"] == "b.txt"


@pytest.mark.parametrize("way", ["setting", "admin"])
async def test_without_privacy_mode_all_is_seen(telegram: Loopback, bot: Client, way: str) -> None:
    user, group = telegram.user("小明"), telegram.group("群")
    telegram.say(user, "甲", group)
    if way == "setting":
        telegram.privacy_mode = False
    else:
        telegram.add_bot(group, user, admin=True)
    telegram.say(user, "乙", group)
    assert await texts(bot) == ["乙"]
    me = (await bot.call("getMe"))["result"]
    assert me["can_read_all_group_messages"] == (way == "setting")


async def test_an_anonymous_administrator(telegram: Loopback, bot: Client) -> None:
    group = telegram.group("群", supergroup=True)
    telegram.say(ANONYMOUS, "/settings", group)
    (message,) = await bot.updates("message")
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group.id


async def test_topics(telegram: Loopback, bot: Client) -> None:
    user, forum = telegram.user("小明"), telegram.group("论坛", forum=True)
    topic, other = telegram.topic(forum, "政策"), telegram.topic(forum, "闲聊")
    asked = telegram.say(user, "/ask 甲", topic)
    opened, _, message = await bot.updates("message")
    assert opened["forum_topic_created"]["name"] == "政策"
    assert opened["message_id"] == opened["message_thread_id"] == topic.id
    assert message["chat"]["is_forum"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic.id, True)
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "政策"
    values: dict[str, Any] = {"chat_id": forum.id, "text": "x"}
    answer = (await bot.call("sendMessage", reply_parameters={"message_id": asked.id}, **values))["result"]
    assert answer["message_thread_id"] == topic.id
    assert answer["is_topic_message"]
    first = await bot.call("sendMessage", message_thread_id=other.id, **values)
    assert first["result"]["message_thread_id"] == other.id
    assert [m.id for m in telegram.said(topic)] == [answer["message_id"]]
    own = telegram.said(topic)[0]
    further = telegram.say(user, "乙", forum, reply_to=own)
    assert (further.thread_id, further.in_topic) == (topic.id, True)
    crossed: dict[str, Any] = {"message_thread_id": other.id, "reply_parameters": {"message_id": asked.id}}
    assert await bot.call("sendMessage", **crossed, **values) == error(
        400, "Bad Request: message to be replied not found"
    )


async def test_threads_that_do_not_exist(telegram: Loopback, bot: Client) -> None:
    user, forum = telegram.user("小明"), telegram.group("论坛", forum=True)
    topic, group = telegram.topic(forum, "政策"), telegram.group("群")
    general = telegram.say(user, "/ask 甲", forum)
    assert not general.in_topic
    missing = error(400, "Bad Request: message thread not found")

    async def send(chat_id: int, thread_id: int) -> dict[str, Any]:
        return await bot.call("sendMessage", chat_id=chat_id, text="x", message_thread_id=thread_id)

    assert (await send(forum.id, topic.id))["ok"]
    for chat_id, thread_id in ((forum.id, 1), (forum.id, 999), (group.id, topic.id), (user.id, topic.id)):
        telegram.started(user)
        assert await send(chat_id, thread_id) == missing
    telegram.delete_topic(topic)
    assert await send(forum.id, topic.id) == missing
    for thread_id, taken in ((1, True), (999, False)):
        acted = await bot.call(
            "sendChatAction", chat_id=forum.id, action="typing", message_thread_id=thread_id
        )
        assert acted["ok"] == taken


async def test_replies_in_a_supergroup_form_a_thread_that_is_no_topic(
    telegram: Loopback, bot: Client
) -> None:
    user, group = telegram.user("小明"), telegram.group("群", supergroup=True)
    first = telegram.say(user, "/ask 甲", group)
    telegram.say(user, "/ask 乙", group, reply_to=first)
    _, message = await bot.updates("message")
    assert message["message_thread_id"] == first.id
    assert "is_topic_message" not in message
    sent = await bot.call("sendMessage", chat_id=group.id, text="x", message_thread_id=first.id)
    assert sent["ok"]


async def test_languages(telegram: Loopback, bot: Client) -> None:
    for language in ("en", "zh-hant", ""):
        telegram.say(telegram.user("甲", language_code=language), "x")
    said = await bot.updates("message")
    assert [message["from"].get("language_code") for message in said] == ["en", "zh-hant", None]
