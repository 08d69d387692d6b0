"""News of the bot itself: how it fares, and what it did for the newest question."""

from dataclasses import dataclass

from bot.playground.simulation.event_log import EventLog
from retrieval.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Ready:
    """The bot answers from now on."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The bot cannot answer.

    Attributes:
        reason: Why, and what can be done.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The bot has looked for an answer; how is in `BotStatus.explanation`."""


class BotStatus:
    """The newest of each kind, and the journal in which all are noted.

    Args:
        journal: That of the playground.

    Attributes:
        is_ready: Whether the bot answers.
        failure: Why it cannot, or None.
        explanation: What it did for the newest question, or None so far.
    """

    def __init__(self, event_log: EventLog) -> None:
        self._event_log = event_log
        self.is_ready = False
        self.failure: str | None = None
        self.explanation: Explanation | None = None

    def ready(self) -> None:
        """The bot answers from now on."""
        self.is_ready = True
        self._event_log.note(Ready())

    def failed(self, reason: str) -> None:
        """The bot cannot answer, for a reason."""
        self.is_ready, self.failure = False, reason
        self._event_log.note(Failed(reason))

    def explained(self, explanation: Explanation) -> None:
        """The bot has looked for an answer; to be called on the event loop."""
        self.explanation = explanation
        self._event_log.note(Explained())
