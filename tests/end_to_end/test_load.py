"""Many ask at once: all get their answer, none gets it twice, and the event loop goes on meanwhile."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from statistics import median, quantiles

import pytest

from benchmarks.soak.crowd import TimedLoopback
from benchmarks.soak.process import on_their_way
from bot.playground import Loopback
from retrieval.engine import Engine
from retrieval.library import SAMPLE_QUESTIONS, File

USERS = 200
LONGEST_WAIT_MS = 100


@asynccontextmanager
async def bot(home: Path, telegram: Loopback) -> AsyncIterator[Process]:
    """The bot, in a process of its own."""
    command = (sys.executable, "-m", "tests.end_to_end.probed", str(home), telegram.token, telegram.base_url)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
    try:
        await telegram.notifier.until(lambda: telegram.updates.allowed, timeout=60)
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


def made_up(home: Path, documents: int) -> list[str]:
    """Fill a home; gives a question for each document."""
    with closing(Engine.open(home)) as engine:
        for number in range(documents):
            lines = [
                f"{place}{number}号泵站由{place}水务局建设，总投资{number + 3}0万元，可灌溉农田{number}亩。"
                "泵站设有三台机组，一用两备，每年汛期前检修一次，检修期间由邻近泵站代为供水。"
                for place in ("青石", "南溪", "白鹭", "东陵")
            ]
            text = f"关于{number}号泵站的通知\n\n" + "\n\n".join(lines)
            engine.library.add(File.uploaded(f"{number}.txt", text.encode()))
    return [f"青石{number}号泵站的总投资是多少？" for number in range(documents)]


def note(capsys: pytest.CaptureFixture[str], figures: str) -> None:
    """Show figures, whatever else is captured."""
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")


@pytest.mark.slow
@pytest.mark.parametrize("documents", [0, 500], ids=["sample page", "500 documents"])
async def test_two_hundred_ask_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], documents: int
) -> None:
    home = tmp_path / "home"
    questions = made_up(home, documents) if documents else list(SAMPLE_QUESTIONS)
    async with TimedLoopback() as telegram:
        telegram.limit()
        async with bot(home, telegram) as running:
            asked = [telegram.ask(telegram.user("小明"), questions[n % len(questions)]) for n in range(USERS)]
            await telegram.notifier.until(lambda: len(telegram.answers) == USERS, timeout=60)
            running.send_signal(signal.SIGTERM)
            output, errors = await asyncio.wait_for(running.communicate(), 20)
        assert [len(telegram.replies(message)) for message in asked] == [1] * USERS
        assert running.returncode == 0, errors.decode()
        assert telegram.updates.pending == ()
        assert [call.response for call in telegram.calls() if not call.response["ok"]] == []
        waits = json.loads(output.splitlines()[-1])["waits_ms"]
        seconds = [wait for _, wait in telegram.waits()]
        spread = (
            f"p50 {median(seconds):.2f} s, p95 {quantiles(seconds, n=20)[-1]:.2f} s, {max(seconds):.2f} s"
        )
        note(capsys, f"{documents} documents: {spread}; the event loop waited {waits[:3]} ms")
        assert waits[0] <= LONGEST_WAIT_MS


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
async def test_the_bot_is_ended_while_two_hundred_wait(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], how: signal.Signals
) -> None:
    home = tmp_path / "home"
    questions = made_up(home, 100)
    async with TimedLoopback() as telegram:
        telegram.limit()
        async with bot(home, telegram) as running:
            asked = [telegram.ask(telegram.user("小明"), questions[n % len(questions)]) for n in range(USERS)]
            await telegram.notifier.until(lambda: len(telegram.answers) >= 20, timeout=60)
            running.send_signal(how)
            await asyncio.wait_for(running.communicate(), 20)
        before, unknown = len(telegram.answers), on_their_way(home)
        assert before < USERS
        telegram.updates.allow([])
        async with bot(home, telegram) as running:
            await telegram.notifier.until(lambda: len(telegram.answers) >= USERS - unknown, timeout=60)
            last = telegram.ask(telegram.user("小明"), questions[0])
            await telegram.answer_to(last, seconds=30)
            running.send_signal(signal.SIGTERM)
            await asyncio.wait_for(running.communicate(), 20)
        note(capsys, f"{how.name}: {before} answered before, {unknown} were on their way")
        answers = [len(telegram.replies(message)) for message in asked]
        assert max(answers) == 1
        assert answers.count(0) <= (unknown if how == signal.SIGKILL else 0)
        assert unknown <= 20
        assert telegram.updates.pending == ()
