"""Refusals: Telegram's way of saying no."""

from typing import Any

from embeddings.errors import YuanwenError


class Refusal(YuanwenError):  # noqa: N818  # named after what Telegram does
    """An error response of the Bot API.

    Args:
        code: The HTTP status.
        description: Telegram's description, which begins with the name of the status.
        parameters: The fields of ResponseParameters: `retry_after` or `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The body of the response."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(reason: str) -> Refusal:
    """400: the request is wrong."""
    return Refusal(400, f"Bad Request: {reason}")


def upgraded(chat_id: int) -> Refusal:
    """400: the group was upgraded to a supergroup, which has another id."""
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
    """404: there is no such method or file."""
    return Refusal(404, "Not Found")


def conflict(reason: str) -> Refusal:
    """409: another process fetches this bot's updates."""
    return Refusal(409, f"Conflict: {reason}")


def entity_too_large() -> Refusal:
    """413: the file is larger than a bot may send."""
    return Refusal(413, "Request Entity Too Large")


def server_error(code: int = 502, reason: str = "Bad Gateway") -> Refusal:
    """5xx: Telegram itself fails."""
    return Refusal(code, reason)


def too_many_requests(seconds: int) -> Refusal:
    """429: wait, then try again."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
