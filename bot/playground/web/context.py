"""The parts of the page's server that its handlers share."""

from dataclasses import dataclass
from typing import Self

from bot.playground.loopback import Loopback
from bot.playground.web.demo_chats import DemoChats
from bot.playground.web.security import RequestGuard
from bot.playground.web.status import BotStatus
from bot.playground.web.view import View


@dataclass(frozen=True, slots=True)
class PageContext:
    """The parts of the page's server.

    Attributes:
        guard: Checks requests.
        telegram: The simulated Telegram.
        demo_chats: The person at the page and their chats.
        bot_status: Whether the bot answers, and its newest explanations.
        view: Turns messages and events into JSON for the page.
    """

    guard: RequestGuard
    telegram: Loopback
    demo_chats: DemoChats
    bot_status: BotStatus
    view: View

    @classmethod
    def of(
        cls, guard: RequestGuard, telegram: Loopback, demo_chats: DemoChats, bot_status: BotStatus
    ) -> Self:
        """Make the view, and put the parts together."""
        return cls(guard, telegram, demo_chats, bot_status, View(telegram, demo_chats, bot_status))
