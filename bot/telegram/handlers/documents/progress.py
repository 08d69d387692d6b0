"""The progress of some work, in one message."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Final, TypeVar

from telegram import InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.telegram.handlers.sending import reply, rewrite_at
from bot.telegram.messages.html import Html

T = TypeVar("T")

_PATIENCE_SECONDS: Final = 0.7


class Progress:
    """A reply that changes as the work goes on. Only its last text has to arrive; all before is a courtesy.

    Telegram lets a chat change only so often, so that nothing is said of what is over at once.

    Args:
        carrier: The message it replies to.
        shown: The bot's message that it is to be, where there is one already.
        keyboard: Buttons that stay under it until the end.
    """

    def __init__(
        self,
        document_message: Message,
        shown: Message | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        self._document_message = document_message
        self._shown = shown
        self._keyboard = keyboard

    async def during(self, html: Html, work: Awaitable[T]) -> T:
        """Await some work, and say so where it takes a moment."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task}, timeout=_PATIENCE_SECONDS)
            if not task.done():
                await self.change(html)
            return await task
        finally:
            task.cancel()

    async def change(self, html: Html) -> None:
        """Show how far it is now, if that can be shown."""
        with suppress(TelegramError):
            await self._show(html, self._keyboard)

    async def end(self, html: Html) -> None:
        """Show what came of it, in a new message where the other one is gone."""
        try:
            await self._show(html, None)
        except TelegramError:
            if self._shown is None:
                raise
            await reply(self._document_message, html)

    async def _show(self, html: Html, keyboard: InlineKeyboardMarkup | None) -> None:
        if self._shown is None:
            self._shown = await reply(self._document_message, html, keyboard)
        else:
            place = self._shown.chat.id, self._shown.message_id
            await rewrite_at(self._document_message.get_bot(), *place, html, keyboard)
