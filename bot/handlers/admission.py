"""Admission to all but questions: who may use the bot where."""

from telegram import Message
from telegram.constants import ChatType

from bot.handlers.house import House
from bot.handlers.inquiry import asker
from bot.handlers.replies import reply


async def admitted(house: House, message: Message) -> bool:
    """Whether whoever wrote a message may use the bot in its chat; where not, they are told in private."""
    user = asker(message)
    if house.rules.access.admits(user, message.chat.id):
        return True
    if message.chat.type == ChatType.PRIVATE:
        voice = await house.voices.of(message.from_user)
        await reply(message, voice.say("not-admitted", id=user))
    return False
