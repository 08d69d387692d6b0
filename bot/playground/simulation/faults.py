"""Troubles between a bot and Telegram."""

from dataclasses import dataclass
from typing import Final

from bot.playground.bot_api.refusals import Refusal

ANY: Final = "*"
"""Any method at all."""

DOWNLOAD: Final = "download"
"""The download of a file, which is no method but can fail like one."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The answer takes its time.

    Attributes:
        seconds: How long until the request is looked at.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class Silence:
    """The answer never comes.

    Attributes:
        done: Whether what was asked for has happened all the same.
        seconds: After how long the connection is closed; None where that is left to the bot.
    """

    done: bool = False
    seconds: float | None = None


Fault = Refusal | Delay | Silence


class Faults:
    """The troubles that are planned, method by method."""

    def __init__(self) -> None:
        self._planned: dict[str, list[Fault]] = {}

    def plan(self, method: str, trouble: Fault, times: int) -> None:
        """Let the next calls of a method meet a trouble, `ANY` for those of all methods."""
        self._planned.setdefault(method.lower(), []).extend([trouble] * times)

    def clear(self) -> None:
        """Plan nothing any more."""
        self._planned.clear()

    def next(self, method: str) -> Fault | None:
        """The trouble that this call of a method meets, or None."""
        planned = self._planned.get(method.lower()) or self._planned.get(ANY)
        return planned.pop(0) if planned else None
