"""Counters that give new users, chats, messages and updates their ids."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Self


def _message_ids() -> Iterator[int]:
    return count(2)


@dataclass(slots=True)
class IdCounters:
    """Iterators over new ids; by default they look like Telegram's.

    Attributes:
        users: Of users.
        groups: Of groups, below 0.
        supergroups: Of supergroups, far below 0.
        messages: Makes the counter of a new chat's messages; 1 stands for a forum's General topic.
        updates: Of updates.
        queries: Of inline queries, pressed buttons and calls as a guest.
        files: Of files.
    """

    users: Iterator[int] = field(default_factory=partial(count, 1001))
    groups: Iterator[int] = field(default_factory=partial(count, -2001, -1))
    supergroups: Iterator[int] = field(default_factory=partial(count, -1_000_000_002_001, -1))
    messages: Callable[[], Iterator[int]] = _message_ids
    updates: Iterator[int] = field(default_factory=partial(count, 1))
    queries: Iterator[int] = field(default_factory=partial(count, 1))
    files: Iterator[int] = field(default_factory=partial(count, 1))

    @classmethod
    def across_restarts(cls, now: float) -> Self:
        """Counters for a simulation that starts anew each time, while the bot's state is kept.

        Users and chats get the same ids at each start, and ids that do not exist on Telegram: user ids end
        at 2^40 there, chat ids at -4,000,000,000,000, and clients allow 52 bits. Messages, updates, queries
        and files count from the time in milliseconds, so that no id is used twice.

        Args:
            now: Seconds since 1970.
        """
        start = int(now * 1000)
        return cls(
            users=count(4_000_000_000_001),
            groups=count(-4_100_000_000_001, -1),
            supergroups=count(-4_200_000_000_001, -1),
            messages=partial(count, start),
            updates=count(start),
            queries=count(start),
            files=count(start),
        )
