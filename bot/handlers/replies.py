"""How the bot writes back: as a reply, in HTML, without link previews; and that it is thinking."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from telegram import LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import RetryAfter, TelegramError

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

_PATIENCE_SECONDS = 0.3
_TYPING_LASTS_SECONDS = 4.5


async def reply(message: Message, html: str) -> Message:
    """Send a message as a reply to another, also where that one has been deleted meanwhile.

    Where Telegram asks to wait (too many messages), it waits that long and tries once more.
    """
    try:
        return await _send(message, html)
    except RetryAfter as error:
        wait = error.retry_after
        await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        return await _send(message, html)


async def _send(message: Message, html: str) -> Message:
    return await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
    )


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show that the bot is typing for as long as the block runs, unless it is over at once."""
    task = asyncio.create_task(_keep_typing(message))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_typing(message: Message) -> None:
    await asyncio.sleep(_PATIENCE_SECONDS)
    thread = message.message_thread_id if message.is_topic_message else None
    # Only a courtesy: where Telegram refuses it, the answer still comes.
    with suppress(TelegramError):
        while True:
            await message.chat.send_action(ChatAction.TYPING, message_thread_id=thread)
            await asyncio.sleep(_TYPING_LASTS_SECONDS)
