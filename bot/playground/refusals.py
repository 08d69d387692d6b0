"""Telegram's way of saying no."""

from typing import Any

from embeddings.errors import YuanwenError


class Refusal(YuanwenError):  # noqa: N818  # it is what Telegram does, not what went wrong
    """A request that the Bot API does not grant.

    Args:
        code: HTTP status.
        description: What Telegram says, beginning with the name of the status.
        retry_after: Seconds to wait, where it was one request too many.
    """

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The answer as it is sent."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> Refusal:
    """400: the request itself is wrong."""
    return Refusal(400, f"Bad Request: {reason}")


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


def too_many_requests(seconds: int) -> Refusal:
    """429: wait, then try again."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
