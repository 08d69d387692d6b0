"""The services that handlers use: answer pool, database, documents, languages, rules."""

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from structlog.contextvars import bind_contextvars, get_contextvars

from bot.services.access import Allowance, Rules
from bot.services.answering import AnswerPool
from bot.services.documents import DocumentService
from bot.services.suggestions import SuggestionService
from bot.storage import State
from bot.telegram.messages.translations import Translators


@dataclass(frozen=True, slots=True)
class Services:
    """The services of a running bot.

    Attributes:
        answer_pool: Answers questions.
        state: The bot's database.
        rules: The owner's settings.
        allowance: Counts the questions of each person and group.
        translators: The language of each person.
        document_service: Keeps documents; None where none are accepted.
        background_tasks: Work that outlasts its update; cancelled when the bot stops.
    """

    answer_pool: AnswerPool
    state: State
    rules: Rules
    allowance: Allowance
    translators: Translators
    document_service: DocumentService | None = None
    background_tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        answer_pool: AnswerPool,
        state: State,
        rules: Rules,
        document_service: DocumentService | None = None,
    ) -> "Services":
        """The services of a bot with these parts."""
        allowance = Allowance(rules.questions_each, rules.questions_together)
        if document_service and document_service.suggestions:
            document_service.suggestions.make_way(lambda: answer_pool.under_way > 0)
        return cls(answer_pool, state, rules, allowance, Translators(state.chats), document_service)

    def run_in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Start work that outlasts its update, and logs under it; it is cancelled when the bot stops."""
        context = Context()  # a new one: else it would inherit the update that `once` marks
        context.run(bind_contextvars, **get_contextvars())
        task = asyncio.create_task(work, context=context)
        self.background_tasks.add(task)
        task.add_done_callback(self.background_tasks.discard)

    async def cancel_background_tasks(self) -> None:
        """Cancel the background tasks, and wait until they have ended."""
        background_tasks = tuple(self.background_tasks)
        for task in background_tasks:
            task.cancel()
        await asyncio.gather(*background_tasks, return_exceptions=True)

    @property
    def suggestions(self) -> SuggestionService | None:
        """Finds questions that documents answer; None where none are suggested."""
        return self.document_service.suggestions if self.document_service else None

    @property
    def takes_documents(self) -> bool:
        """Whether chats may have documents of their own."""
        return self.document_service is not None and self.rules.documents > 0
