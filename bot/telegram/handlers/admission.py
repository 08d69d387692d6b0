"""Admission: who may use the bot where."""

from telegram import Message
from telegram.constants import ChatType

from bot.telegram.handlers.asking.question import asker
from bot.telegram.handlers.sending import reply
from bot.telegram.handlers.services import Services


async def admitted(services: Services, message: Message, *, silent: bool = False) -> bool:
    """Whether whoever wrote a message may use the bot in its chat.

    Args:
        house: Where the owner's rules are.
        message: The message.
        silent: Say nothing; else, where they may not, they are told in private.
    """
    user = asker(message)
    if services.rules.access.admits(user, message.chat.id):
        return True
    if message.chat.type == ChatType.PRIVATE and not silent:
        translator = await services.translators.of(message.from_user)
        await reply(message, translator.say("not-admitted", id=user))
    return False
