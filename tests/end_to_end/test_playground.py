"""The playground in a process of its own: page, bot and engine."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.playground.suggestions import suggestions
from retrieval.engine import Engine
from retrieval.library import PUBLIC, SAMPLE_QUESTIONS, File
from retrieval.suggestions.suggester import Suggester
from tests.end_to_end.processes import process, stopped

BRIDGE = "南河大桥通车\n\n2025年3月9日，南河大桥正式通车。大桥全长1280米，总投资7.5亿元。\n"


class Page:
    """The page of a playground, reduced to its requests."""

    def __init__(self, http: httpx.AsyncClient, world: dict[str, Any]) -> None:
        self.http = http
        self.private, self.group = (chat["key"] for chat in world["chats"][:2])

    async def world(self) -> dict[str, Any]:
        """Everything as it stands."""
        world: dict[str, Any] = (await self.http.get("/api/world")).json()
        return world

    async def do(self, action: str, **values: Any) -> dict[str, Any]:
        """Do something that can be done."""
        response = await self.http.post(f"/api/{action}", json=values)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    async def until(self, look: Callable[[dict[str, Any]], Any], after: int = 0) -> Any:
        """What `look` sees in the first event in which it sees anything."""
        async with (
            asyncio.timeout(60),
            self.http.stream("GET", "/api/events", params={"after": after}) as stream,
        ):
            async for line in stream.aiter_lines():
                if line.startswith("data: ") and (seen := look(json.loads(line.removeprefix("data: ")))):
                    return seen
        raise AssertionError("the stream has ended")

    async def answer_to(self, message: dict[str, Any]) -> dict[str, Any]:
        """The bot's reply to a message."""

        def look(event: dict[str, Any]) -> dict[str, Any] | None:
            said: dict[str, Any] = event.get("message", {})
            replied = said.get("reply_to_message", {}).get("message_id") == message["message_id"]
            return said if replied and said["key"] == message["key"] and not said["own"] else None

        answer: dict[str, Any] = await self.until(look)
        return answer

    async def ask(self, key: str, text: str, **values: Any) -> dict[str, Any]:
        """Ask something; gives the reply."""
        return await self.answer_to((await self.do("say", key=key, text=text, **values))["message"])


async def told(started: Process, pattern: str) -> str:
    """What a process says that a pattern describes: the first group of it."""
    assert started.stdout
    lines = []
    async with asyncio.timeout(60):
        async for line in started.stdout:
            lines.append(line.decode())
            if found := re.search(pattern, lines[-1]):
                return found[1]
    raise AssertionError("".join(lines))


@asynccontextmanager
async def playing(home: Path, **settings: str) -> AsyncIterator[tuple[Process, Page]]:
    """A playground over a home, and its page."""
    command = ("-W", "ignore", "-m", "bot", "--home", str(home), "playground", "--port", "0")
    async with process(*command, folder=home.parent, **settings) as started:
        address = await told(started, r"(http://127\.0\.0\.1:\d+)")
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=15) as http:
            index = (await http.get("/")).text
            found = re.search(r'name="playground-key" content="([^"]+)"', index)
            if found is None:
                pytest.skip("the page is not there, and with it the key")
            http.headers["X-Playground-Key"] = found[1]
            yield started, Page(http, (await http.get("/api/world")).json())


async def test_a_question_its_answer_and_how_it_was_found(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with playing(home) as (started, page):
        world = await page.world()
        assert len(world["suggestions"]) == 6
        assert world["token_hint"] is True
        # What is asked before the bot is ready is answered once it is.
        answer = await page.ask(page.private, world["suggestions"][0])
        assert answer["text"].startswith("30亿元")
        assert answer["reply_markup"]["inline_keyboard"]
        world = await page.world()
        assert world["ready"] is True
        explained = world["explanations"][-1]
        assert explained["key"] == page.private
        assert explained["message_id"] == answer["reply_to_message"]["message_id"]
        assert explained["question"] == world["suggestions"][0]
        assert explained["answer"] == "30亿元"
        assert [step["name"] for step in explained["steps"]] == [
            "words",
            "vectors",
            "fusion",
            "reading",
            "decision",
        ]
        best = explained["passages"][0]
        span = best["spans"][0]
        assert best["text"][span["start"] : span["end"]] == span["text"]
        assert span["confidence"] >= explained["threshold"]
        assert [passage["rank"] for passage in explained["passages"]] == list(
            range(1, len(explained["passages"]) + 1)
        )
        # Each button is pressed, and answers.
        buttons = [button for row in answer["reply_markup"]["inline_keyboard"] for button in row]
        for button in [button for button in buttons if "callback_data" in button]:
            pressed = {"message_id": answer["message_id"], "data": button["callback_data"]}
            await page.do("press", key=page.private, **pressed)
        reply = await page.ask(page.private, "首期呢？", reply_to=answer["message_id"])
        assert "8亿元" in reply["text"]
        found = await page.do("inline", key=page.group, query="贺兰舟是哪里的处长？", offset="")
        while found["again"]:
            found = await page.do("inline", key=page.group, query="贺兰舟是哪里的处长？", offset="")
        result = found["results"][0]["id"]
        chosen = await page.do("choose", key=page.group, query_id=found["query_id"], result_id=result)
        assert chosen["message"]["via_bot"]["username"] == "yuanwen_bot"
        started.send_signal(signal.SIGINT)
        output = await stopped(started)
    assert started.returncode == 0, output
    assert "Traceback" not in output
    assert (home / "playground" / "bot.db").exists()
    assert not (home / "bot.db").exists()


@pytest.mark.slow  # the page's tests upload, and documents/test_adding.py restarts
async def test_what_was_uploaded_is_still_there_the_next_time(tmp_path: Path) -> None:
    home = tmp_path / "home"
    question = "南河大桥全长多少米？"
    async with playing(home) as (started, page):
        files = {"file": ("南河大桥.txt", BRIDGE.encode())}
        sent = (await page.http.post("/api/upload", data={"key": page.private}, files=files)).json()[
            "message"
        ]
        progress = await page.answer_to(sent)

        def done(event: dict[str, Any]) -> bool:
            message = event.get("message", {})
            is_progress = all(message.get(name) == progress[name] for name in ("chat", "message_id"))
            return is_progress and "✓" in message["text"]

        await page.until(done)
        assert "1280米" in (await page.ask(page.private, question))["text"]
        # It belongs to the person alone, for whom the sample page leaves; in the group that still serves.
        assert "1280米" not in (await page.ask(page.group, f"/ask {question}"))["text"]
        assert "30亿元" in (await page.ask(page.group, f"/ask {SAMPLE_QUESTIONS[0]}"))["text"]
        assert "没有找到" in (await page.ask(page.private, SAMPLE_QUESTIONS[0]))["text"]
        world = await page.world()
        assert world["sample"] == []
        assert SAMPLE_QUESTIONS[0] not in world["suggestions"]
        started.send_signal(signal.SIGTERM)
        await stopped(started)
    async with playing(home) as (started, page):
        assert (await page.world())["messages"][page.private] == []
        for text in (question, question):
            assert "1280米" in (await page.ask(page.private, text))["text"]
        started.send_signal(signal.SIGINT)
        output = await stopped(started)
    assert started.returncode == 0, output


@pytest.mark.slow
async def test_what_was_asked_of_a_run_that_was_killed_is_not_answered_in_the_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with playing(home) as (started, page):
        await page.ask(page.private, "白鹭湾跨江大桥什么时候建成通车？")
        for number in range(20):
            await page.do("say", key=page.private, text=f"{number}号桥什么时候建成通车？")
        started.kill()
        await stopped(started)
    async with playing(home) as (started, page):
        await page.ask(page.private, "白鹭湾跨江大桥什么时候建成通车？")
        assert len((await page.world())["messages"][page.private]) == 2


async def test_a_model_that_cannot_be_loaded_is_told_on_the_page(tmp_path: Path) -> None:
    async with playing(tmp_path / "home", YUANWEN_READER=str(tmp_path / "none")) as (started, page):

        def look(event: dict[str, Any]) -> Any:
            return event["type"] == "failed" and event["error"]

        reason = await page.until(look)
        assert str(tmp_path / "none") in reason
        assert (await page.world())["failed"] == reason
        started.send_signal(signal.SIGINT)
        output = await stopped(started)
    assert started.returncode == 1
    assert f"The bot cannot answer: {reason}" in output
    assert "Traceback" not in output


@pytest.mark.slow
async def test_it_ends_while_it_still_loads(tmp_path: Path) -> None:
    async with playing(tmp_path / "home") as (started, _page):
        started.send_signal(signal.SIGINT)
        output = await stopped(started)
    assert started.returncode == 0, output
    assert "Traceback" not in output


@pytest.mark.slow
async def test_it_says_where_it_is_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    command = ("-m", "bot", "--home", str(tmp_path / "home"), "playground", "--port", "0")
    async with process(*command, folder=tmp_path, LC_ALL="zh_CN.UTF-8") as started:
        assert await told(started, r"试用页在 (http://127\.0\.0\.1:\d+) （按 Ctrl-C 结束）")
        started.send_signal(signal.SIGINT)
        await stopped(started)


async def refused(tmp_path: Path, *options: str, home: str = "home") -> str:
    """What the command says where it cannot start."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "--home", str(tmp_path / home), "playground", *options),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )
    output = await stopped(started)
    assert started.returncode != 0
    assert "Traceback" not in output
    return output


@pytest.mark.slow
async def test_what_cannot_be_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} cannot be had" in await refused(tmp_path, "--port", str(port))
    (tmp_path / "file").write_text("no folder")
    assert "cannot be used as a home" in await refused(tmp_path, home="file")


def test_the_questions_to_begin_with_are_answered(library: Engine, tmp_path: Path) -> None:
    replies = [library.ask(question, collections={PUBLIC}) for question in suggestions(tmp_path)]
    assert [reply.answer.text if reply.answer else None for reply in replies] == [
        "30亿元",
        "贺兰舟",
        "2026年10月",
        "68元",
        "3200平方米",
        "2025年3月",
    ]


def test_over_other_documents_what_the_bot_has_found_is_suggested(tmp_path: Path) -> None:
    questions = suggestions(tmp_path)
    assert len(questions) == 6
    engine = Engine.open(tmp_path)
    try:
        engine.library.add(File.uploaded("桥.txt", BRIDGE.encode()), "user-5")
        assert suggestions(tmp_path) == questions
        engine.library.add(File.uploaded("桥.txt", BRIDGE.encode()), PUBLIC)
        assert suggestions(tmp_path) == ()
        (entry,) = engine.library.entries(PUBLIC)
        Suggester(engine.store, engine.ask).suggest(entry.id)
        assert suggestions(tmp_path) == ("大桥全长是多少？", "总投资是多少？")
    finally:
        engine.close()
