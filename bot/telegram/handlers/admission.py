"""Admission: whether someone may use the bot in a chat."""

import math

from telegram import CallbackQuery, Chat, Message
from telegram.constants import ChatType

from bot.telegram.handlers.asking.mentions import group_of
from bot.telegram.handlers.sending import answer_callback, reply
from bot.telegram.handlers.services import Services
from bot.telegram.messages.translations import Translator
from bot.telegram.origin import sender_of


async def admitted(services: Services, message: Message, *, silent: bool = False) -> bool:
    """Whether the sender of a message may use the bot in its chat. Those who may not are told so in private.

    Args:
        services: Has the owner's rules.
        message: The message.
        silent: Tell nobody.
    """
    user = sender_of(message)
    if services.rules.access.admits(user, message.chat.id):
        return True
    if message.chat.type == ChatType.PRIVATE and not silent:
        translator = await services.translators.of(message.from_user)
        await reply(message, translator.say("not-admitted", id=user))
    return False


async def refused(services: Services, query: CallbackQuery, chat: Chat, translator: Translator) -> bool:
    """Whether what a press asks is refused, which its notice then says; else it counts as a question.

    Args:
        services: Has the owner's rules, and the allowance.
        query: The press, not yet answered.
        chat: Where it was pressed.
        translator: The language of the notice.
    """
    if not services.rules.access.admits(query.from_user.id, chat.id):
        await answer_callback(query, translator.plain("inline-not-admitted"))
        return True
    wait = services.allowance.take(query.from_user.id, group_of(chat))
    if wait:
        await answer_callback(query, translator.plain("too-many", seconds=math.ceil(wait)))
    return wait > 0
