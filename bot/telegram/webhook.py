"""A webhook: the address to which Telegram delivers updates, instead of polling."""

import secrets
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from bot.errors import BotError

if TYPE_CHECKING:
    from telegram.ext import Updater

_MOST_BYTES: Final = 1 << 20
"""The longest request that is read; the largest updates of Telegram take a tenth of it."""
_LONGEST_S: Final = 30.0
"""How long a request may take to arrive."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers updates.

    Attributes:
        url: The public address, https.
        listen: The address to listen on.
        port: The port to listen on.
        path: The path to listen on; "" for that of `url`.
        secret_token: Sent by Telegram with each update as proof: 1 to 256 of A-Z a-z 0-9 _ -; None for a new
            one.
    """

    url: str = field(repr=False)
    listen: str = "127.0.0.1"
    port: int = 8443
    path: str = ""
    secret_token: str | None = field(default=None, repr=False)

    def check(self) -> None:
        """Check that the address can be listened on.

        Raises:
            BotError: It cannot.
        """
        family = socket.AF_INET6 if ":" in self.listen else socket.AF_INET
        try:
            socket.create_server((self.listen, self.port), family=family).close()
        except OSError as error:
            raise BotError(
                f"The webhook cannot listen on {self.listen}:{self.port} ({error.strerror}). "
                "Choose another address or port."
            ) from None

    def options(self) -> dict[str, Any]:
        """The arguments of python-telegram-bot's webhook methods."""
        return {
            "webhook_url": self.url,
            "listen": self.listen,
            "port": self.port,
            "url_path": (self.path or urlsplit(self.url).path).strip("/"),
            "secret_token": self.secret_token or secrets.token_urlsafe(32),
        }


def limit_requests(updater: "Updater") -> None:
    """Have the webhook of an updater refuse what is no update by its size, or too slow, before it is kept.

    Whoever reaches the port may send requests; the secret in them is looked at once all of it is there.
    """
    # python-telegram-bot has no settings for these: its server would keep 100 MB of each request.
    server: Any = updater._httpd
    parameters = server._http_server.conn_params
    parameters.max_body_size, parameters.body_timeout = _MOST_BYTES, _LONGEST_S
