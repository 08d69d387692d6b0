"""The handler that all others of the server derive from."""

import json
from http.client import responses
from types import TracebackType
from typing import Any

from tornado.web import HTTPError, RequestHandler

from bot.playground.web.context import PageContext
from bot.playground.web.security import HEADERS, KEY, Denial
from bot.telegram.handlers.errors import note


class Handler(RequestHandler):
    """Answers the page alone; what goes wrong is a status and a sentence."""

    keyed = True
    """Whether the page has to show its key."""

    linked = False
    """Whether it may do so in the address, for want of headers."""

    def initialize(self, stage: PageContext) -> None:
        self.stage = stage

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        self.stage.guard.check(self.request)
        if self.keyed:
            key = self.request.headers.get(KEY, "")
            self.stage.guard.check_key(key or (self.get_query_argument("key", "") if self.linked else ""))

    def answer(self, content: Any) -> None:
        """Send JSON."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(content, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        sentence = str(error) if isinstance(error, Denial) else f"{responses.get(status_code, 'Error')}."
        self.answer({"error": sentence})

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        if isinstance(value, Exception) and not isinstance(value, HTTPError):
            note("page_failed", value)


class Nothing(Handler):
    """Whatever else is asked for."""

    keyed = False

    def prepare(self) -> None:
        super().prepare()
        raise Denial(404, f"There is nothing at {self.request.path}.")
