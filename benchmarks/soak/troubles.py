"""Faults of Telegram's at random: asked to wait, errors, late or lost responses, dropped connections."""

import asyncio
import random
import time
from typing import Final

from bot.playground import Loopback
from bot.playground.protocol.faults import Delay, Fault, Silence
from bot.playground.protocol.refusals import server_error, too_many_requests

_PAUSE_S: Final = 6.0
"""Mean pause between two faults, in seconds."""
_METHODS: Final = (
    "sendMessage",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "answerInlineQuery",
    "getUpdates",
    "download",
)
_AWAY_S: Final = 3.0
"""How long Telegram is away at once, in seconds."""


class Troubles:
    """Makes faults and counts them.

    Args:
        telegram: Where they happen.
        seed: Of the random numbers that decide which.
    """

    def __init__(self, telegram: Loopback, seed: int = 2) -> None:
        self._telegram, self._random = telegram, random.Random(seed)
        self.counts: dict[str, int] = {}

    async def make(self, seconds: float) -> None:
        """Make faults for so many seconds, then drop those that nothing has met yet."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(self._random.expovariate(1 / _PAUSE_S), left))
            if self._random.random() < 0.05:
                self._count("away")
                async with self._telegram.outage():
                    await asyncio.sleep(_AWAY_S)
            else:
                name, fault = self._fault()
                self._count(name)
                self._telegram.fail(self._random.choice(_METHODS), fault)
        self._telegram.heal()

    def _fault(self) -> tuple[str, Fault]:
        choices: tuple[tuple[str, Fault], ...] = (
            ("asked to wait (429)", too_many_requests(self._random.randint(1, 3))),
            ("error (500)", server_error(500, "Internal Server Error")),
            ("error (502)", server_error(502, "Bad Gateway")),
            ("late", Delay(self._random.uniform(1, 6))),
            ("response lost", Silence(done=True, seconds=0.5)),
            ("request lost", Silence(done=False, seconds=0.5)),
        )
        return self._random.choice(choices)

    def _count(self, name: str) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1
