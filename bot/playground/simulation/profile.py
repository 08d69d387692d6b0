"""The bot's profile: name, descriptions and commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.playground.simulation.chats import Chat, User

Commands = list[Mapping[str, Any]]

TEXTS: Final = {"name": 64, "description": 512, "short_description": 120}
"""The maximal length of each text, in UTF-16 code units."""


@dataclass(slots=True)
class Profile:
    """Commands and texts by language; "" is for users of all other languages.

    Attributes:
        commands: By scope ("default", "all_group_chats", "chat:-2001", "chat_member:-2001:1001" …) and
            language.
        texts: By kind, one of `TEXTS`, and language.
    """

    commands: dict[tuple[str, str], Commands] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def offered(self, chat: Chat, user: User, *, is_admin: bool) -> Commands:
        """The commands that a user sees in a chat: those of the narrowest scope that has any."""
        language = user.language_code[:2]
        for scope in _scopes(chat, user, is_admin=is_admin):
            for audience in ((scope, language), (scope, "")):
                if audience in self.commands:
                    return self.commands[audience]
        return []

    def text(self, kind: str, language: str) -> str:
        """A text in a language, or the one for all other languages."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")


def _scopes(chat: Chat, user: User, *, is_admin: bool) -> list[str]:
    """The scopes that apply to a user in a chat, in the order in which Telegram looks at them."""
    if chat.type == "private":
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    return [
        f"chat_member:{chat.id}:{user.id}",
        *([f"chat_administrators:{chat.id}"] if is_admin else []),
        f"chat:{chat.id}",
        *(["all_chat_administrators"] if is_admin else []),
        "all_group_chats",
        "default",
    ]
