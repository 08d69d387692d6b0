"""Flood control: Telegram's limits on how many messages a bot may send."""

import math
from collections import deque
from collections.abc import Callable
from typing import Final

from bot.playground.protocol.refusals import too_many_requests

CHAT_LIMIT: Final = (3, 3.0)
"""Messages to one chat in so many seconds: one a second, with short bursts."""

GROUP_LIMIT: Final = (20, 60.0)
"""Messages to one group in so many seconds."""

BOT_LIMIT: Final = (30, 1.0)
"""Messages to all chats together in so many seconds."""


class Window:
    """A sliding window: at most `count` messages in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._sent_at: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until the next message is allowed; 0 where it is allowed now."""
        while self._sent_at and now - self._sent_at[0] >= self._seconds:
            self._sent_at.popleft()
        return self._sent_at[0] + self._seconds - now if len(self._sent_at) >= self._count else 0.0

    def note(self, now: float) -> None:
        """Count a message."""
        self._sent_at.append(now)


class Flood:
    """Refuses messages and edits beyond the limits in Telegram's FAQ.

    Telegram does not document how it counts; here a sliding window counts what was granted.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all = Window(*BOT_LIMIT)
        self._chats: dict[int, list[Window]] = {}

    def check(self, chat_id: int | None) -> None:
        """Count a message or an edit.

        Args:
            chat_id: The chat; None for the edit of an inline message.

        Raises:
            Refusal: It is one too many.
        """
        now = self._clock()
        windows = [self._all, *(self._windows(chat_id) if chat_id is not None else [])]
        if wait := max(window.wait(now) for window in windows):
            raise too_many_requests(math.ceil(wait))
        for window in windows:
            window.note(now)

    def _windows(self, chat_id: int) -> list[Window]:
        if chat_id not in self._chats:
            self._chats[chat_id] = [Window(*CHAT_LIMIT), *([Window(*GROUP_LIMIT)] if chat_id < 0 else [])]
        return self._chats[chat_id]
