"""aiogram, a client of the Bot API that nobody here wrote, against the simulated Telegram."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    MessageEntity,
    ReplyParameters,
)

from bot.playground import Loopback
from bot.playground.protocol.refusals import not_found, too_many_requests

pytestmark = pytest.mark.slow

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="更多", callback_data="more")],
        [InlineKeyboardButton(text="看", url="https://a.example")],
    ]
)


@pytest.fixture
async def client(telegram: Loopback) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.base_url))
    async with Bot(telegram.token, session=session, default=DefaultBotProperties(parse_mode="HTML")) as bot:
        yield bot


async def test_who_the_bot_is(telegram: Loopback, client: Bot) -> None:
    me = await client.get_me()
    assert (me.id, me.username, me.is_bot) == (telegram.bot.id, "yuanwen_bot", True)
    wrong = Bot("1:wrong", session=client.session)
    with pytest.raises(TelegramUnauthorizedError):
        await wrong.get_me()


async def test_polling_answers_messages_buttons_and_inline_queries(telegram: Loopback, client: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def said(message: Message) -> None:
        await message.reply(f"<b>{message.text}</b> 见 https://a.example/x", reply_markup=KEYBOARD)

    @dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        await query.answer("好", show_alert=True)
        assert isinstance(query.message, Message)
        await query.message.edit_text("换了", reply_markup=None)

    @dispatcher.inline_query()
    async def typed(query: InlineQuery) -> None:
        content = InputTextMessageContent(message_text=f"<i>{query.query}</i>")
        article = InlineQueryResultArticle(
            id="1", title="答", input_message_content=content, reply_markup=KEYBOARD
        )
        await query.answer([article], cache_time=5, is_personal=True, next_offset="2")

    polling = asyncio.create_task(dispatcher.start_polling(client, handle_signals=False, polling_timeout=5))
    try:
        user = telegram.user("小明")
        asked = telegram.say(user, "问题")
        answer = await telegram.answer_to(asked)
        assert (answer.text, answer.content.parts("bold")) == ("问题 见 https://a.example/x", ["问题"])
        assert answer.content.parts("url") == ["https://a.example/x"]
        query = telegram.tap(user, answer, "更多")
        notice = await telegram.notice_for(query)
        assert (notice.text, notice.show_alert) == ("好", True)
        await telegram.notifier.until(
            lambda: (now := telegram.current(answer)) and now.text == "换了", timeout=20
        )
        offer = await telegram.offers_for(telegram.inline(user, "打字"))
        assert (offer.results[0].title, offer.cache_seconds, offer.is_personal) == ("答", 5, True)
        assert offer.next_offset == "2"
        assert telegram.inline(user, "打字").answer == offer
    finally:
        await dispatcher.stop_polling()
        await polling


async def test_formats_and_edits(telegram: Loopback, client: Bot) -> None:
    chat = telegram.started(telegram.user("小明"))
    sent = await client.send_message(chat.id, "<b>粗</b> <a href='javascript:x'>链</a> a@b.example #题")
    assert [entity.type for entity in sent.entities or ()] == ["bold", "email", "hashtag"]
    own = [MessageEntity(type="italic", offset=0, length=1)]
    plain = await client.send_message(chat.id, "<斜", entities=own, parse_mode=None)
    assert (plain.text, [entity.type for entity in plain.entities or ()]) == ("<斜", ["italic"])
    edited = await client.edit_message_text("又\x00一", chat_id=chat.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == "又 一"
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await client.edit_message_text("又 一", chat_id=chat.id, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await client.send_message(chat.id, "<b>x")
    quote = ReplyParameters(message_id=sent.message_id, quote="没有")
    with pytest.raises(TelegramBadRequest, match="QUOTE_TEXT_INVALID"):
        await client.send_message(chat.id, "x", reply_parameters=quote)
    assert await client.delete_message(chat.id, sent.message_id)


async def test_files(telegram: Loopback, client: Bot) -> None:
    chat = telegram.started(telegram.user("小明"))
    data = bytes(range(256)) * 500
    sent = await client.send_document(chat.id, BufferedInputFile(data, "报告.pdf"), caption="<b>好</b>")
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("报告.pdf", len(data), "好")
    downloaded = await client.download(sent.document)
    assert downloaded
    assert downloaded.read() == data
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await client.send_document(chat.id, BufferedInputFile(b"", "空.txt"))


async def test_members(telegram: Loopback, client: Bot) -> None:
    # Of an administrator, this client wants a right that is newer than Bot API 10.1.
    group = telegram.group("群", supergroup=True, owner=(owner := telegram.user("主")))
    assert (await client.get_chat(group.id)).title == "群"
    assert await client.get_chat_member_count(group.id) == 2
    found = [(member.status, member.user.id) for member in await client.get_chat_administrators(group.id)]
    assert found == [("creator", owner.id)]
    assert (await client.get_chat_member(group.id, client.id)).status == "member"
    assert await client.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError, match="not a member"):
        await client.send_message(group.id, "x")


async def test_webhooks(telegram: Loopback, client: Bot) -> None:
    for url in ("http://example.com", "https://example.com:8080", "https://127.0.0.1"):
        with pytest.raises(TelegramBadRequest, match="bad webhook"):
            await client.set_webhook(url)
    assert await client.set_webhook(
        "https://example.com/hook", secret_token="geheim", allowed_updates=["message"]
    )
    info = await client.get_webhook_info()
    assert (info.url, info.allowed_updates) == ("https://example.com/hook", ["message"])
    assert await client.set_webhook("")  # aiogram leaves out what is empty
    assert (await client.get_webhook_info()).url == ""
    assert await client.delete_webhook(drop_pending_updates=True)


async def test_refusals_have_types(telegram: Loopback, client: Bot) -> None:
    user = telegram.user("小明")
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await client.send_message(user.id, "x")
    telegram.started(user)
    telegram.block(user)
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await client.send_message(user.id, "x")
    telegram.unblock(user)
    telegram.fail("sendMessage", too_many_requests(7))
    with pytest.raises(TelegramRetryAfter) as refused:
        await client.send_message(user.id, "x")
    assert refused.value.retry_after == 7
    telegram.limit()
    for _ in range(3):
        await client.send_message(user.id, "x")
    with pytest.raises(TelegramRetryAfter):
        await client.send_message(user.id, "x")
    telegram.fail("getMe", not_found())
    with pytest.raises(TelegramNotFound):
        await client.get_me()
