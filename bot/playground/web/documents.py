"""Documents from the page, and to it."""

from typing import Final
from urllib.parse import quote

from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPFile, HTTPInputError, parse_body_arguments
from tornado.web import stream_request_body

from bot.playground.bot_api.limits import CAPTION_UNITS
from bot.playground.bot_api.refusals import Refusal
from bot.playground.simulation.files import DOWNLOAD_BYTES
from bot.playground.web.actions import Actions
from bot.playground.web.context import PageContext
from bot.playground.web.handler import Handler
from bot.playground.web.security import Denial
from bot.telegram.messages.truncation import units

MOST_BYTES: Final = DOWNLOAD_BYTES
"""The largest file that is taken: Telegram gives its bots none that is larger."""

_FORM_BYTES: Final = 64 << 10
"""What the other fields of the form may take."""

_SENT_BYTES: Final = 1 << 30
"""What may come in and is thrown away, so that the browser hears why; with more the line goes dead."""


@stream_request_body
class Uploads(Handler):
    """Takes a file, as a form with `key`, `file` and perhaps `caption`."""

    def initialize(self, stage: PageContext, actions: Actions) -> None:  # type: ignore[override]
        super().initialize(stage)
        self._actions = actions
        self._body = bytearray()
        self._denial: Denial | None = None

    def prepare(self) -> None:
        try:
            super().prepare()
        except Denial as denial:
            self._denial = denial  # a browser hears of it only once it has sent everything
        if isinstance(self.request.connection, HTTP1Connection):
            self.request.connection.set_max_body_size(_SENT_BYTES)

    def data_received(self, chunk: bytes) -> None:
        if self._denial is None and len(self._body) + len(chunk) > MOST_BYTES + _FORM_BYTES:
            self._denial = _too_large()
        if self._denial:
            self._body.clear()
        else:
            self._body += chunk

    def post(self) -> None:
        if self._denial:
            raise self._denial
        fields, file = self._form()
        if file and len(file.body) > MOST_BYTES:
            raise _too_large()
        place = self._actions.place(fields.get("key", ""))
        if file is None or not file.body:
            raise Denial(400, "There is nothing in this file.")
        caption = fields.get("caption", "").strip()
        if units(caption) > CAPTION_UNITS:
            raise Denial(400, f"The text below a file has at most {CAPTION_UNITS} characters.")
        message = self.stage.telegram.send_document(
            self.stage.scene.me, file.filename, file.body, place.where, caption=caption
        )
        self.answer({"message": self.stage.view.message(message)})

    def _form(self) -> tuple[dict[str, str], HTTPFile | None]:
        """The texts of the form, and its file."""
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


class Downloads(Handler):
    """Sends a file of a message, to be kept and never to be shown."""

    linked = True

    def get(self) -> None:
        try:
            stored = self.stage.telegram.files.find(self.get_query_argument("id", ""))
        except Refusal:
            raise Denial(404, "There is no such file.") from None
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}")
        self.finish(stored.data)


def _too_large() -> Denial:
    return Denial(413, f"A file may have at most {MOST_BYTES >> 20} MB.")
