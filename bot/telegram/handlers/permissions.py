"""The admins of a group: who runs it."""

from typing import Final

from telegram import Chat, Message, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest

_RUN_IT: Final = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def is_admin_of(chat: Chat, user: User) -> bool:
    """Whether someone runs a group.

    Telegram may not tell a bot that runs nothing there what one member is; who runs it, it always tells.
    """
    try:
        return (await chat.get_member(user.id)).status in _RUN_IT
    except BadRequest:
        return user.id in {member.user.id for member in await chat.get_administrators()}


async def is_from_admin(message: Message) -> bool:
    """Whether someone who runs the group wrote a message, in its name or in their own."""
    if message.sender_chat:
        return message.sender_chat.id == message.chat.id
    return message.from_user is not None and await is_admin_of(message.chat, message.from_user)
