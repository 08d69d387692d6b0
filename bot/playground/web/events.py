"""The stream of events that the page follows."""

import asyncio
import json
from contextlib import suppress
from typing import Final

from tornado.iostream import StreamClosedError

from bot.playground.simulation.event_log import LogEntry
from bot.playground.web.handler import PageHandler
from bot.playground.web.security import Denial

HEARTBEAT_S: Final = 15.0
"""Seconds between comments in a quiet stream, which show whether the browser is still connected."""

_RETRY_MS: Final = 1000
_MAX_NUMBER_DIGITS: Final = 15


class EventStream(PageHandler):
    """GET /api/events: server-sent events, from a given one on."""

    key_in_address = True

    _waiting: asyncio.Future[list[LogEntry]] | None = None

    async def get(self) -> None:
        number = self._last_event_number()
        if not self.context.telegram.event_log.covers(number):
            raise Denial(410, "Too much has happened since then. Ask for the world anew.")
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.write(f"retry: {_RETRY_MS}\n\n")
        with suppress(StreamClosedError):
            while True:
                await self.flush()
                entries = await self._next(number)
                if entries is None:
                    return
                for entry in entries:
                    number = entry.number
                    self._write_event(entry)
                if not entries:
                    self.write(": nothing new\n\n")

    def on_connection_close(self) -> None:
        if self._waiting:
            self._waiting.cancel()

    async def _next(self, number: int) -> list[LogEntry] | None:
        """The next events; empty where none came in time, None where the browser has disconnected."""
        event_log = self.context.telegram.event_log
        self._waiting = asyncio.ensure_future(event_log.after(number, HEARTBEAT_S))
        try:
            return await self._waiting
        except asyncio.CancelledError:
            if self._waiting.cancelled():
                return None
            raise

    def _write_event(self, entry: LogEntry) -> None:
        if event := self.context.view.event(entry.event):
            content = json.dumps(event | {"seq": entry.number}, ensure_ascii=False)
            self.write(f"id: {entry.number}\ndata: {content}\n\n")

    def _last_event_number(self) -> int:
        """The number of the last event that the page has: a header after a reconnection, else a parameter."""
        last = self.request.headers.get("Last-Event-ID") or self.get_query_argument("after", "")
        if not last:
            return self.context.telegram.event_log.last
        if not (last.isascii() and last.isdigit() and len(last) <= _MAX_NUMBER_DIGITS):
            raise Denial(400, f"No event has the number {last!r}.")
        return int(last)
