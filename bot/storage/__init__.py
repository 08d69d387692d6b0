"""What the bot remembers: settings of chats, what was asked and answered, votes, updates under way."""

from bot.storage.chats import ChatSettings
from bot.storage.errors import StateError, tolerated
from bot.storage.pending_updates import PendingUpdate
from bot.storage.state import Forgotten, State, state_files
from bot.storage.statistics import Activity, Total, Unanswered
from bot.storage.turn import Turn
from bot.storage.turns import Present
from bot.storage.votes import Tally, Vote

__all__ = [
    "Activity",
    "ChatSettings",
    "Forgotten",
    "PendingUpdate",
    "Present",
    "State",
    "StateError",
    "Tally",
    "Total",
    "Turn",
    "Unanswered",
    "Vote",
    "state_files",
    "tolerated",
]
