"""A simulated Telegram: people and chats in memory, and the Bot API for one bot over HTTP."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Final, Self

from bot.playground.bot_api.server import ADDRESS, BotApiServer
from bot.playground.observer import Observer
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.simulation.people import People
from bot.playground.simulation.world import Request

__all__ = ["Loopback", "Request"]

TOKEN: Final = "123456789:LOOPBACK-bot-of-this-machine-alone"  # noqa: S105  # opens nothing


class Loopback(People, Observer):
    """People, chats and one bot; serves the Bot API within `async with`.

    The methods of `People` do what people do: send messages and files, type inline queries, press buttons.
    The bot acts over HTTP; the methods of `Observer` wait for what it does.

    Args:
        token: The bot's token.
        username: The bot's username, without @.
        clock: Gives the time in seconds since 1970.
        id_counters: Give new identifiers; by default they look like Telegram's.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "yuanwen_bot",
        clock: Callable[[], float] = time.time,
        id_counters: IdCounters | None = None,
    ) -> None:
        super().__init__(token=token, username=username, clock=clock, id_counters=id_counters)
        self._server = BotApiServer(self)

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def start(self, port: int = 0) -> None:
        """Start the Bot API server, by default on any free port."""
        self._server.listen(port)
        self.webhook_sender.start()

    async def stop(self) -> None:
        """Stop the server; connections are closed, pending updates are kept."""
        await self.webhook_sender.stop()
        await self._server.close()

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Stop the server while the block runs, then start it again at the same address."""
        await self.stop()
        try:
            yield
        finally:
            self.start(self._server.port)

    @property
    def base_url(self) -> str:
        """The address of the Bot API."""
        return f"http://{ADDRESS}:{self._server.port}"
