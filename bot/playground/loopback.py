"""A Telegram on this machine: people and chats on one side, a bot that speaks the Bot API on the other."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Final, Self

from bot.playground.bot_api.server import ADDRESS, Server
from bot.playground.simulation.id_counters import IdCounters
from bot.playground.simulation.observer import Observer
from bot.playground.simulation.people import People
from bot.playground.simulation.world import Request

__all__ = ["Loopback", "Request"]

TOKEN: Final = "123456789:LOOPBACK-bot-of-this-machine-alone"  # noqa: S105  # opens nothing


class Loopback(People, Observer):
    """People, chats and one bot; `async with` serves the Bot API to the bot.

    What people do is in the methods of `People`: they say things, send files, type inline queries, choose,
    press. What the bot does comes over HTTP, and can be waited for with the methods of `Observer`.

    Args:
        token: The bot's token.
        username: The bot's name, without @.
        clock: The time in seconds since 1970.
        numbering: Where all numbers come from; by default they look like Telegram's.
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
        self._server = Server(self)

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def start(self, port: int = 0) -> None:
        """Serve the Bot API, on any free port by default."""
        self._server.listen(port)
        self.courier.start()

    async def stop(self) -> None:
        """Serve it no more; open connections are cut, pending updates kept."""
        await self.courier.stop()
        await self._server.close()

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Nobody is there while the block runs; afterwards the same address serves again."""
        await self.stop()
        try:
            yield
        finally:
            self.start(self._server.port)

    @property
    def base_url(self) -> str:
        """The address of the Bot API."""
        return f"http://{ADDRESS}:{self._server.port}"
