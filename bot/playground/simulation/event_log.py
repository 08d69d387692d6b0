"""A log of the events in the simulation, which the page follows."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from bot.playground.simulation.chats import Chat, Message
from bot.playground.simulation.notifier import Notifier

KEPT: Final = 5000
"""The newest events that are kept."""


@dataclass(frozen=True, slots=True)
class MessageWritten:
    """A message was sent or edited."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message was deleted."""

    message: Message


@dataclass(frozen=True, slots=True)
class ActionShown:
    """The bot sent a chat action ("typing" …)."""

    chat: Chat
    action: str
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class CommandsChanged:
    """The commands that the bot offers may have changed."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An event and its number, which counts from 1."""

    number: int
    event: object


class EventLog:
    """The newest events.

    Attributes:
        last: The number of the newest event, 0 before the first.

    Args:
        kept: How many events are kept.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._entries: deque[LogEntry] = deque(maxlen=kept)
        self._notifier = Notifier()
        self.last = 0

    def append(self, event: object) -> None:
        """Add an event, and wake those who wait for one."""
        self.last += 1
        self._entries.append(LogEntry(self.last, event))
        self._notifier.notify()

    def covers(self, number: int) -> bool:
        """Whether all events after a number are still kept."""
        return 0 <= number <= self.last and self.last - number <= len(self._entries)

    def since(self, number: int) -> list[LogEntry]:
        """The events after a number that are still kept, oldest first; 0 for all."""
        new = min(self.last - number, len(self._entries))
        return [self._entries[index] for index in range(-new, 0)]

    async def after(self, number: int, seconds: float) -> list[LogEntry]:
        """Wait for events after a number; empty where none came in so many seconds."""
        try:
            return await self._notifier.until(lambda: self.since(number), timeout=seconds)
        except TimeoutError:
            return []
