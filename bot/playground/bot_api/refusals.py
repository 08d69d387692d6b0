"""Refusals: Telegram's way of saying no."""

from typing import Any

from embeddings.errors import YuanwenError


class Refusal(YuanwenError):  # noqa: N818  # it is what Telegram does, not what went wrong
    """A request that the Bot API does not grant.

    Args:
        code: HTTP status.
        description: What Telegram says, beginning with the name of the status.
        parameters: What may help to do better: seconds to wait, or another chat.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer as it is sent."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(reason: str) -> Refusal:
    """400: the request itself is wrong."""
    return Refusal(400, f"Bad Request: {reason}")


def upgraded(chat_id: int) -> Refusal:
    """400: the group has become a supergroup, which has another number."""
    return Refusal(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat_id
    )


def unauthorized() -> Refusal:
    """401: there is no bot with this token."""
    return Refusal(401, "Unauthorized")


def forbidden(reason: str) -> Refusal:
    """403: the bot may not do this here."""
    return Refusal(403, f"Forbidden: {reason}")


def not_found() -> Refusal:
    """404: no such method, or something that is no token at all."""
    return Refusal(404, "Not Found")


def conflict(reason: str) -> Refusal:
    """409: someone else fetches this bot's updates."""
    return Refusal(409, f"Conflict: {reason}")


def entity_too_large() -> Refusal:
    """413: the file is larger than a bot may send."""
    return Refusal(413, "Request Entity Too Large")


def server_error(code: int = 502, reason: str = "Bad Gateway") -> Refusal:
    """5xx: Telegram itself has a trouble."""
    return Refusal(code, reason)


def too_many_requests(seconds: int) -> Refusal:
    """429: wait, then try again."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
