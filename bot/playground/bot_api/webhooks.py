"""Delivery of updates to a webhook."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.playground.simulation.updates import Update, Updates

RETRY_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates go.

    Attributes:
        url: The bot's address.
        secret_token: Shown to the bot in a header, or "".
    """

    url: str
    secret_token: str = ""


class WebhookSender:
    """Brings updates to the bot, one after the other, each until the bot has taken it."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._hook: Hook | None = None
        self._round: asyncio.Task[None] | None = None
        self.last_error = ""

    async def deliver_to(self, hook: Hook | None) -> None:
        """Deliver to this address from now on, or to none."""
        await self.stop()
        self._hook = hook
        self._updates.webhook_url = hook.url if hook else ""
        self.start()

    def start(self) -> None:
        """Deliver, where there is an address to deliver to."""
        if self._hook and self._round is None:
            self._round = asyncio.create_task(self._deliver(self._hook))

    async def stop(self) -> None:
        """Deliver no more, until it is started again."""
        if self._round:
            self._round.cancel()
            with suppress(asyncio.CancelledError):
                await self._round
            self._round = None

    async def _deliver(self, hook: Hook) -> None:
        client = AsyncHTTPClient()
        while True:
            update = await self._updates.arrived()
            if await self._delivered(client, hook, update):
                self._updates.confirm(update.id + 1)
            else:
                await asyncio.sleep(RETRY_SECONDS)

    async def _delivered(self, client: AsyncHTTPClient, hook: Hook, update: Update) -> bool:
        try:
            await client.fetch(_request(hook, update))
        except (HTTPClientError, OSError) as error:
            self.last_error = f"The webhook did not take update {update.id}: {error}"
            return False
        return True


def _request(hook: Hook, update: Update) -> HTTPRequest:
    headers = {"Content-Type": "application/json"}
    if hook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token
    return HTTPRequest(hook.url, method="POST", headers=headers, body=json.dumps(update.json()))
