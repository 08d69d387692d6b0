"""Several bots behind one webhook share a database: every question is answered, and none twice."""

import asyncio
import signal
import textwrap
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.services.access import Rules
from bot.storage import State
from bot.storage.schema import TABLES
from bot.telegram.application import Plan, build_application
from bot.telegram.serving import serving
from bot.telegram.webhook import Webhook
from retrieval.errors import StoreError
from retrieval.storage.databases import Address, open_database
from tests.end_to_end.archive import Archive
from tests.end_to_end.processes import free_port, process, stopped
from tests.postgres import Server

PEOPLE, TWICE = 20, 0.3
"""How many people ask, and which share of the updates is delivered to both bots."""


@asynccontextmanager
async def splitter(bots: list[int]) -> AsyncIterator[int]:
    """Passes each update on to one of the bots, by chance, or to both; gives its own port."""
    random = Random(3)  # noqa: S311

    class Splitter(RequestHandler):
        async def post(self) -> None:
            ports = random.sample(bots, len(bots))
            ports = ports if random.random() < TWICE else ports[:1]
            taken = await asyncio.gather(*(self.passed_on(port) for port in ports))
            self.set_status(200 if any(taken) else 502)

        async def passed_on(self, port: int) -> bool:
            address = f"http://127.0.0.1:{port}{self.request.path}"
            with suppress(HTTPClientError, OSError):
                await AsyncHTTPClient().fetch(
                    address, method="POST", headers=self.request.headers, body=self.request.body
                )
                return True
            return False

    server, port = HTTPServer(Application([(".*", Splitter)])), free_port()
    server.listen(port, "127.0.0.1")
    yield port
    server.stop()
    await server.close_all_connections()


def program(telegram: Loopback, url: str, outside: int, port: int) -> str:
    return textwrap.dedent(f"""
        from bot.services.access import Rules
        from bot.storage import State, pending_updates
        from bot.telegram import updates
        from bot.telegram.application import Plan, run
        from bot.telegram.webhook import Webhook
        from retrieval.storage.databases import Address
        from tests.end_to_end.archive import Archive
        pending_updates.LEASE_S, updates._SIGN_OF_LIFE_S = 4.0, 0.4
        state = State(Address.of({url!r}))
        rules = Rules(questions_each=1000, questions_together=1000)
        plan = Plan({telegram.token!r}, Archive(seconds=0.05), state=state, rules=rules,
                    base_url={telegram.base_url!r})
        run(plan, Webhook("http://127.0.0.1:{outside}/hook", port={port}, secret_token="geheim"))
    """)


def counts(telegram: Loopback, asked: list[Message]) -> list[int]:
    return [len(telegram.replies(message)) for message in asked]


def counted(url: str, what: str) -> int:
    """A figure of the updates in the database."""
    database = open_database(Address.of(url), TABLES, StoreError)
    with database.reading() as db:
        ((found,),) = db.execute(f"SELECT {what} FROM updates").fetchall()
    database.close()
    return int(found)


UNDER_WAY = "COUNT(*) FILTER (WHERE content IS NOT NULL)"
BEING_SENT = "COUNT(*) FILTER (WHERE content IS NOT NULL AND sending)"
RUNS = "COUNT(DISTINCT run)"


async def all_done(telegram: Loopback, url: str, asked: list[Message], least: int) -> None:
    """Wait until so many questions are answered, and no update is under way."""
    await telegram.notifier.until(lambda: sum(counts(telegram, asked)) >= least, timeout=90)
    while await asyncio.to_thread(counted, url, UNDER_WAY):  # noqa: ASYNC110  # in other processes
        await asyncio.sleep(0.1)


async def end(bot: Process, how: signal.Signals = signal.SIGTERM) -> None:
    bot.send_signal(how)
    output = await stopped(bot)
    assert "Traceback" not in output, output


async def test_each_question_is_answered_by_one_of_two_bots(telegram: Loopback, postgres: Server) -> None:
    """Both are in this process, as others take seconds to start."""
    telegram.local_webhooks, url, ports = True, postgres.schema(), [free_port(), free_port()]
    people = [telegram.user(f"用户{number}") for number in range(PEOPLE)]
    async with splitter(ports) as outside, AsyncExitStack() as bots:
        for port in ports:
            state, rules = State(Address.of(url)), Rules(questions_each=1000)
            plan = Plan(telegram.token, Archive(), state=state, rules=rules, base_url=telegram.base_url)
            webhook = Webhook(f"http://127.0.0.1:{outside}/hook", port=port, secret_token="geheim")
            await bots.enter_async_context(serving(build_application(plan), webhook=webhook))
        asked = [telegram.say(people[n % PEOPLE], f"问题{n}") for n in range(40)]
        await all_done(telegram, url, asked, len(asked))
        assert await asyncio.to_thread(counted, url, RUNS) == 2
    assert set(counts(telegram, asked)) == {1}


@pytest.mark.slow
async def test_each_question_is_answered_by_one_of_two_processes(
    telegram: Loopback, tmp_path: Path, postgres: Server
) -> None:
    telegram.local_webhooks, url, ports = True, postgres.schema(), [free_port(), free_port()]
    people = [telegram.user(f"用户{number}") for number in range(PEOPLE)]
    async with splitter(ports) as outside:
        one, other = (program(telegram, url, outside, port) for port in ports)
        async with process("-c", one, folder=tmp_path) as bot, process("-c", other, folder=tmp_path) as also:
            await telegram.notifier.until(lambda: len(telegram.calls("setWebhook")) == 2, timeout=90)
            asked = [telegram.say(people[n % PEOPLE], f"问题{n}") for n in range(40)]
            await all_done(telegram, url, asked, len(asked))
            assert await asyncio.to_thread(counted, url, RUNS) == 2
            await asyncio.gather(end(bot), end(also))
    assert set(counts(telegram, asked)) == {1}


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_what_an_ended_bot_left_is_answered_once(
    telegram: Loopback, tmp_path: Path, postgres: Server, how: signal.Signals
) -> None:
    telegram.local_webhooks, url, ports = True, postgres.schema(), [free_port(), free_port()]
    people = [telegram.user(f"用户{number}") for number in range(PEOPLE)]
    async with splitter(ports) as outside:
        one, other = (program(telegram, url, outside, port) for port in ports)
        async with process("-c", other, folder=tmp_path) as staying:
            async with process("-c", one, folder=tmp_path) as going:
                await telegram.notifier.until(lambda: len(telegram.calls("setWebhook")) == 2, timeout=90)
                asked = [telegram.say(people[n % PEOPLE], f"问题{n}") for n in range(200)]
                await telegram.notifier.until(lambda: sum(counts(telegram, asked)) > 60, timeout=90)
                await end(going, how)
            unknown = await asyncio.to_thread(counted, url, BEING_SENT) if how == signal.SIGKILL else 0
            async with process("-c", one, folder=tmp_path) as again:
                await all_done(telegram, url, asked, len(asked) - unknown)
                await asyncio.gather(end(again), end(staying))
    answers = counts(telegram, asked)
    assert max(answers) == 1
    assert answers.count(0) <= unknown
