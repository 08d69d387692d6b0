"""Access to the bot: who may ask, and how often."""

import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

_MINUTE_S: Final = 60.0
_KEYS: Final = 10_000


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
    """What an owner lays down.

    Attributes:
        access: Who may ask.
        questions_each: Questions a minute that one person may ask.
        questions_together: Questions a minute that may be asked in one group.
        documents: Documents that a chat may have of its own.
        uploads: Documents an hour that one person may send; owners are trusted.
    """

    access: Access = field(default_factory=Access)
    questions_each: int = 20
    questions_together: int = 60
    documents: int = 50
    uploads: int = 60


class Verdict(Enum):
    """What becomes of a question, by how many came before it."""

    NOW = auto()
    """It is answered."""
    LATER = auto()
    """It is too much; say so."""
    SILENCE = auto()
    """It is too much, and that was said within the last minute."""


class Allowance:
    """How many questions a minute a person and a chat may ask, or how much else in another period.

    Args:
        each: Questions a minute of one person, at least 1.
        together: Questions a minute of one group, at least 1.
        clock: Seconds.
        period_s: Another period than a minute, in seconds; what is too much is still said once a minute.
    """

    def __init__(
        self,
        each: int,
        together: int,
        clock: Callable[[], float] = time.monotonic,
        period_s: float = _MINUTE_S,
    ) -> None:
        self._limits = {"user": each, "chat": together}
        self._clock = clock
        self._period_s = period_s
        self._asked: dict[tuple[str, int], deque[float]] = {}
        self._told: dict[tuple[str, int], float] = {}

    def take(self, user: int, chat: int | None = None) -> Verdict:
        """Count a question, if there is room for it.

        Args:
            user: Who asks.
            chat: The group it is asked in, None in private.
        """
        now = self._now()
        keys = [("user", user)] + ([("chat", chat)] if chat is not None else [])
        full = [key for key in keys if len(self._recent(key, now)) >= self._limits[key[0]]]
        if not full:
            for key in keys:
                self._asked[key].append(now)
            return Verdict.NOW
        silent = all(now - self._told.get(key, -_MINUTE_S) < _MINUTE_S for key in full)
        self._told.update(dict.fromkeys(full, now) if not silent else {})
        return Verdict.SILENCE if silent else Verdict.LATER

    def count(self, user: int) -> None:
        """Count a question that is answered already, whatever room there is; nobody is told of that."""
        now = self._now()
        self._recent(("user", user), now).append(now)

    def _now(self) -> float:
        """The time; whoever has not asked for a whole period is let go where there are many."""
        now = self._clock()
        if len(self._asked) > _KEYS:
            self._forget(now)
        return now

    def _recent(self, key: tuple[str, int], now: float) -> deque[float]:
        """When this one asked within the last period."""
        times = self._asked.setdefault(key, deque())
        while times and now - times[0] >= self._period_s:
            times.popleft()
        return times

    def _forget(self, now: float) -> None:
        """Let go of those who have not asked for a whole period."""
        self._asked = {
            key: times for key, times in self._asked.items() if times and now - times[-1] < self._period_s
        }
        self._told = {key: told for key, told in self._told.items() if now - told < _MINUTE_S}
