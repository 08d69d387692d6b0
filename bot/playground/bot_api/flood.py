"""Flood control: Telegram's limits on how much a bot may say."""

import math
from collections import deque
from collections.abc import Callable
from typing import Final

from bot.playground.bot_api.refusals import too_many_requests

CHAT: Final = (3, 3.0)
"""A message a second in one chat; short bursts pass."""

GROUP: Final = (20, 60.0)
ALL: Final = (30, 1.0)


class Window:
    """So many in so many seconds, whenever one begins to count."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._passed: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until the next may pass, 0 for now."""
        while self._passed and now - self._passed[0] >= self._seconds:
            self._passed.popleft()
        return self._passed[0] + self._seconds - now if len(self._passed) >= self._count else 0.0

    def note(self, now: float) -> None:
        """One has passed."""
        self._passed.append(now)


class Flood:
    """Refuses messages and edits beyond what Telegram's FAQ allows.

    Telegram does not tell how it counts; this counts what went through in the seconds before.

    Args:
        clock: The time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all = Window(*ALL)
        self._chats: dict[int, list[Window]] = {}

    def check(self, chat_id: int | None) -> None:
        """Count a message or an edit, None for that of an inline message.

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
            self._chats[chat_id] = [Window(*CHAT), *([Window(*GROUP)] if chat_id < 0 else [])]
        return self._chats[chat_id]
