"""Upload and download of documents."""

from typing import Any, Final
from urllib.parse import quote

from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPFile, HTTPInputError, parse_body_arguments
from tornado.web import stream_request_body

from bot.playground.bot_api.photos import pixels
from bot.playground.protocol.refusals import Refusal
from bot.playground.simulation.files import DOWNLOAD_BYTES
from bot.playground.web.actions import Actions, caption
from bot.playground.web.context import PageContext
from bot.playground.web.handler import PageHandler
from bot.playground.web.security import Denial

MAX_BYTES: Final = DOWNLOAD_BYTES
"""The largest file that can be uploaded: what a bot can download from Telegram."""

_MAX_FIELDS_BYTES: Final = 64 << 10
"""The most bytes that the other fields of the form may have."""

_LONGEST_ALBUM: Final = 40
"""Characters of what tells an album from others."""

_MAX_DISCARDED_BYTES: Final = 1 << 30
"""The most bytes that are read and discarded, so that the browser gets an error response. With more, the
connection is closed."""


@stream_request_body
class UploadHandler(PageHandler):
    """POST /api/upload: sends a file.

    The form has `key` and `file`, and may have `caption`, `photo` where a picture is to be sent as a photo,
    and `album`, which is the same for files that are sent together.
    """

    def initialize(self, context: PageContext, actions: Actions) -> None:  # type: ignore[override]
        super().initialize(context)
        self._actions = actions
        self._body = bytearray()
        self._denial: Denial | None = None

    def prepare(self) -> None:
        try:
            super().prepare()
        except Denial as denial:
            self._denial = denial  # a browser reads the response only once it has sent everything
        if isinstance(self.request.connection, HTTP1Connection):
            self.request.connection.set_max_body_size(_MAX_DISCARDED_BYTES)

    def data_received(self, chunk: bytes) -> None:
        if self._denial is None and len(self._body) + len(chunk) > MAX_BYTES + _MAX_FIELDS_BYTES:
            self._denial = _too_large()
        if self._denial:
            self._body.clear()
        else:
            self._body += chunk

    def post(self) -> None:
        if self._denial:
            raise self._denial
        fields, file = self._form()
        if file and len(file.body) > MAX_BYTES:
            raise _too_large()
        entry = self._actions.entry(fields.get("key", ""))
        if file is None or not file.body:
            raise Denial(400, "There is nothing in this file.", name="file-empty")
        options: dict[str, Any] = {"caption": caption(fields.get("caption", ""))}
        if album := fields.get("album", "")[:_LONGEST_ALBUM]:
            options["media_group_id"] = album
        telegram, me = self.context.telegram, self.context.demo_chats.me
        if size := _pixels(file.body) if fields.get("photo") else None:
            message = telegram.send_photo(me, file.body, size, entry.where, **options)
        else:
            message = telegram.send_document(me, file.filename, file.body, entry.where, **options)
        self.answer({"message": self.context.view.message(message)})

    def _form(self) -> tuple[dict[str, str], HTTPFile | None]:
        """The fields of the form, and its file."""
        texts: dict[str, list[bytes]] = {}
        files: dict[str, list[HTTPFile]] = {}
        try:
            kind = self.request.headers.get("Content-Type", "")
            parse_body_arguments(kind, bytes(self._body), texts, files, self.request.headers)
        except HTTPInputError:
            raise Denial(400, "The form cannot be read.") from None
        sent = files.get("file")
        return {name: values[-1].decode(errors="replace") for name, values in texts.items()}, (
            sent[-1] if sent else None
        )


class DownloadHandler(PageHandler):
    """GET /api/file: sends a file of a message as an attachment, never to be shown in the page."""

    key_in_address = True

    def get(self) -> None:
        try:
            stored = self.context.telegram.files.find(self.get_query_argument("id", ""))
        except Refusal:
            raise Denial(404, "There is no such file.", name="file-gone") from None
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}")
        self.finish(stored.data)


def _pixels(data: bytes) -> tuple[int, int] | None:
    """Width and height of a photo; None for what Telegram takes as a file alone."""
    try:
        return pixels(data)
    except Refusal:
        return None


def _too_large() -> Denial:
    return Denial(413, f"A file may have at most {MAX_BYTES >> 20} MB.")
