"""Group admins: the owner and the administrators of a group. The bot's owners: see `services.access`."""

from typing import Final

from telegram import Chat, Message, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest

_ADMIN_STATUSES: Final = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def is_group_admin(chat: Chat, user: User) -> bool:
    """Whether someone is an admin of a group.

    Telegram may refuse to tell a bot that is no admin about one member, but always lists the admins.
    """
    try:
        return (await chat.get_member(user.id)).status in _ADMIN_STATUSES
    except BadRequest:
        return user.id in {member.user.id for member in await chat.get_administrators()}


async def group_owner(chat: Chat) -> int | None:
    """Telegram id of the owner of a group, also of an anonymous one; None where there is none any more."""
    admins = await chat.get_administrators()
    return next((member.user.id for member in admins if member.status == ChatMemberStatus.OWNER), None)


async def is_from_group_admin(message: Message) -> bool:
    """Whether an admin of the group wrote a message, under their own name or anonymously."""
    if message.sender_chat:
        return message.sender_chat.id == message.chat.id
    return message.from_user is not None and await is_group_admin(message.chat, message.from_user)
