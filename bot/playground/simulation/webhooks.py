"""Delivery of updates to a webhook."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.playground.simulation.updates import Update, Updates

RETRY_SECONDS: Final = 0.2
"""The pause after a failed delivery."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address that updates are delivered to.

    Attributes:
        url: The bot's URL.
        secret_token: Sent to the bot in a header, or "".
    """

    url: str
    secret_token: str = ""


class WebhookSender:
    """Delivers updates to the bot's webhook, one at a time, each until the bot accepts it."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._webhook: Webhook | None = None
        self._task: asyncio.Task[None] | None = None
        self.last_error = ""

    async def deliver_to(self, webhook: Webhook | None) -> None:
        """Deliver to this webhook from now on, or to none."""
        await self.stop()
        self._webhook = webhook
        self._updates.webhook_url = webhook.url if webhook else ""
        self.start()

    def start(self) -> None:
        """Start delivering, where there is a webhook."""
        if self._webhook and self._task is None:
            self._task = asyncio.create_task(self._deliver(self._webhook))

    async def stop(self) -> None:
        """Stop delivering until `start` is called."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _deliver(self, webhook: Webhook) -> None:
        client = AsyncHTTPClient()
        while True:
            update = await self._updates.arrived()
            if await self._delivered(client, webhook, update):
                self._updates.confirm(update.id + 1)
            else:
                await asyncio.sleep(RETRY_SECONDS)

    async def _delivered(self, client: AsyncHTTPClient, webhook: Webhook, update: Update) -> bool:
        try:
            await client.fetch(_request(webhook, update))
        except (HTTPClientError, OSError) as error:
            self.last_error = f"The webhook did not take update {update.id}: {error}"
            return False
        return True


def _request(webhook: Webhook, update: Update) -> HTTPRequest:
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    return HTTPRequest(webhook.url, method="POST", headers=headers, body=json.dumps(update.json()))
