"""Requests that Telegram refuses are refused with the same descriptions."""

from typing import Any

import pytest

from bot.playground import Loopback
from bot.playground.protocol.refusals import too_many_requests
from tests.bot.playground.conftest import Client, Clock


def article(identity: str = "1", text: str = "x", **fields: Any) -> dict[str, Any]:
    content = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": identity, "title": "t", "input_message_content": content, **fields}


def error(code: int, description: str) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description}


async def test_a_wrong_token(bot: Client) -> None:
    assert await bot.call("getMe", token="1:wrong") == error(401, "Unauthorized")


async def test_the_token_is_checked_before_the_body(bot: Client) -> None:
    assert await bot.raw("getMe", b"{", "application/json", token="1:wrong") == error(401, "Unauthorized")


async def test_an_unknown_method(bot: Client) -> None:
    assert await bot.call("sendTelegram") == error(404, "Not Found")


async def test_a_body_that_is_no_json(bot: Client) -> None:
    body = await bot.raw("getMe", b"{", "application/json")
    assert body == error(400, "Bad Request: can't parse request body as JSON")


async def test_too_many_requests(telegram: Loopback, bot: Client) -> None:
    telegram.fail("getMe", too_many_requests(7), times=2)
    refused = error(429, "Too Many Requests: retry after 7") | {"parameters": {"retry_after": 7}}
    assert [await bot.call("getMe") for _ in range(2)] == [refused, refused]
    assert (await bot.call("getMe"))["ok"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("字" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<b>" + "字" * 4097 + "</b>", "message is too long"),
        ("", 'parameter "text" is required'),
        (" \n", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<x>x</x>", 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
    ],
)
async def test_texts(telegram: Loopback, bot: Client, text: str, reason: str) -> None:
    chat = telegram.started(telegram.user("小明"))
    values = {"text": text} if text else {}
    body = await bot.call_json("sendMessage", chat_id=chat.id, parse_mode="HTML", **values)
    assert body == error(400, f"Bad Request: {reason}")
    assert telegram.chats.history(chat) == []


async def test_the_longest_text_is_taken(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    html = f"<b>{'字' * 4095}</b>&amp;"
    assert (await bot.call("sendMessage", chat_id=chat.id, text=html, parse_mode="HTML"))["ok"]


async def test_an_unknown_parse_mode(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    body = await bot.call("sendMessage", chat_id=chat.id, text="x", parse_mode="Markdown")
    assert body["error_code"] == 400


async def test_unknown_chats(telegram: Loopback, bot: Client) -> None:
    stranger = telegram.user("生人")
    closed = telegram.group("别人的群", has_bot=False)
    chat_not_found = error(400, "Bad Request: chat not found")
    not_started = error(403, "Forbidden: bot can't initiate conversation with a user")
    assert await bot.call("sendMessage", chat_id=stranger.id, text="x") == not_started
    assert await bot.call("sendMessage", chat_id=99, text="x") == chat_not_found
    assert await bot.call("sendChatAction", chat_id=-1, action="typing") == chat_not_found
    refused = error(403, "Forbidden: bot is not a member of the group chat")
    assert await bot.call("sendMessage", chat_id=closed.id, text="x") == refused


@pytest.mark.parametrize(
    ("method", "values", "missing"),
    [
        ("sendMessage", {"text": "x"}, "chat_id"),
        ("editMessageText", {"text": "x"}, "message_id"),
        ("deleteMessage", {"chat_id": 1}, "message_id"),
        ("sendChatAction", {"chat_id": 1}, "action"),
        ("setMyCommands", {}, "commands"),
        ("answerInlineQuery", {"inline_query_id": "1"}, "results"),
        ("answerCallbackQuery", {}, "callback_query_id"),
    ],
)
async def test_missing_parameters(bot: Client, method: str, values: dict[str, Any], missing: str) -> None:
    assert await bot.call(method, **values) == error(400, f'Bad Request: parameter "{missing}" is required')


async def test_parameters_of_the_wrong_type(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    for values in (
        {"chat_id": "somewhere", "text": "x"},
        {"chat_id": chat.id, "text": "x", "reply_parameters": "{"},
        {"chat_id": chat.id, "text": "x", "reply_parameters": [1]},
    ):
        assert (await bot.call("sendMessage", **values))["error_code"] == 400


async def test_a_reply_to_nothing(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    values: dict[str, Any] = {"chat_id": chat.id, "text": "x"}
    body = await bot.call("sendMessage", reply_parameters={"message_id": 99}, **values)
    assert body == error(400, "Bad Request: message to be replied not found")
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    body = await bot.call("sendMessage", reply_parameters=lenient, **values)
    assert "reply_to_message" not in body["result"]


async def test_buttons(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))

    async def send(**button: Any) -> dict[str, Any]:
        markup = {"inline_keyboard": [[button]]}
        return await bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=markup)

    assert await send(text="a", callback_data="字" * 22) == error(400, "Bad Request: BUTTON_DATA_INVALID")
    assert (await send(text="a"))["error_code"] == 400
    assert (await send(text="", callback_data="x"))["error_code"] == 400
    assert (await send(text="a", callback_data="x" * 64))["ok"]
    for copied in ({}, {"text": ""}, {"text": "字" * 257}, {"text": 1}, "字"):
        refused = error(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        assert await send(text="a", copy_text=copied) == refused
    assert (await send(text="a", copy_text={"text": "字" * 256}))["ok"]
    allowed = {"allow_group_chats": True}
    for chosen in ({"query": "问"}, {"query": "问" * 257, **allowed}, {"query": 1, **allowed}, "问"):
        assert (await send(text="a", switch_inline_query_chosen_chat=chosen))["error_code"] == 400
    assert (await send(text="a", switch_inline_query_chosen_chat={"query": "问" * 256, **allowed}))["ok"]
    assert (await send(text="a", switch_inline_query_chosen_chat=allowed))["ok"]


async def test_a_hundred_buttons_and_no_more(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))

    async def send(count: int) -> dict[str, Any]:
        rows = [[{"text": "a", "callback_data": "x"}] * 4] * (count // 4) + [
            [{"text": "a", "callback_data": "x"}]
        ] * (count % 4)
        return await bot.call(
            "sendMessage", chat_id=chat.id, text="x", reply_markup={"inline_keyboard": rows}
        )

    assert (await send(100))["ok"]
    assert await send(101) == error(400, "Bad Request: reply markup is too long")


async def test_a_keyboard_that_is_none(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    for rows in (1, [1], [["a"]]):
        markup = {"inline_keyboard": rows}
        assert (await bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=markup))[
            "error_code"
        ] == 400


async def test_a_button_that_leads_nowhere(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    markup = {"inline_keyboard": [[{"text": "a", "url": "javascript:alert(1)"}]]}
    body = await bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=markup)
    assert "'javascript:alert(1)' is invalid: Wrong HTTP URL" in body["description"]


async def test_the_bot_writes_to_nobody_who_has_not_started_it(telegram: Loopback, bot: Client) -> None:
    user, group = telegram.user("小明"), telegram.group("群")
    telegram.say(user, "/ask 甲", group)
    values: dict[str, Any] = {"chat_id": user.id, "text": "x"}
    not_started = error(403, "Forbidden: bot can't initiate conversation with a user")
    assert await bot.call("sendMessage", **values) == not_started
    assert await bot.call("sendChatAction", chat_id=user.id, action="typing") == not_started
    assert (await bot.call("getChat", chat_id=user.id))["result"]["first_name"] == "小明"
    telegram.say(user, "/start")
    assert (await bot.call("sendMessage", **values))["ok"]
    telegram.block(user)
    assert await bot.call("sendMessage", **values) == error(403, "Forbidden: bot was blocked by the user")
    telegram.unblock(user)
    assert (await bot.call("sendMessage", **values))["ok"]


async def test_the_second_answer_to_a_pressed_button(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    pressed = telegram.press(user, telegram.say(user, "x"), "data")
    assert (await bot.call("answerCallbackQuery", callback_query_id=pressed.id))["ok"]
    assert await bot.call("answerCallbackQuery", callback_query_id=pressed.id, text="好") == error(
        400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_unchanged_is_judged_after_cleaning(telegram: Loopback, bot: Client) -> None:
    place: dict[str, Any] = {"chat_id": telegram.started(telegram.user("小明")).id}
    sent = (await bot.call_json("sendMessage", text="总\u202e额\t3亿元\a\0", **place))["result"]
    assert sent["text"] == "总额 3亿元"
    place["message_id"] = sent["message_id"]
    again = await bot.call_json("editMessageText", text="总额\x003亿元", **place)
    assert again["description"].startswith("Bad Request: message is not modified")


async def test_only_own_messages_can_be_edited(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    said = telegram.say(user, "你好")
    where: dict[str, Any] = {"chat_id": said.chat.id, "text": "y"}
    assert await bot.call("editMessageText", message_id=said.id, **where) == error(
        400, "Bad Request: message can't be edited"
    )
    assert await bot.call("editMessageText", message_id=99, **where) == error(
        400, "Bad Request: message to edit not found"
    )
    sent = (await bot.call("sendMessage", chat_id=said.chat.id, text="x"))["result"]
    where["message_id"] = sent["message_id"]
    assert (await bot.call("editMessageText", **where))["result"]["text"] == "y"
    again = await bot.call("editMessageText", **where)
    assert again["description"].startswith("Bad Request: message is not modified")


async def test_deleting(telegram: Loopback, bot: Client) -> None:
    group, user = telegram.group("群"), telegram.user("小明")
    said = telegram.say(user, "/ask x", group)
    sent = (await bot.call("sendMessage", chat_id=group.id, text="x"))["result"]
    assert (await bot.call("deleteMessage", chat_id=group.id, message_id=said.id))["error_code"] == 400
    assert (await bot.call("deleteMessage", chat_id=group.id, message_id=sent["message_id"]))["ok"]
    gone = await bot.call("deleteMessage", chat_id=group.id, message_id=sent["message_id"])
    assert gone == error(400, "Bad Request: message to delete not found")
    assert telegram.chats.history(group) == [said]


async def test_messages_of_two_days_cannot_be_deleted(telegram: Loopback, bot: Client, clock: Clock) -> None:
    place: dict[str, Any] = {"chat_id": telegram.started(telegram.user("小明")).id}
    old, new = [
        (await bot.call("sendMessage", text=text, **place))["result"]["message_id"] for text in "甲乙"
    ]
    clock.now += 48 * 3600 - 1
    assert (await bot.call("deleteMessage", message_id=new, **place))["ok"]
    clock.now += 1
    assert await bot.call("deleteMessage", message_id=old, **place) == error(
        400, "Bad Request: message can't be deleted for everyone"
    )


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article("1"), article("1")], "RESULT_ID_DUPLICATE"),
        ([article("x" * 65)], "RESULT_ID_INVALID"),
        ([article("字" * 22)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article(title="")], "ARTICLE_TITLE_EMPTY"),
        ([article(text="<b>x")], "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ([article(text="字" * 4097)], "message is too long"),
        ([article(text="")], "message text is empty"),
        (["x"], "results must be objects"),
        (
            [{"type": "photo", "id": "1"}],
            "inline results of type 'photo' are not supported here, only articles",
        ),
    ],
)
async def test_inline_results(telegram: Loopback, bot: Client, results: list[Any], reason: str) -> None:
    query = telegram.inline(telegram.user("小明"), "x")
    body = await bot.call("answerInlineQuery", inline_query_id=query.id, results=results)
    assert body == error(400, f"Bad Request: {reason}")
    assert query.answer is None


async def test_fifty_inline_results_are_taken(telegram: Loopback, bot: Client) -> None:
    query = telegram.inline(telegram.user("小明"), "x")
    results = [article("x" * 62 + f"{n:02}") for n in range(50)]
    assert (await bot.call("answerInlineQuery", inline_query_id=query.id, results=results))["ok"]
    assert query.answer
    assert len(query.answer.results) == 50


@pytest.mark.parametrize("parameter", ["", "x" * 65, "有", "a b", "a="])
async def test_start_parameters(telegram: Loopback, bot: Client, parameter: str) -> None:
    query = telegram.inline(telegram.user("小明"), "x")
    button = {"text": "去", "start_parameter": parameter}
    body = await bot.call("answerInlineQuery", inline_query_id=query.id, results=[], button=button)
    assert body == error(400, "Bad Request: START_PARAM_INVALID")


async def test_queries_that_waited_too_long(telegram: Loopback, bot: Client, clock: Clock) -> None:
    user = telegram.user("小明")
    inline = telegram.inline(user, "x")
    pressed = telegram.press(user, telegram.say(user, "x"), "data")
    too_old = error(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    clock.now += 9
    assert (await bot.call("answerInlineQuery", inline_query_id=inline.id, results=[]))["ok"]
    assert (await bot.call("answerCallbackQuery", callback_query_id=pressed.id, text="好"))["ok"]
    clock.now += 2
    assert await bot.call("answerInlineQuery", inline_query_id=inline.id, results=[]) == too_old
    assert await bot.call("answerCallbackQuery", callback_query_id=pressed.id) == too_old
    assert await bot.call("answerInlineQuery", inline_query_id="99", results=[]) == too_old
    assert pressed.answer
    assert pressed.answer.text == "好"


@pytest.mark.parametrize(
    ("reaction", "reason"),
    [
        ([{"type": "emoji", "emoji": "🙏"}, {"type": "emoji", "emoji": "👍"}], "REACTIONS_TOO_MANY"),
        ([{"type": "emoji", "emoji": "⏳"}], "REACTION_INVALID"),
        ([{"type": "emoji"}], "REACTION_INVALID"),
        ([{"type": "paid"}], "REACTION_INVALID"),
        (["🙏"], "can't parse reaction types JSON object"),
        ([{"emoji": "🙏"}], "can't parse reaction types JSON object"),
    ],
)
async def test_reactions(telegram: Loopback, bot: Client, reaction: list[Any], reason: str) -> None:
    said = telegram.say(telegram.user("小明"), "你好")
    place: dict[str, Any] = {"chat_id": said.chat.id, "message_id": said.id}
    refused = await bot.call("setMessageReaction", **place, reaction=reaction)
    assert refused == error(400, f"Bad Request: {reason}")
    gone = await bot.call("setMessageReaction", **place | {"message_id": 99})
    assert gone == error(400, "Bad Request: message to react not found")


async def test_a_reaction_takes_the_place_of_the_one_before(telegram: Loopback, bot: Client) -> None:
    said = telegram.say(telegram.user("小明"), "你好")
    place: dict[str, Any] = {"chat_id": said.chat.id, "message_id": said.id}
    shown = []
    for emoji in ("🙏", "❤", ""):
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        assert (await bot.call("setMessageReaction", **place, reaction=reaction))["result"] is True
        current = telegram.current(said)
        shown.append(current.reaction if current else None)
    assert shown == ["🙏", "❤", ""]


@pytest.mark.parametrize(
    "command",
    [
        {"command": "Ask", "description": "x"},
        {"command": "问", "description": "x"},
        {"command": "a" * 33, "description": "x"},
        {"command": "ask", "description": ""},
    ],
)
async def test_commands(bot: Client, command: dict[str, str]) -> None:
    body = await bot.call("setMyCommands", commands=[command])
    assert body["description"].startswith("Bad Request: BOT_COMMAND_")


async def test_chat_actions(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    assert (await bot.call("sendChatAction", chat_id=chat.id, action="thinking"))["error_code"] == 400
    assert (await bot.call("sendChatAction", chat_id=chat.id, action="typing"))["ok"]
    assert telegram.actions == [(chat, "typing")]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.com", "invalid webhook URL specified"),
        ("https://", "invalid webhook URL specified"),
        ("https://[", "invalid webhook URL specified"),
        ("here", "invalid webhook URL specified"),
        ("http://example.com/hook", "An HTTPS URL must be provided for webhook"),
        ("https://example.com:8080/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://127.0.0.1:8443/", "IP address 127.0.0.1 is reserved"),
    ],
)
async def test_webhook_addresses(telegram: Loopback, bot: Client, url: str, reason: str) -> None:
    assert await bot.call("setWebhook", url=url) == error(400, f"Bad Request: bad webhook: {reason}")
    assert telegram.updates.webhook_url == ""


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
async def test_webhook_ports(telegram: Loopback, bot: Client, port: str) -> None:
    url = f"https://example.com{port}/hook"
    assert (await bot.call("setWebhook", url=url))["ok"]
    assert telegram.updates.webhook_url == url


async def test_an_empty_address_removes_the_webhook(telegram: Loopback, bot: Client) -> None:
    await bot.call("setWebhook", url="https://example.com")
    assert (await bot.call("setWebhook", url=""))["ok"]
    assert telegram.updates.webhook_url == ""
    assert (await bot.call("getUpdates"))["ok"]


async def test_a_server_of_ones_own_takes_any_webhook(telegram: Loopback, bot: Client) -> None:
    telegram.local_webhooks = True
    assert (await bot.call("setWebhook", url="http://127.0.0.1:9/"))["ok"]
    assert (await bot.call("setWebhook", url="ftp://127.0.0.1:9/"))["error_code"] == 400


async def test_webhook_secrets(bot: Client) -> None:
    body = await bot.call("setWebhook", url="https://example.com", secret_token="有")
    assert body == error(400, "Bad Request: secret token contains unallowed characters")
