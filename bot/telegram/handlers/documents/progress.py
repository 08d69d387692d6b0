"""A status message that changes while work goes on."""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from typing import Final, TypeVar

from telegram import InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.telegram.handlers.sending import edit_at, reply
from bot.telegram.messages.html import Html

T = TypeVar("T")

_FIRST_STATUS_DELAY_S: Final = 0.7
_STATUS_POLL_S: Final = 0.2
_PACE_S: Final = 3.0
"""Seconds between two changes that only tell how far it is: Telegram limits edits."""


class Progress:
    """A reply whose text changes while work goes on. Failures to send are ignored, except for the last text.

    Telegram limits edits, so work that is over within a moment is not reported.

    Args:
        document_message: The message that it replies to.
        shown: An existing message of the bot to use instead of a new one.
        keyboard: Buttons under it, removed at the end.
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
        self._html = Html("")
        self._changing = asyncio.Lock()
        self._next: Html | None = None
        self._not_before = 0.0
        self._changed_at = 0.0

    @property
    def messages(self) -> tuple[int, ...]:
        """Ids of the document's message and of the status message, as far as that is sent."""
        shown = (self._shown.message_id,) if self._shown else ()
        return self._document_message.message_id, *shown

    async def during(self, html: Html, work: Awaitable[T]) -> T:
        """Await some work and return its result; show a text where it takes more than a moment."""
        self.go_on(html)
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task}, timeout=_FIRST_STATUS_DELAY_S)
            while not task.done():
                if (shown := self._next) and time.monotonic() >= self._not_before:
                    self._next = None
                    await self.change(shown)
                await asyncio.wait({task}, timeout=_STATUS_POLL_S)
            return await task
        finally:
            task.cancel()

    def go_on(self, html: Html) -> None:
        """Have another text shown from now on, where the work under way takes long enough."""
        self._next, self._not_before = html, 0.0

    def tell(self, html: Html) -> None:
        """Have a text shown that tells how far the work is: some seconds after the last one, or never."""
        self._next, self._not_before = html, self._changed_at + _PACE_S

    async def change(self, html: Html) -> None:
        """Show a text; a failure is ignored."""
        with suppress(TelegramError):
            await self._show(html, self._keyboard)

    async def offer(self, keyboard: InlineKeyboardMarkup) -> None:
        """Show buttons under the text that is shown, and under those to come; a failure is ignored."""
        with suppress(TelegramError):
            await self._show(self._html, keyboard)

    async def end(self, html: Html) -> None:
        """Show the last text, without buttons; in a new message where the old one is gone."""
        try:
            await self._show(html, None)
        except TelegramError:
            if self._shown is None:
                raise
            await reply(self._document_message, html)

    async def _show(self, html: Html, keyboard: InlineKeyboardMarkup | None) -> None:
        self._html, self._keyboard, self._changed_at = html, keyboard, time.monotonic()
        async with self._changing:  # the newest comes last, whoever else changes it meanwhile
            if self._shown is None:
                self._shown = await reply(self._document_message, self._html, self._keyboard)
            else:
                place = self._shown.chat.id, self._shown.message_id
                await edit_at(self._document_message.get_bot(), *place, self._html, self._keyboard)
