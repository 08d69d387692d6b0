"""The numbering of people, chats, messages and updates: where it begins."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Self


@dataclass(slots=True)
class IdCounters:
    """The next number of everything that has one; by default they look like Telegram's.

    Attributes:
        users: Of people.
        groups: Of groups, below 0.
        supergroups: Of supergroups, far below 0.
        messages: Of messages; 1 stands for a forum's first topic.
        updates: Of updates.
        queries: Of inline queries, pressed buttons and calls as a guest.
        files: Of files.
    """

    users: Iterator[int] = field(default_factory=partial(count, 1001))
    groups: Iterator[int] = field(default_factory=partial(count, -2001, -1))
    supergroups: Iterator[int] = field(default_factory=partial(count, -1_000_000_002_001, -1))
    messages: Iterator[int] = field(default_factory=partial(count, 2))
    updates: Iterator[int] = field(default_factory=partial(count, 1))
    queries: Iterator[int] = field(default_factory=partial(count, 1))
    files: Iterator[int] = field(default_factory=partial(count, 1))

    @classmethod
    def apart(cls, now: float) -> Self:
        """Numbers for a Telegram that begins anew each time while its bot remembers the times before.

        People and chats have the same numbers each time, and numbers that nobody on Telegram has: those of
        its users end at 2^40, those of its chats at -4,000,000,000,000, and clients take up to 52 bits.
        Whatever happens is numbered from the milliseconds of the clock on, so that no number comes twice.

        Args:
            now: Seconds since 1970.
        """
        start = int(now * 1000)
        happening = (count(start) for _ in range(4))
        return cls(
            count(4_000_000_000_001),
            count(-4_100_000_000_001, -1),
            count(-4_200_000_000_001, -1),
            *happening,
        )
