"""The members of chats and their status."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.playground.simulation.chats import Chat, User

Status = Literal["creator", "administrator", "member", "left", "kicked"]

_RIGHTS: Final = (
    "can_be_edited",
    "can_change_info",
    "can_delete_messages",
    "can_delete_stories",
    "can_edit_stories",
    "can_invite_users",
    "can_manage_chat",
    "can_manage_video_chats",
    "can_post_stories",
    "can_promote_members",
    "can_restrict_members",
    "is_anonymous",
)
_GRANTED: Final = frozenset({"can_delete_messages", "can_invite_users", "can_manage_chat"})


@dataclass(frozen=True, slots=True)
class Member:
    """A user's status in a chat."""

    user: User
    status: Status

    @property
    def is_present(self) -> bool:
        """Whether the user is in the chat."""
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        """Whether the user owns or administers the chat."""
        return self.status in {"creator", "administrator"}

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        fields: dict[str, Any] = {"status": self.status, "user": self.user.json()}
        if self.status == "creator":
            fields["is_anonymous"] = False
        elif self.status == "administrator":
            fields |= {right: right in _GRANTED for right in _RIGHTS}
        elif self.status == "kicked":
            fields["until_date"] = 0
        return fields


class Members:
    """The members of every chat."""

    def __init__(self) -> None:
        self._members: dict[Chat, dict[int, Member]] = {}

    def of(self, chat: Chat, user: User) -> Member:
        """A user's membership; with status "left" where they never were in the chat."""
        return self._members.get(chat, {}).get(user.id, Member(user, "left"))

    def put(self, chat: Chat, user: User, status: Status) -> Member:
        """Set a user's status in a chat."""
        member = Member(user, status)
        self._members.setdefault(chat, {})[user.id] = member
        return member

    def update_user(self, user: User) -> None:
        """Replace a user in all chats by their changed version."""
        for members in self._members.values():
            if member := members.get(user.id):
                members[user.id] = Member(user, member.status)

    def move(self, old: Chat, new: Chat) -> None:
        """Move all memberships from one chat to another."""
        self._members[new] = self._members.pop(old, {})

    def present(self, chat: Chat) -> list[Member]:
        """The members who are in a chat."""
        return [member for member in self._members.get(chat, {}).values() if member.is_present]
