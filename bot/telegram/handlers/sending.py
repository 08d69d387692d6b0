"""Sending: replies, reactions, edits, responses to presses, and the typing indicator."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ChatAction, ParseMode, ReactionEmoji
from telegram.error import BadRequest, TelegramError
from telegram.ext import Defaults

from bot.telegram.messages.html import Html

DEFAULTS: Final = Defaults(
    parse_mode=ParseMode.HTML,
    link_preview_options=LinkPreviewOptions(is_disabled=True),
    allow_sending_without_reply=True,
)
"""How every message is sent, inline results and guest answers included: HTML, no link previews, as a reply
even where the message replied to is gone.
"""

_TYPING_DELAY_S: Final = 0.3
# Telegram shows the indicator for 5 seconds.
_TYPING_RENEWAL_S: Final = 4.5


async def reply(message: Message, html: Html, keyboard: InlineKeyboardMarkup | None = None) -> Message:
    """Send a message as a reply to another."""
    return await message.reply_text(html, reply_markup=keyboard, do_quote=True)


async def react(message: Message, emoji: ReactionEmoji) -> None:
    """React to a message; nothing where Telegram or the chat does not allow that."""
    with suppress(TelegramError):
        await message.set_reaction(emoji)


async def edit(query: CallbackQuery, html: Html, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Replace text and buttons of the message whose button was pressed."""
    with _unchanged_ignored():
        await query.edit_message_text(html, reply_markup=keyboard)


async def edit_at(
    bot: Bot, chat: int, message: int, html: Html, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Replace text and buttons of a message of the bot.

    Raises:
        BadRequest: The message is gone.
    """
    with _unchanged_ignored():
        await bot.edit_message_text(html, chat_id=chat, message_id=message, reply_markup=keyboard)


@contextmanager
def _unchanged_ignored() -> Iterator[None]:
    """Ignore the error that a message has this text and these buttons already."""
    try:
        yield
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise


async def answer_callback(query: CallbackQuery, notice: str = "") -> None:
    """Answer a callback query, with a notice of at most 200 units or none.

    Telegram accepts this for some seconds only; for an older press, as after a restart, nothing happens.
    """
    try:
        await query.answer(notice or None)  # "" would be sent as "[]" where Defaults are set
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show "typing" while the block runs, if that takes longer than a moment."""
    task = asyncio.create_task(_keep_typing(message))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)  # a cancellation of the block itself is raised


async def _keep_typing(message: Message) -> None:
    await asyncio.sleep(_TYPING_DELAY_S)
    thread = message.message_thread_id if message.is_topic_message else None
    # Where Telegram refuses the indicator, the answer still comes.
    with suppress(TelegramError):
        while True:
            await message.chat.send_action(ChatAction.TYPING, message_thread_id=thread)
            await asyncio.sleep(_TYPING_RENEWAL_S)
