"""The journal of the playground: what happens there, in order, for whoever follows it."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.playground.simulation.notifier import Notifier

if TYPE_CHECKING:
    from bot.playground.simulation.chats import Chat, Message

KEPT: Final = 5000
"""How many events are remembered."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message is new, or has changed."""

    message: "Message"


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone."""

    message: "Message"


@dataclass(frozen=True, slots=True)
class Acted:
    """The bot shows what it is doing, in a chat or a thread of it."""

    chat: "Chat"
    action: str
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """Other commands may be offered from now on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event and its number, from 1."""

    number: int
    event: object


class EventLog:
    """The newest events, and a bell for those who wait for the next.

    Args:
        kept: How many are remembered.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        self._notifier = Notifier()
        self.last = 0

    def note(self, event: object) -> None:
        """Something has happened."""
        self.last += 1
        self._entries.append(Entry(self.last, event))
        self._notifier.ring()

    def reaches(self, number: int) -> bool:
        """Whether all that happened after an event is still known, and the event was one."""
        return 0 <= number <= self.last and self.last - number <= len(self._entries)

    def since(self, number: int) -> list[Entry]:
        """What has happened after an event and is still known, oldest first; 0 stands for the beginning."""
        new = min(self.last - number, len(self._entries))
        return [self._entries[place] for place in range(-new, 0)]

    async def after(self, number: int, seconds: float) -> list[Entry]:
        """What happens after an event, as soon as it does; empty where nothing did in so many seconds."""
        try:
            return await self._notifier.until(lambda: self.since(number), timeout=seconds)
        except TimeoutError:
            return []
