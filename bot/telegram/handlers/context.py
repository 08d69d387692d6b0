"""The house: what all handlers work with."""

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from bot.services.access import Allowance, Rules
from bot.services.answering import Desk
from bot.services.documents import Shelf
from bot.storage import State
from bot.telegram.messages.translations import Voices


@dataclass(frozen=True, slots=True)
class House:
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

    desk: Desk
    state: State
    rules: Rules
    allowance: Allowance
    voices: Voices
    shelf: Shelf | None = None
    errands: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    def of(cls, desk: Desk, state: State, rules: Rules, shelf: Shelf | None = None) -> "House":
        """Put the parts together."""
        allowance = Allowance(rules.questions_each, rules.questions_together)
        return cls(desk, state, rules, allowance, Voices(state.chats), shelf)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done beside the updates; what is still under way when the bot stops is let go."""
        task = asyncio.create_task(work, context=Context())  # of no update, so that none is marked by it
        self.errands.add(task)
        task.add_done_callback(self.errands.discard)

    async def rest(self) -> None:
        """Let go of what is done beside the updates."""
        errands = tuple(self.errands)
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)

    @property
    def takes_documents(self) -> bool:
        """Whether people may have documents of their own."""
        return self.shelf is not None and self.rules.documents > 0
