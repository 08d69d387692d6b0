"""Delivery of updates to a webhook."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.playground.protocol.refusals import Refusal, bad_request
from bot.playground.simulation.updates import Update, Updates

RETRY_SECONDS: Final = 0.2
"""The pause after a failed delivery."""


PORTS: Final = frozenset({80, 88, 443, 8443})
"""The ports that Telegram delivers to."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address that updates are delivered to.

    Attributes:
        url: The bot's URL.
        secret_token: Sent to the bot in a header, or "".
    """

    url: str
    secret_token: str = ""


def check_webhook(url: str, *, local: bool = False) -> None:
    """Check the address of a webhook.

    Args:
        url: The address.
        local: Whether any host and port will do, also with http.

    Raises:
        Refusal: Telegram would not deliver to it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad_webhook("invalid webhook URL specified") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _bad_webhook("invalid webhook URL specified")
    if local:
        return
    if parts.scheme != "https":
        raise _bad_webhook("An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise _bad_webhook("Webhook can be set up only on ports 80, 88, 443 or 8443")
    with suppress(ValueError):  # a name
        if not ip_address(parts.hostname).is_global:
            raise _bad_webhook(f"IP address {parts.hostname} is reserved")


def _bad_webhook(reason: str) -> Refusal:
    return bad_request(f"bad webhook: {reason}")


class WebhookSender:
    """Delivers updates to the bot's webhook, one at a time, each until the bot accepts it.

    Attributes:
        carry_out: Called with the type and the content of each response that has any; carries out the method
            of the Bot API that it names.
    """

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self.carry_out: Callable[[str, bytes], Awaitable[None]] | None = None
        self._carried_out: set[asyncio.Future[None]] = set()
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
            response = await client.fetch(_request(webhook, update))
        except (HTTPClientError, OSError) as error:
            self.last_error = f"The webhook did not take update {update.id}: {error}"
            return False
        if self.carry_out and response.body:
            # In a task of its own, as the method may be one that ends this delivery: deleteWebhook.
            kind = response.headers.get("Content-Type", "")
            task = asyncio.ensure_future(self.carry_out(kind, response.body))
            self._carried_out.add(task)
            task.add_done_callback(self._carried_out.discard)
        return True


def _request(webhook: Webhook, update: Update) -> HTTPRequest:
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    return HTTPRequest(webhook.url, method="POST", headers=headers, body=json.dumps(update.json()))
