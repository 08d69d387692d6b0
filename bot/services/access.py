"""Access to the bot: who may use it, and how many questions they may ask."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bot.services.rate_limit import MINUTE_S, RateLimit


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the bot. It is open to all where neither people nor chats are named.

    Attributes:
        owners: Telegram ids of the owners of the bot (not admins of groups), who may do everything.
        users: Telegram ids of people who may ask, in any chat.
        chats: Telegram ids of groups in which everyone may ask.
    """

    owners: Collection[int] = frozenset()
    users: Collection[int] = frozenset()
    chats: Collection[int] = frozenset()

    def admits(self, user: int, chat: int | None = None) -> bool:
        """Whether someone may ask in a chat; inline queries come from none."""
        everyone = not self.users and not self.chats
        return everyone or user in self.owners or user in self.users or chat in self.chats

    def is_owner(self, user: int) -> bool:
        """Whether someone is an owner of the bot, who may change what everyone sees."""
        return user in self.owners


@dataclass(frozen=True, slots=True)
class Rules:
    """The owner's rules.

    Attributes:
        access: Who may ask.
        questions_each: Questions a minute that one person may ask.
        questions_together: Questions a minute that may be asked in one group.
        documents: Documents that a chat may have of its own.
        uploads: Documents an hour that one person, and one group together, may send; owners are trusted.
        actions_each: Commands, presses, edits and the like a minute of one person.
        actions_together: As many of all people in one group.
    """

    access: Access = field(default_factory=Access)
    questions_each: int = 20
    questions_together: int = 60
    documents: int = 50
    uploads: int = 60
    actions_each: int = 60
    actions_together: int = 180


class Allowance:
    """How many questions, or the like, a minute a person and a group have, and who is told of too many.

    Questions that the bot overhears in a group are counted apart, and use up nothing of those that call it.

    Args:
        each: Questions a minute of one person, at least 1.
        together: Questions a minute of one group, at least 1; as many may be overheard there.
        clock: Seconds.
    """

    def __init__(self, each: int, together: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._people = RateLimit(each, MINUTE_S, clock)
        self._groups = RateLimit(together, MINUTE_S, clock)
        self._overheard = RateLimit(together, MINUTE_S, clock)
        self._notices = RateLimit(1, MINUTE_S, clock)

    def take(self, user: int, group: int | None = None) -> float:
        """Count a question to the bot, if it is allowed.

        Args:
            user: Who asks.
            group: The group it is asked in, None in private.

        Returns:
            0 if it is, else the seconds until it will be.
        """
        wait = max(self._people.wait(user), self._groups.wait(group) if group is not None else 0.0)
        if not wait:
            self.count(user, group)
        return wait

    def overhear(self, group: int) -> bool:
        """Count a question that nobody put to the bot, if it may be answered; gives whether it may."""
        return not self._overheard.take(group)

    def count(self, user: int, group: int | None = None) -> None:
        """Count a question that is answered anyway, whether or not it was allowed; arguments as of `take`."""
        self._people.count(user)
        if group is not None:
            self._groups.count(group)

    def tells(self, user: int, group: int | None = None) -> bool:
        """Whether to tell someone that they ask too much: always in private, once a minute in a group."""
        return group is None or not self._notices.take((user, group))
