"""The arguments in the body of a request, or in a webhook's response."""

from collections.abc import Mapping
from typing import Any

from tornado.httputil import HTTPFile, HTTPInputError, parse_body_arguments

from bot.playground.bot_api.arguments import Arguments, Upload, parse_json
from bot.playground.protocol.refusals import bad_request


def parse_body(kind: str, body: bytes, query: Mapping[str, list[bytes]] | None = None) -> Arguments:
    """The arguments of a body: a form of either kind, or a JSON object.

    Args:
        kind: Its Content-Type.
        body: Its content.
        query: Further arguments, from the query string.

    Raises:
        Refusal: It cannot be parsed.
    """
    texts = {name: list(found) for name, found in (query or {}).items()}
    files: dict[str, list[HTTPFile]] = {}
    values: dict[str, Any] = {}
    if kind.startswith("application/json"):
        values = _json_object(body)
    else:
        try:
            parse_body_arguments(kind, body, texts, files)
        except HTTPInputError:
            raise bad_request("can't parse request body as a form") from None
    values = {name: found[-1].decode(errors="replace") for name, found in texts.items()} | values
    uploads = {
        name: Upload(file.filename, file.content_type, file.body)
        for name, found in files.items()
        for file in found
    }
    referred = {str(value).removeprefix("attach://") for value in values.values()}
    names = {name: upload.name for name, upload in uploads.items() if name not in referred}
    return Arguments(names | values, uploads)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        found = parse_json(body or b"{}")
    except ValueError:
        raise bad_request("can't parse request body as JSON") from None
    if not isinstance(found, dict):
        raise bad_request("request body must be a JSON object")
    return found
