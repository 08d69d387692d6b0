"""Messages that are questions."""

import re

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.handlers.replies import reply, typing
from bot.phrases import HOW_TO_ASK
from bot.render import render

_COMMAND = re.compile(r"^/\w+(?:@\w+)?", re.ASCII)


class Questions:
    """Answers questions that come as messages.

    Args:
        desk: Where they are answered.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def told(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message that is a question as it stands."""
        if message := update.message:
            await self.answer(message, message.text or "")

    async def asked(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask with a question behind it, or as a reply to the question."""
        if message := update.message:
            await self.answer(message, _argument(message) or _replied(message))

    async def answer(self, message: Message, question: str) -> None:
        """Answer a question as a reply to a message; without a question, say how to ask."""
        question = question.strip()
        if not question:
            await reply(message, HOW_TO_ASK)
            return
        async with typing(message):
            found = await self._desk.ask(question)
        await reply(message, render(found).html)


def _argument(message: Message) -> str:
    """What stands behind the command, line breaks included."""
    return _COMMAND.sub("", message.text or "").strip()


def _replied(message: Message) -> str:
    """The text that a message replies to, or the part of it that was quoted; the bot's own is no question."""
    replied = message.reply_to_message
    if replied is None or (replied.from_user and replied.from_user.id == message.get_bot().id):
        return ""
    if message.quote:
        return message.quote.text
    return replied.text or replied.caption or ""
