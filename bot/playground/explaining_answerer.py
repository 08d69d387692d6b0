"""The witness: an answerer who tells what the engine did for every question that the bot asks."""

from collections.abc import Callable, Collection
from typing import Protocol

import structlog

from retrieval.documents import Passage, Previous, Reply
from retrieval.explanation import Explanation

_log = structlog.get_logger(__name__)


class ExplainingEngine(Protocol):
    """What a witness needs of an engine, `retrieval.engine.Engine` for one."""

    def explained(
        self, question: str, *, collections: Collection[str] | None = None, previous: Previous | None = None
    ) -> Explanation:
        """Answer a question, and keep what each step gave."""
        ...

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """A passage and its neighbours in reading order."""
        ...

    def warm(self) -> None:
        """Load whatever the first answer would otherwise have to wait for."""
        ...


class ExplainingAnswerer:
    """Stands in for the engine before a bot (`bot.services.answering.Answerer`). Thread-safe.

    Args:
        engine: Who answers.
        told: Called with what was done for each question, as the engine got it: messages, follow-ups and
            inline queries alike. It runs on the thread that answers, on several at once, and the answer waits
            for it; what it raises is logged and costs no answer.
    """

    def __init__(self, engine: ExplainingEngine, told: Callable[[Explanation], None]) -> None:
        self._engine = engine
        self._told = told

    def ask(
        self, question: str, *, collections: Collection[str] | None = None, previous: Previous | None = None
    ) -> Reply:
        """Have a question answered, and tell how."""
        explanation = self._engine.explained(question, collections=collections, previous=previous)
        try:
            self._told(explanation)
        except Exception as error:  # noqa: BLE001  # whoever listens, the bot answers
            _log.warning("explanation_not_told", error=repr(error))
        return explanation.reply

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """See `Answerer.around`."""
        return self._engine.around(passage)

    def warm(self) -> None:
        """See `Answerer.warm`; of this nothing is told."""
        self._engine.warm()
