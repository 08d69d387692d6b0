"""The house: what all handlers work with."""

from dataclasses import dataclass

from bot.access import Allowance, Rules
from bot.desk import Desk
from bot.languages import Voices
from bot.shelf import Shelf
from bot.state import State


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
    """

    desk: Desk
    state: State
    rules: Rules
    allowance: Allowance
    voices: Voices
    shelf: Shelf | None = None

    @classmethod
    def of(cls, desk: Desk, state: State, rules: Rules, shelf: Shelf | None = None) -> "House":
        """Put the parts together."""
        allowance = Allowance(rules.questions_each, rules.questions_together)
        return cls(desk, state, rules, allowance, Voices(state.chats), shelf)

    @property
    def takes_documents(self) -> bool:
        """Whether people may have documents of their own."""
        return self.shelf is not None and self.rules.documents > 0
