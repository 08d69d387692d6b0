"""Admission: whether someone may use the bot in a chat."""

from telegram import Message
from telegram.constants import ChatType

from bot.telegram.handlers.sending import reply
from bot.telegram.handlers.services import Services
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
