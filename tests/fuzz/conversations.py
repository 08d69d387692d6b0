"""What people say and press, line by line; the bot answers without HTTP, and nothing may go wrong in it."""

import asyncio
import json
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import ExitStack, suppress
from functools import cache, partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import unquote

import structlog
from telegram import Update
from telegram.error import Forbidden
from telegram.request import HTTPXRequest, RequestData

from bot.playground import Loopback
from bot.playground.bot_api.arguments import Arguments, Upload
from bot.playground.bot_api.server import BotApiServer
from bot.services.access import Access, Rules
from bot.services.documents import DocumentService
from bot.telegram.application import Plan, build_application
from bot.telegram.handlers import BotApplication
from retrieval.documents import Contents, Passage, Span
from retrieval.engine import Engine
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import SAMPLE
from tests.fuzz.people import ANSWERED, SCENES, People
from tests.retrieval.letters import LetterEncoder

_MOST_DEEDS: Final = 12
_SWITCH_INTERVAL_S: Final = 0.0005  # as in a bot that serves
_LONGEST_S: Final = 60.0
_NUMBER: Final = re.compile(r"[0-9一二三四五六七八九十百千万]+(?:元|年|亩|米|平方米|点)?")
_RULES: Final = {
    "questions_each": 1000,
    "questions_together": 1000,
    "actions_each": 1000,
    "actions_together": 1000,
}
_UNHURRIED: Final[Mapping[str, object]] = {
    "bot.telegram.rate_limiter._ALL_CHATS_LIMIT": (1000, 1.0),
    "bot.telegram.rate_limiter._GROUP_LIMIT": (1000, 1.0),
    "bot.telegram.handlers.documents.gathering.FURTHER_S": 0.01,
    "bot.telegram.handlers.documents.ingestion._EMBEDDING_GRACE_S": 0.0,
    "bot.telegram.handlers.documents.ingestion._BACKLOG_POLL_S": 0.01,
    "bot.telegram.handlers.asking.inline.RESPONSE_TIMEOUT_S": 8.0,
}
"""Waits of the bot, and how long they are here."""


class _Pool(ReadingPool):
    """Reads files in this process."""

    def start(self) -> None:
        """Nothing to start."""

    def read(self, path: Path, source: str, data: bytes, on_page: object = None) -> Contents:
        return read_contents(path, source, data)


class _Reader:
    """Takes numbers and what is measured in them for answers."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[tuple[Span, ...]]:
        return [
            tuple(
                Span(found.start(), found.end(), 5.0) for found in islice(_NUMBER.finditer(passage.text), 3)
            )
            for passage in passages
        ]


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


@cache
def _engine() -> Engine:
    return Engine.open(Path(_home().name), encoder=LetterEncoder(), reader=_Reader(), pool=_Pool())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def talk(text: str) -> None:
    """Do what each line says with its first character, see `DEEDS`; the first error of the bot is raised.

    Args:
        text: The lines.
    """
    errors: list[BaseException] = []
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    structlog.configure(processors=[partial(_note, errors)])
    with ExitStack() as stack:
        for name, value in _UNHURRIED.items():
            stack.enter_context(patch(name, value))
        _loop().run_until_complete(_talk(text.splitlines()[:_MOST_DEEDS], errors))
    for entry in _engine().store.documents():
        if entry.collection != SAMPLE:
            _engine().library.remove([entry.path], entry.collection)
    for error in errors:
        raise error


def press(text: str) -> None:
    """Press what all lines say, in the scene that the first one names by a number."""
    number, *lines = text.split("\n")
    scene = SCENES[int(number) % len(SCENES)] if number.isdecimal() else SCENES[0]
    talk("\n".join([*scene, *(f"b{line}" for line in lines)]))


def _note(errors: list[BaseException], _logger: object, method: str, event: MutableMapping[str, Any]) -> str:
    """Take an error, or a warning, out of the log; what an update failed of is logged behind that it did."""
    error = event.get("exc_info")
    if isinstance(error, BaseException):
        errors[-1:] = [] if isinstance(error, Forbidden) else [error]
    elif method in {"warning", "error"}:
        errors.append(RuntimeError(f"{event}"))
    raise structlog.DropEvent


async def _talk(lines: Sequence[str], errors: list[BaseException]) -> None:
    telegram = Loopback()
    telegram.inline_feedback = True
    people = People(telegram)
    server = BotApiServer(telegram)

    async def carried_out(
        _request: object, url: str, method: str, request_data: RequestData | None = None, **_: object
    ) -> tuple[int, bytes]:
        return await _carried_out(server, url, request_data)

    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: errors.append(context.get("exception") or RuntimeError(context["message"]))
    )
    with patch.object(HTTPXRequest, "do_request", carried_out):
        engine = _engine()
        rules = Rules(Access(owners={people.owner.id}), **_RULES)
        plan = Plan(
            telegram.token, engine, DocumentService.of(engine), rules=rules, base_url="http://127.0.0.1:1"
        )
        application = build_application(plan)
        await application.initialize()
        if application.post_init:
            await application.post_init(application)
        await application.start()
        try:
            lasting = asyncio.all_tasks()
            for line in lines:
                people.do(line)
                before, is_said = len(telegram.requests), line[:1] in ANSWERED and line[1:].strip()
                is_awaited = is_said and telegram.updates.pending
                await _handled(telegram, application, lasting)
                if is_awaited and len(telegram.requests) == before:
                    raise AssertionError(f"no answer to {line!r}")
        finally:
            await application.stop()
            await application.shutdown()
            if application.post_shutdown:
                await application.post_shutdown(application)


async def _carried_out(server: BotApiServer, url: str, data: RequestData | None) -> tuple[int, bytes]:
    """What the Bot API gives for a request."""
    if "/file/bot" in url:
        return 200, server.world.files.at_path(unquote(url.partition("/file/bot")[2].partition("/")[2])).data
    uploads = {
        name: Upload(file[0], file[2], file[1] if isinstance(file[1], bytes) else file[1].read())
        for name, file in (data.multipart_data if data else {}).items()
    }
    values = {name: upload.name for name, upload in uploads.items()} | (data.json_parameters if data else {})
    body = await server.call(url.rpartition("/")[2], Arguments(values, uploads))
    return int(body.get("error_code", 200)), json.dumps(body, ensure_ascii=False).encode()


async def _handled(
    telegram: Loopback, application: BotApplication, lasting: set["asyncio.Task[Any]"]
) -> None:
    """Hand all updates to the bot, and wait until it has nothing left to do.

    Raises:
        TimeoutError: It goes on for too long.
    """
    for update in telegram.updates.pending:
        with suppress(Exception):  # the bot leaves out what the library cannot read
            await application.update_queue.put(Update.de_json(update.json(), application.bot))
    telegram.updates.clear()
    async with asyncio.timeout(_LONGEST_S):
        await application.update_queue.join()
        while tasks := asyncio.all_tasks() - lasting - {asyncio.current_task()}:
            await asyncio.wait(tasks)
