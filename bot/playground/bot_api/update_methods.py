"""Methods that give the bot its updates, by polling or webhook, and files."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.bot_api.arguments import Arguments
from bot.playground.protocol.limits import SECRET_TOKEN
from bot.playground.protocol.refusals import bad_request
from bot.playground.simulation.webhooks import Webhook, check_webhook
from bot.playground.simulation.world import World


class UpdateMethods:
    """getUpdates, setWebhook, getFile and the like.

    Args:
        world: Holds the updates and files.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def methods(self) -> dict[str, Callable[[Arguments], Awaitable[Any]]]:
        """The methods, by name."""
        return {
            "deleteWebhook": self._delete_webhook,
            "getFile": self._get_file,
            "getUpdates": self._get_updates,
            "getWebhookInfo": self._get_webhook_info,
            "setWebhook": self._set_webhook,
        }

    async def _get_updates(self, arguments: Arguments) -> list[dict[str, Any]]:
        updates = self._world.updates
        if "allowed_updates" in arguments:
            updates.allow(arguments.array("allowed_updates"))
        fetched = await updates.fetch(
            arguments.integer("offset"), arguments.integer("limit", 100), arguments.integer("timeout")
        )
        return [update.json() for update in fetched]

    async def _get_file(self, arguments: Arguments) -> dict[str, Any]:
        arguments.require("file_id")
        return self._world.files.prepare_download(arguments.text("file_id"))

    async def _set_webhook(self, arguments: Arguments) -> bool:
        url, secret = arguments.text("url").strip(), arguments.text("secret_token")
        if url:
            check_webhook(url, local=self._world.local_webhooks)
        if secret and not SECRET_TOKEN.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if "allowed_updates" in arguments:
            self._world.updates.allow(arguments.array("allowed_updates"))
        return await self._deliver(Webhook(url, secret) if url else None, arguments)

    async def _delete_webhook(self, arguments: Arguments) -> bool:
        return await self._deliver(None, arguments)

    async def _deliver(self, webhook: Webhook | None, arguments: Arguments) -> bool:
        if arguments.flag("drop_pending_updates"):
            self._world.updates.clear()
        await self._world.webhook_sender.deliver_to(webhook)
        return True

    async def _get_webhook_info(self, _arguments: Arguments) -> dict[str, Any]:
        updates = self._world.updates
        return {
            "url": updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
            **({"allowed_updates": list(updates.allowed)} if updates.allowed else {}),
            **({"last_error_message": error} if (error := self._world.webhook_sender.last_error) else {}),
        }
