"""pyTelegramBotAPI, a client of the Bot API that nobody here wrote, against the simulated Telegram."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
import telebot
from telebot import apihelper
from telebot.apihelper import ApiTelegramException
from telebot.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
)

from bot.playground import Loopback
from bot.playground.protocol.refusals import too_many_requests

pytestmark = pytest.mark.slow


@pytest.fixture
def client(telegram: Loopback, monkeypatch: pytest.MonkeyPatch) -> telebot.TeleBot:
    monkeypatch.setattr(apihelper, "API_URL", f"{telegram.base_url}/bot{{0}}/{{1}}")
    monkeypatch.setattr(apihelper, "FILE_URL", f"{telegram.base_url}/file/bot{{0}}/{{1}}")
    monkeypatch.setattr(apihelper, "RETRY_ON_ERROR", False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return telebot.TeleBot(telegram.token, parse_mode="HTML", threaded=False)


async def called(call: Callable[..., Any], *values: Any, **named: Any) -> Any:
    """The result of a call, made on a thread, as this client blocks."""
    return await asyncio.to_thread(call, *values, **named)


async def refused(call: Callable[..., Any], *values: Any, **named: Any) -> tuple[int, str]:
    """The code and the description with which a call is refused."""
    with pytest.raises(ApiTelegramException) as error:
        await called(call, *values, **named)
    return error.value.error_code, error.value.description


def keyboard() -> InlineKeyboardMarkup:
    markup = InlineKeyboardMarkup()
    markup.add(InlineKeyboardButton("更多", callback_data="more"))
    return markup


async def test_who_the_bot_is(telegram: Loopback, client: telebot.TeleBot) -> None:
    me = await called(client.get_me)
    assert (me.id, me.username) == (telegram.bot.id, "yuanwen_bot")
    assert (await refused(telebot.TeleBot("1:wrong", threaded=False).get_me))[0] == 401


async def test_polling_answers_messages_buttons_and_inline_queries(
    telegram: Loopback, client: telebot.TeleBot
) -> None:
    def said(message: Any) -> None:
        client.reply_to(message, f"<b>{message.text}</b>", reply_markup=keyboard())

    def pressed(query: Any) -> None:
        client.answer_callback_query(query.id, "好", show_alert=True)
        client.edit_message_text("换了", query.message.chat.id, query.message.message_id)

    def typed(query: Any) -> None:
        content = InputTextMessageContent(f"<i>{query.query}</i>", parse_mode="HTML")
        client.answer_inline_query(query.id, [InlineQueryResultArticle("1", "答", content)], cache_time=0)

    client.register_message_handler(said)
    client.register_callback_query_handler(pressed, lambda _query: True)
    client.register_inline_handler(typed, lambda _query: True)
    polling = threading.Thread(
        target=client.polling, kwargs={"non_stop": True, "timeout": 2, "long_polling_timeout": 2}
    )
    polling.start()
    try:
        user = telegram.user("小明")
        answer = await telegram.answer_to(telegram.say(user, "问题"))
        assert answer.content.parts("bold") == ["问题"]
        notice = await telegram.notice_for(telegram.tap(user, answer, "更多"))
        assert (notice.text, notice.show_alert) == ("好", True)
        await telegram.notifier.until(
            lambda: (now := telegram.current(answer)) and now.text == "换了", timeout=20
        )
        offer = await telegram.offers_for(telegram.inline(user, "打字"))
        assert offer.results[0].content.parts("italic") == ["打字"]
    finally:
        client.stop_polling()
        await asyncio.to_thread(polling.join, 30)


async def test_formats_and_edits(telegram: Loopback, client: telebot.TeleBot) -> None:
    chat = telegram.started(telegram.user("小明"))
    sent = await called(client.send_message, chat.id, "<b>粗</b> www.example.com")
    assert [entity.type for entity in sent.entities] == ["bold", "url"]
    own = [MessageEntity("italic", 0, 1)]
    plain = await called(client.send_message, chat.id, "<斜", entities=own, parse_mode="")
    assert (plain.text, [entity.type for entity in plain.entities]) == ("<斜", ["italic"])
    place = {"chat_id": chat.id, "message_id": sent.message_id}
    edited = await called(client.edit_message_text, "总\u202e额", **place)
    assert edited.text == "总额"
    code, reason = await refused(client.edit_message_text, "总额", **place)
    assert (code, "message is not modified" in reason) == (400, True)
    quote = ReplyParameters(sent.message_id, quote="没有")
    assert (await refused(client.send_message, chat.id, "x", reply_parameters=quote))[1].endswith(
        "QUOTE_TEXT_INVALID"
    )
    changed = await called(client.edit_message_reply_markup, reply_markup=keyboard(), **place)
    assert changed.reply_markup.keyboard[0][0].callback_data == "more"
    assert await called(client.delete_message, **place)


async def test_files(telegram: Loopback, client: telebot.TeleBot) -> None:
    chat = telegram.started(telegram.user("小明"))
    data = bytes(range(256)) * 500
    sent = await called(
        client.send_document, chat.id, data, caption="<b>好</b>", visible_file_name="报告.pdf"
    )
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("报告.pdf", len(data), "好")
    file = await called(client.get_file, sent.document.file_id)
    assert await called(client.download_file, file.file_path) == data
    assert (await refused(client.get_file, "none"))[0] == 400


async def test_members(telegram: Loopback, client: telebot.TeleBot) -> None:
    owner = telegram.user("主")
    group = telegram.group("群", owner=owner)
    assert (await called(client.get_chat, group.id)).title == "群"
    assert await called(client.get_chat_member_count, group.id) == 2
    (admin,) = await called(client.get_chat_administrators, group.id)
    assert (admin.status, admin.user.id) == ("creator", owner.id)
    assert (await called(client.get_chat_member, group.id, telegram.bot.id)).status == "member"
    assert await called(client.leave_chat, group.id)
    assert (await refused(client.send_message, group.id, "x"))[0] == 403


async def test_webhooks(telegram: Loopback, client: telebot.TeleBot) -> None:
    for url in ("http://example.com", "https://example.com:8080", "https://127.0.0.1"):
        code, reason = await refused(client.set_webhook, url)
        assert (code, "bad webhook" in reason) == (400, True)
    assert await called(client.set_webhook, "https://example.com:88/hook", secret_token="geheim")
    assert (await called(client.get_webhook_info)).url == "https://example.com:88/hook"
    assert (await refused(client.get_updates))[0] == 409
    assert await called(client.set_webhook, "")
    assert (await called(client.get_webhook_info)).url == ""
    assert await called(client.remove_webhook)


async def test_refusals_have_codes(telegram: Loopback, client: telebot.TeleBot) -> None:
    user = telegram.user("小明")
    code, reason = await refused(client.send_message, user.id, "x")
    assert (code, "can't initiate conversation" in reason) == (403, True)
    telegram.started(user)
    telegram.block(user)
    assert (await refused(client.send_message, user.id, "x"))[0] == 403
    telegram.unblock(user)
    telegram.fail("sendMessage", too_many_requests(7))
    with pytest.raises(ApiTelegramException) as error:
        await called(client.send_message, user.id, "x")
    assert error.value.error_code == 429
    assert error.value.result_json["parameters"]["retry_after"] == 7
    large = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] for _ in range(101)])
    assert (await refused(client.send_message, user.id, "x", reply_markup=large))[1].endswith("too long")
