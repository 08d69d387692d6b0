"""Flood control: Telegram's limits on how many messages a bot may send."""

import math
from collections.abc import Callable
from typing import Final

from bot.playground.protocol.refusals import too_many_requests
from bot.services.rate_limit import RateLimit

CHAT_LIMIT: Final = (3, 3.0)
"""Messages to one chat in so many seconds: one a second, with short bursts."""

GROUP_LIMIT: Final = (20, 60.0)
"""Messages to one group in so many seconds."""

BOT_LIMIT: Final = (30, 1.0)
"""Messages to all chats together in so many seconds."""


class Flood:
    """Refuses messages and edits beyond what Telegram's FAQ allows.

    Telegram does not tell how it counts; this counts what went through in the seconds before.

    Args:
        clock: The time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._all = RateLimit(*BOT_LIMIT, clock)
        self._chats = RateLimit(*CHAT_LIMIT, clock)
        self._groups = RateLimit(*GROUP_LIMIT, clock)

    def check(self, chat_id: int | None) -> None:
        """Count a message or an edit, None for that of an inline message.

        Raises:
            Refusal: It is one too many.
        """
        limits: list[tuple[RateLimit, int | None]] = [(self._all, None)]
        if chat_id is not None:
            limits += [(limit, chat_id) for limit in (self._chats, *([self._groups] if chat_id < 0 else []))]
        if wait := max(limit.wait(key) for limit, key in limits):
            raise too_many_requests(math.ceil(wait))
        for limit, key in limits:
            limit.count(key)
