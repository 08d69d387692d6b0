"""What the bot remembers: settings of chats, what was asked and answered, votes, updates under way."""

from bot.state.chats import ChatSettings
from bot.state.errors import StateError, tolerated
from bot.state.figures import Activity, Total, Unanswered
from bot.state.inbox import Begun
from bot.state.state import Forgotten, State
from bot.state.turn import Turn
from bot.state.votes import Tally, Vote
from bot.state.wording import alike

__all__ = [
    "Activity",
    "Begun",
    "ChatSettings",
    "Forgotten",
    "State",
    "StateError",
    "Tally",
    "Total",
    "Turn",
    "Unanswered",
    "Vote",
    "alike",
    "tolerated",
]
