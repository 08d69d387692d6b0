"""The bot's status: whether it answers, and how it answered the newest questions."""

from dataclasses import dataclass
from typing import Final

from bot.playground.simulation.event_log import EventLog
from retrieval.explanation import Explanation

KEPT: Final = 50
"""How many of the newest explanations are kept."""


@dataclass(frozen=True, slots=True)
class BotReady:
    """Event: the bot answers from now on."""


@dataclass(frozen=True, slots=True)
class BotFailed:
    """Event: the bot cannot answer.

    Attributes:
        reason: Why, and what to do.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class QuestionExplained:
    """Event: the bot has answered a question; see `BotStatus.explanations`.

    Attributes:
        update: The id of the update that asked it.
    """

    update: int


class BotStatus:
    """The status; each change is appended to the event log.

    Args:
        event_log: The event log.

    Attributes:
        is_ready: Whether the bot answers.
        failure: Why it cannot, or None.
        explanations: How it answered the newest questions, by the ids of their updates, newest last.
    """

    def __init__(self, event_log: EventLog) -> None:
        self._event_log = event_log
        self.is_ready = False
        self.failure: str | None = None
        self.explanations: dict[int, Explanation] = {}

    def ready(self) -> None:
        """Set that the bot answers."""
        self.is_ready = True
        self._event_log.append(BotReady())

    def failed(self, reason: str) -> None:
        """Set that the bot cannot answer, and why."""
        self.is_ready, self.failure = False, reason
        self._event_log.append(BotFailed(reason))

    def explained(self, update: int, explanation: Explanation) -> None:
        """Set the newest explanation; must be called on the event loop.

        Args:
            update: The id of the update that asked the question.
            explanation: How it was answered.
        """
        self.explanations.pop(update, None)
        self.explanations[update] = explanation
        if len(self.explanations) > KEPT:
            del self.explanations[next(iter(self.explanations))]
        self._event_log.append(QuestionExplained(update))
