"""Methods about the bot's name, descriptions and commands."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from bot.playground.bot_api.arguments import Arguments
from bot.playground.protocol.limits import check_commands
from bot.playground.protocol.refusals import bad_request
from bot.playground.simulation.profile import TEXTS, Commands
from bot.playground.simulation.world import World
from bot.telegram.messages.truncation import units

_SCOPES_WITHOUT_CHAT: Final = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)
_LANGUAGE: Final = re.compile(r"(?:[a-z]{2})?")


class ProfileMethods:
    """getMe, setMyCommands, setMyDescription and the like.

    Args:
        world: Holds the bot's profile.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def methods(self) -> dict[str, Callable[[Arguments], Awaitable[Any]]]:
        """The methods, by name."""
        texts: dict[str, Callable[[Arguments], Awaitable[Any]]] = {}
        for kind in TEXTS:
            noun = kind.title().replace("_", "")
            texts |= {f"setMy{noun}": partial(self._set, kind), f"getMy{noun}": partial(self._get, kind)}
        return {
            "deleteMyCommands": self._delete_my_commands,
            "getMe": self._get_me,
            "getMyCommands": self._get_my_commands,
            "setMyCommands": self._set_my_commands,
            **texts,
        }

    async def _get_me(self, _arguments: Arguments) -> dict[str, Any]:
        return {
            **self._world.bot.json(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self._world.privacy_mode,
            "supports_guest_queries": self._world.guest_mode,
            "supports_inline_queries": True,
        }

    async def _set_my_commands(self, arguments: Arguments) -> bool:
        arguments.require("commands")
        commands = arguments.array("commands")
        check_commands(commands)
        self._world.offer(*self._scope_and_language(arguments), commands)
        return True

    async def _get_my_commands(self, arguments: Arguments) -> Commands:
        return self._world.profile.commands.get(self._scope_and_language(arguments), [])

    async def _delete_my_commands(self, arguments: Arguments) -> bool:
        self._world.offer(*self._scope_and_language(arguments), None)
        return True

    async def _set(self, kind: str, arguments: Arguments) -> bool:
        text = arguments.text(kind)
        if units(text) > TEXTS[kind]:
            raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
        self._world.profile.texts[kind, _language(arguments)] = text
        return True

    async def _get(self, kind: str, arguments: Arguments) -> dict[str, str]:
        own = self._world.bot.first_name if kind == "name" else ""
        return {kind: self._world.profile.text(kind, _language(arguments)) or own}

    def _scope_and_language(self, arguments: Arguments) -> tuple[str, str]:
        """The scope and the language that a list of commands is for."""
        scope = arguments.structure("scope")
        kind = str(scope.get("type", "default"))
        if kind in _SCOPES_WITHOUT_CHAT:
            return kind, _language(arguments)
        fields = {"chat": 1, "chat_administrators": 1, "chat_member": 2}.get(kind)
        if fields is None:
            raise bad_request(f"can't parse BotCommandScope: unknown type {kind!r}")
        ids = [scope.get(name) for name in ("chat_id", "user_id")[:fields]]
        if not all(isinstance(number, int) for number in ids):
            raise bad_request(f"can't parse BotCommandScope: {kind} needs chat_id and user_id as integers")
        chat = self._world.chat_for_bot(int(str(ids[0])))
        if kind != "chat" and chat.type == "private":
            raise bad_request("chat is not a group")
        return ":".join(map(str, (kind, *ids))), _language(arguments)


def _language(arguments: Arguments) -> str:
    code = arguments.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
