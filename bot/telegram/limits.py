"""Limits on what comes in, beside those on questions and documents; and who is told of them."""

import time
from collections.abc import Callable
from typing import Final

from bot.services.access import Allowance, Rules
from bot.services.rate_limit import MINUTE_S, RateLimit
from bot.telegram.origin import Kind, Origin

TYPED_PER_MINUTE: Final = 120
"""Inline queries of one person; who types makes two or three a second, for some seconds."""

_TOLD: Final = frozenset({Kind.QUESTION, Kind.DOCUMENT, Kind.ACTION})
"""Kinds whose senders expect a reply."""


class UpdateLimits:
    """How much people and groups may send in a minute.

    Args:
        rules: The owner's settings.
        clock: Seconds.
    """

    def __init__(self, rules: Rules, clock: Callable[[], float] = time.monotonic) -> None:
        actions, overheard = (Allowance(rules.actions_each, rules.actions_together, clock) for _ in range(2))
        self._allowances = {Kind.ACTION: actions, Kind.EVENT: actions, Kind.OVERHEARD: overheard}
        self._typed = RateLimit(TYPED_PER_MINUTE, MINUTE_S, clock)
        self._notices = RateLimit(1, MINUTE_S, clock)

    def take(self, origin: Origin) -> float:
        """Count an update, if it is allowed.

        Returns:
            0 if it is, else the seconds until another will be.
        """
        if origin.kind is Kind.TYPED:
            return self._typed.take(origin.sender)
        allowance = self._allowances.get(origin.kind)
        return allowance.take(origin.sender, origin.group) if allowance else 0.0

    def tells(self, origin: Origin) -> bool:
        """Whether to tell a sender that an update was dropped: once a minute in each chat."""
        return origin.kind in _TOLD and not self._notices.take((origin.sender, origin.group))
