"""An answerer that passes on the explanation of every answer."""

from collections.abc import Callable, Collection
from typing import Protocol

import structlog

from retrieval.documents import Passage, Previous, Reply
from retrieval.explanation import Explanation

_log = structlog.get_logger(__name__)


class ExplainingEngine(Protocol):
    """The methods of `retrieval.engine.Engine` that an explaining answerer calls."""

    def explained(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Explanation:
        """Answer a question and return what each step gave."""
        ...

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """A passage and its neighbours in reading order."""
        ...

    def warm(self) -> None:
        """Load what the first answer needs."""
        ...


class ExplainingAnswerer:
    """Takes the place of the engine behind a bot (`bot.services.answering.Answerer`). Thread-safe.

    Args:
        engine: Answers the questions.
        on_explained: Called with the explanation of each answer: to messages, follow-ups and inline queries.
            It runs on the answering threads, several at a time, before the answer is returned. What it
            raises is logged, and the answer is returned all the same.
    """

    def __init__(self, engine: ExplainingEngine, on_explained: Callable[[Explanation], None]) -> None:
        self._engine = engine
        self._on_explained = on_explained

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """Answer a question, and pass on the explanation."""
        explanation = self._engine.explained(
            question, collections=collections, documents=documents, previous=previous
        )
        try:
            self._on_explained(explanation)
        except Exception as error:  # noqa: BLE001  # a failing listener must not cost the answer
            _log.warning("explanation_listener_failed", error=type(error).__name__)
        return explanation.reply

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """See `Answerer.around`."""
        return self._engine.around(passage)

    def warm(self) -> None:
        """See `Answerer.warm`; no explanation is passed on."""
        self._engine.warm()
