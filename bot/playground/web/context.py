"""The stage: what all of the server's handlers work with."""

from dataclasses import dataclass
from typing import Self

from bot.playground.loopback import Loopback
from bot.playground.web.scene import Scene
from bot.playground.web.security import RequestGuard
from bot.playground.web.status import BotStatus
from bot.playground.web.view import View


@dataclass(frozen=True, slots=True)
class PageContext:
    """The parts of the page's server.

    Attributes:
        guard: Who may ask.
        telegram: The playground.
        scene: The person at the page and their chats.
        news: How the bot fares.
        view: What of it the page sees.
    """

    guard: RequestGuard
    telegram: Loopback
    scene: Scene
    news: BotStatus
    view: View

    @classmethod
    def of(cls, guard: RequestGuard, telegram: Loopback, scene: Scene, news: BotStatus) -> Self:
        """Put the parts together."""
        return cls(guard, telegram, scene, news, View(telegram, scene, news))
