"""The base class of the server's handlers."""

import json
from http.client import responses
from types import TracebackType
from typing import Any

from tornado.web import HTTPError, RequestHandler

from bot.playground.web.context import PageContext
from bot.playground.web.security import HEADERS, KEY, Denial
from bot.telegram.handlers.errors import note


class PageHandler(RequestHandler):
    """Checks where a request comes from; sends errors as JSON with a sentence."""

    needs_key = True
    """Whether the request needs the page's key."""

    key_in_address = False
    """Whether the key may be a parameter, for requests that cannot have headers."""

    def initialize(self, context: PageContext) -> None:
        self.context = context

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        self.context.guard.check(self.request)
        if self.needs_key:
            key = self.request.headers.get(KEY, "")
            if not key and self.key_in_address:
                key = self.get_query_argument("key", "")
            self.context.guard.check_key(key)

    def answer(self, content: Any) -> None:
        """Send JSON."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(content, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, Denial):
            self.answer({"error": error.sentence, "name": error.name})
        else:
            self.answer({"error": f"{responses.get(status_code, 'Error')}.", "name": ""})

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        if isinstance(value, Exception) and not isinstance(value, HTTPError):
            note("page_failed", value)


class NotFoundHandler(PageHandler):
    """Any other address: 404."""

    needs_key = False

    def prepare(self) -> None:
        super().prepare()
        raise Denial(404, f"There is nothing at {self.request.path}.")
