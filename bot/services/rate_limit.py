"""Limits on how often something may happen."""

import time
from collections import deque
from collections.abc import Callable, Hashable
from typing import Final

MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0


class RateLimit:
    """At most so many events within any period of some length, for each key by itself (a sliding window).

    Args:
        events: How many events, at least 1.
        period_s: Length of the period in seconds.
        clock: Seconds.
    """

    def __init__(
        self, events: int, period_s: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._events = events
        self._period_s = period_s
        self._clock = clock
        # For each key the times of its last events; the key whose last event is the oldest comes first.
        self._times: dict[Hashable, deque[float]] = {}
        self._held_until = float("-inf")

    def wait(self, key: Hashable = None) -> float:
        """Seconds until another event of a key is allowed; 0 for now."""
        now, times = self._clock(), self._times.get(key)
        left = self._period_s - (now - times[0]) if times and len(times) == self._events else 0.0
        return max(0.0, self._held_until - now, left)

    def count(self, key: Hashable = None) -> None:
        """Count an event of a key, whether or not it is allowed."""
        now = self._clock()
        times = self._times.pop(key, None) or deque(maxlen=self._events)
        times.append(now)
        self._times[key] = times
        self._forget(now)

    def take(self, key: Hashable = None) -> float:
        """Count an event of a key if it is allowed.

        Returns:
            0 if it is, else the seconds until it will be.
        """
        wait = self.wait(key)
        if not wait:
            self.count(key)
        return wait

    def hold(self, seconds: float) -> None:
        """Allow no event of any key for so many seconds."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    def _forget(self, now: float) -> None:
        """Drop the keys that had no event within the last period."""
        while self._times:
            key, times = next(iter(self._times.items()))
            if now - times[-1] < self._period_s:
                return
            del self._times[key]
