"""The house: what all handlers work with."""

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from bot.services.access import Allowance, Rules
from bot.services.answering import AnswerPool
from bot.services.documents import DocumentService
from bot.storage import State
from bot.telegram.messages.translations import Translators


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a bot.

    Attributes:
        desk: Where questions are answered.
        state: What the bot remembers.
        rules: What the owner lays down.
        allowance: How many questions are left to each within the minute.
        voices: How to speak with each person.
        shelf: Where documents are kept, or None where none are taken.
        errands: What goes on after the update that it came with is done; cancelled when the bot stops.
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
        """Put the parts together."""
        allowance = Allowance(rules.questions_each, rules.questions_together)
        return cls(answer_pool, state, rules, allowance, Translators(state.chats), document_service)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done beside the updates; what is still under way when the bot stops is let go."""
        task = asyncio.create_task(work, context=Context())  # of no update, so that none is marked by it
        self.background_tasks.add(task)
        task.add_done_callback(self.background_tasks.discard)

    async def rest(self) -> None:
        """Let go of what is done beside the updates."""
        background_tasks = tuple(self.background_tasks)
        for job in background_tasks:
            job.cancel()
        await asyncio.gather(*background_tasks, return_exceptions=True)

    @property
    def takes_documents(self) -> bool:
        """Whether people may have documents of their own."""
        return self.document_service is not None and self.rules.documents > 0
