"""Requests for an answer: a message with the question, and what an owner replies to it.

Such a message says by itself what it asks for, its question is the quotation in it: nothing about it is kept,
and it works after a restart.
"""

from contextlib import suppress
from datetime import datetime

from telegram import Bot, Message, MessageEntity, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes, filters

from bot.services.faq.service import FaqService
from bot.telegram.handlers.asking.mentions import is_from_bot
from bot.telegram.handlers.owners.figures import local_zone
from bot.telegram.handlers.owners.waiting import WaitingAskers
from bot.telegram.handlers.sending import answer_callback, edit, edit_at, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.button_kinds import FaqPromptButton
from bot.telegram.messages.owners.faq import render_answered, render_kept, render_prompt, render_refusal
from bot.telegram.messages.translations import Translator
from retrieval.errors import FaqError
from retrieval.faq import FaqEntry, id_of, question_of


class PromptReply(filters.MessageFilter):
    """Replies to a request for an answer."""

    def filter(self, message: Message) -> bool:
        """Whether a message is one."""
        return question_replied_to(message) is not None


def question_replied_to(message: Message) -> str | None:
    """The question of the request that a message replies to, or None where it replies to none."""
    asked = message.reply_to_message
    if asked is None or not is_from_bot(asked) or asked.reply_markup is None:
        return None
    data = {str(button.callback_data) for row in asked.reply_markup.inline_keyboard for button in row}
    if FaqPromptButton().encode() not in data:
        return None
    return next(iter(asked.parse_entities([MessageEntity.BLOCKQUOTE]).values()), None)


class AnswerPrompts:
    """Asks owners for answers, and keeps what they reply.

    Args:
        services: Rules and languages.
        faq: Keeps the answers.
        waiting: Those who asked before there was an answer.
    """

    def __init__(self, services: Services, faq: FaqService, waiting: WaitingAskers) -> None:
        self._services = services
        self._faq = faq
        self._waiting = waiting

    async def send(self, bot: Bot, owner: int, question: str, translator: Translator) -> None:
        """Ask an owner for the answer of a question, or for another one; or say why it can have none."""
        try:
            question = question_of(question)
        except FaqError as error:
            await bot.send_message(owner, render_refusal(error, 0, translator))
            return
        entry = await self._faq.find(id_of(question))
        html, keyboard = render_prompt(question, entry.answer if entry else "", translator)
        await bot.send_message(owner, html, reply_markup=keyboard)

    async def answered(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A reply of an owner to a request: keeps it as the answer, or says why it cannot be one."""
        message = update.message
        question = question_replied_to(message) if message else None
        if message is None or question is None:
            return
        translator = await self._services.translators.of(message.from_user)
        written = message.text or ""
        try:
            entry = FaqEntry.of(question, written, datetime.now(local_zone()).date())
        except FaqError as error:
            await reply(message, render_refusal(error, len(written), translator))
            return
        (change,) = await self._faq.put([entry])
        if asked := message.reply_to_message:
            with suppress(BadRequest):  # it is gone
                await edit_at(
                    message.get_bot(), message.chat.id, asked.message_id, render_answered(entry.question)
                )
        waiting = len(await self._waiting.turns(entry.question))
        await reply(message, *render_kept(entry, change, waiting, translator))

    async def cancelled(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """A press of "cancel" under a request: from now on a reply to it is no answer."""
        query = update.callback_query
        if query is None:
            return
        translator = await self._services.translators.of(query.from_user)
        if not self._services.rules.access.is_owner(query.from_user.id):
            await answer_callback(query, translator.plain("old-button"))
            return
        await answer_callback(query)
        await edit(query, translator.say("faq-cancelled"))
