"""Methods about chats and their members."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.bot_api.arguments import Arguments
from bot.playground.protocol.refusals import bad_request
from bot.playground.simulation.chats import Chat
from bot.playground.simulation.world import World

_GIFT_TYPES = (
    "gifts_from_channels",
    "limited_gifts",
    "premium_subscription",
    "unique_gifts",
    "unlimited_gifts",
)


class ChatMethods:
    """getChat, getChatMember and the like.

    Args:
        world: Holds the chats.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def methods(self) -> dict[str, Callable[[Arguments], Awaitable[Any]]]:
        """The methods, by name."""
        return {
            "getChat": self._get_chat,
            "getChatAdministrators": self._get_chat_administrators,
            "getChatMember": self._get_chat_member,
            "getChatMemberCount": self._get_chat_member_count,
            "leaveChat": self._leave_chat,
        }

    async def _get_chat(self, arguments: Arguments) -> dict[str, Any]:
        return {
            **self._chat(arguments).json(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFT_TYPES, False),
        }

    async def _get_chat_member(self, arguments: Arguments) -> dict[str, Any]:
        arguments.require("chat_id", "user_id")
        chat, user_id = self._chat(arguments), arguments.integer("user_id")
        bot = self._world.bot
        user = bot if user_id == bot.id else self._world.chats.user(user_id)
        if user is None:
            raise bad_request("user not found")
        return self._world.members.of(chat, user).json()

    async def _get_chat_administrators(self, arguments: Arguments) -> list[dict[str, Any]]:
        chat = self._group(arguments, "there are no administrators in the private chat")
        return [member.json() for member in self._world.members.present(chat) if member.is_admin]

    async def _get_chat_member_count(self, arguments: Arguments) -> int:
        chat = self._chat(arguments)
        return 2 if chat.type == "private" else len(self._world.members.present(chat))

    async def _leave_chat(self, arguments: Arguments) -> bool:
        chat = self._group(arguments, "chat member status can't be changed in private chats")
        self._world.place_bot(chat, self._world.bot, "left")
        return True

    def _chat(self, arguments: Arguments) -> Chat:
        arguments.require("chat_id")
        return self._world.chat_for_bot(arguments.integer("chat_id"))

    def _group(self, arguments: Arguments, refusal: str) -> Chat:
        chat = self._chat(arguments)
        if chat.type == "private":
            raise bad_request(refusal)
        return chat
