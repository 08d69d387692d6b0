"""A pace for calls that python-telegram-bot's own limiter does not reach: those that name no chat."""

import time
from collections import deque
from collections.abc import Callable


class Pace:
    """So many calls within so many seconds, whenever one begins to count. Nothing queues up.

    Args:
        calls: How many, at least 1.
        seconds: Within how long.
        clock: Seconds.
    """

    def __init__(self, calls: int, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._passed: deque[float] = deque([float("-inf")] * calls, maxlen=calls)
        self._held_until = float("-inf")

    def take(self) -> float:
        """Pass, if that is possible now.

        Returns:
            0 for a call that may be made; else in how many seconds it is worth trying again.
        """
        now = self._clock()
        wait = max(0.0, self._held_until - now, self._passed[0] + self._seconds - now)
        if not wait:
            self._passed.append(now)
        return wait

    def hold(self, seconds: float) -> None:
        """Let nobody pass for so long: Telegram has asked to wait."""
        self._held_until = max(self._held_until, self._clock() + seconds)
