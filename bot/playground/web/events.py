"""The feed: a stream of events."""

import asyncio
import json
from contextlib import suppress
from typing import Final

from tornado.iostream import StreamClosedError

from bot.playground.simulation.event_log import Entry
from bot.playground.web.handler import Handler
from bot.playground.web.security import Denial

HEARTBEAT_S: Final = 15.0
"""How long nothing may be heard; a browser that is gone is noticed then."""

_RETRY_MS: Final = 1000
_NUMBER_DIGITS: Final = 15


class EventStream(Handler):
    """Server-sent events, from any that is still known on."""

    linked = True

    _waiting: asyncio.Future[list[Entry]] | None = None

    async def get(self) -> None:
        number = self._begin()
        if not self.stage.telegram.event_log.reaches(number):
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
                    self._tell(entry)
                if not entries:
                    self.write(": nothing new\n\n")

    def on_connection_close(self) -> None:
        if self._waiting:
            self._waiting.cancel()

    async def _next(self, number: int) -> list[Entry] | None:
        """What happens after an event, empty where nothing does, None where nobody listens any more."""
        event_log = self.stage.telegram.event_log
        self._waiting = asyncio.ensure_future(event_log.after(number, HEARTBEAT_S))
        try:
            return await self._waiting
        except asyncio.CancelledError:
            if self._waiting.cancelled():
                return None
            raise

    def _tell(self, entry: Entry) -> None:
        if event := self.stage.view.event(entry.event):
            content = json.dumps(event | {"seq": entry.number}, ensure_ascii=False)
            self.write(f"id: {entry.number}\ndata: {content}\n\n")

    def _begin(self) -> int:
        """The event that came last: of a connection made anew it is in a header, else in the address."""
        last = self.request.headers.get("Last-Event-ID") or self.get_query_argument("after", "")
        if not last:
            return self.stage.telegram.event_log.last
        if not (last.isascii() and last.isdigit() and len(last) <= _NUMBER_DIGITS):
            raise Denial(400, f"No event has the number {last!r}.")
        return int(last)
