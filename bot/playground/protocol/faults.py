"""Faults to be injected into the bot's requests."""

from dataclasses import dataclass
from typing import Final

from bot.playground.protocol.refusals import Refusal

ANY: Final = "*"
"""Stands for every method."""

DOWNLOAD: Final = "download"
"""Stands for the download of a file."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The response is late.

    Attributes:
        seconds: How long the request waits before it is handled.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class Silence:
    """There is no response.

    Attributes:
        done: Whether the request is carried out all the same.
        seconds: After how long the connection is closed; None to leave that to the bot.
    """

    done: bool = False
    seconds: float | None = None


Fault = Refusal | Delay | Silence


class Faults:
    """The planned faults of each method."""

    def __init__(self) -> None:
        self._planned: dict[str, list[Fault]] = {}

    def plan(self, method: str, fault: Fault, times: int) -> None:
        """Plan a fault for the next calls of a method, or of all methods with `ANY`."""
        self._planned.setdefault(method.lower(), []).extend([fault] * times)

    def clear(self) -> None:
        """Drop all planned faults."""
        self._planned.clear()

    def next(self, method: str) -> Fault | None:
        """Take the planned fault for a call of a method, or None."""
        planned = self._planned.get(method.lower()) or self._planned.get(ANY)
        return planned.pop(0) if planned else None
