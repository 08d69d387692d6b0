"""Nothing is lost and nothing said twice when the bot is stopped, killed, or its token revoked."""

import asyncio
import signal
import textwrap
import time
from asyncio.subprocess import Process
from pathlib import Path

import pytest

from benchmarks.soak.process import on_their_way
from bot.playground import Loopback
from bot.playground.protocol.faults import ANY, Delay, Silence
from bot.playground.protocol.refusals import bad_request, too_many_requests, unauthorized
from tests.end_to_end.processes import free_port, process, stopped
from tests.end_to_end.test_resilience import QUESTION, all_answered, counts

LONGEST_STOP_S = 20
"""Ten are promised, on a machine that does nothing else."""


def program(
    telegram: Loopback, home: Path, *, seconds: float, webhook: str = "None", level: str = "INFO"
) -> str:
    """Runs the bot over a home that remembers, for answers that take their time."""
    return textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from bot.services.access import Rules
        from bot.telegram.application import Plan, run
        from bot.logging import configure_logs
        from bot.storage import State
        from bot.telegram.webhook import Webhook
        from embeddings.errors import YuanwenError
        from tests.end_to_end.archive import Archive
        configure_logs({level!r})
        rules = Rules(questions_each=1000, questions_together=1000)
        state = State.open(Path({str(home)!r}))
        try:
            plan = Plan({telegram.token!r}, Archive(seconds={seconds}), state=state, rules=rules,
                base_url={telegram.base_url!r})
            run(plan, {webhook})
        except YuanwenError as error:
            sys.exit(f"told: {{error}}")
    """)


async def ended(started: Process, how: signal.Signals) -> str:
    started.send_signal(how)
    output = await stopped(started)
    assert started.returncode == (0 if how == signal.SIGTERM else -how), output
    assert "Traceback" not in output, output
    return output


@pytest.mark.parametrize(
    ("how", "hooked"),
    [
        pytest.param(signal.SIGKILL, False, id="killed"),
        pytest.param(signal.SIGKILL, True, id="killed, webhook", marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, False, id="stopped", marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, True, id="stopped, webhook", marks=pytest.mark.slow),
    ],
)
async def test_a_bot_that_is_ended_takes_up_what_it_left(
    telegram: Loopback, tmp_path: Path, how: signal.Signals, hooked: bool
) -> None:
    telegram.local_webhooks, port = True, free_port()
    webhook = f"Webhook('http://127.0.0.1:{port}/hook', port={port})" if hooked else "None"
    slow, quick = (program(telegram, tmp_path, seconds=s, webhook=webhook) for s in (0.25, 0.01))
    async with process("-c", slow, folder=tmp_path) as started:
        asked = [telegram.say(telegram.user("小明"), f"{QUESTION}{n}") for n in range(60)]
        await telegram.notifier.until(lambda: sum(counts(telegram, asked)) >= 5, timeout=60)
        for trouble in (Delay(0.3), Silence(done=True, seconds=0.3)) * 50:
            telegram.fail("sendMessage", trouble)  # so that some are out when the end comes
        await telegram.notifier.until(lambda: sum(counts(telegram, asked)) >= 8, timeout=60)
        await ended(started, how)
    telegram.heal()
    assert 8 <= sum(counts(telegram, asked)) < 60
    unknown = on_their_way(tmp_path)
    assert sum(counts(telegram, asked)) + unknown < 60  # some were not begun
    async with process("-c", quick, folder=tmp_path) as started:
        asked += [telegram.say(telegram.user("小红"), f"{QUESTION}{n}") for n in range(60, 65)]
        await telegram.notifier.until(lambda: sum(counts(telegram, asked)) >= 65 - unknown, timeout=60)
        await all_answered(telegram, [last := telegram.say(telegram.user("小刚"), QUESTION)])
        await ended(started, signal.SIGTERM)
    answers = counts(telegram, [*asked, last])
    assert max(answers) == 1
    # Who is told to stop waits for what is out; of what a kill cuts off, nobody knows whether it arrived.
    assert answers.count(0) <= (unknown if how == signal.SIGKILL else 0)
    assert telegram.updates.pending == ()


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["asked to wait", pytest.param("away", marks=pytest.mark.slow)])
async def test_an_answer_that_waits_when_the_bot_stops_is_given_by_the_next_run(
    telegram: Loopback, tmp_path: Path, trouble: str
) -> None:
    ready = program(telegram, tmp_path, seconds=0.3)
    async with process("-c", ready, folder=tmp_path) as started:
        if trouble == "asked to wait":
            telegram.fail("sendMessage", too_many_requests(60))
        asked = telegram.say(telegram.user("小明"), QUESTION)
        await telegram.notifier.until(
            lambda: telegram.updates.allowed and not telegram.updates.pending, timeout=30
        )
        if trouble == "away":
            async with telegram.outage():
                await asyncio.sleep(1)
                await ended(started, signal.SIGTERM)
        else:
            await telegram.notifier.until(lambda: telegram.calls("sendMessage"), timeout=60)
            began = time.monotonic()
            await ended(started, signal.SIGTERM)
            assert time.monotonic() - began < LONGEST_STOP_S
    assert counts(telegram, [asked]) == [0]
    async with process("-c", ready, folder=tmp_path) as started:
        await telegram.answer_to(asked, seconds=30)
        await ended(started, signal.SIGTERM)
    assert counts(telegram, [asked]) == [1]


@pytest.mark.parametrize(
    "hooked", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["polling", "webhook"]
)
async def test_a_token_that_is_revoked_ends_the_bot(telegram: Loopback, tmp_path: Path, hooked: bool) -> None:
    telegram.local_webhooks, port = True, free_port()
    webhook = f"Webhook('http://127.0.0.1:{port}/hook', port={port})" if hooked else "None"
    loud = program(telegram, tmp_path, seconds=0.1, webhook=webhook, level="DEBUG")
    async with process("-c", loud, folder=tmp_path) as started:
        user = telegram.user("小明")
        await telegram.answer_to(telegram.say(user, QUESTION), seconds=30)
        telegram.fail(ANY, unauthorized(), times=1000)
        asked = telegram.say(user, QUESTION)  # by a webhook, the bot learns of it only when it speaks
        output = await stopped(started)
    assert started.returncode == 1, output
    assert "told: Telegram no longer knows this bot token" in output
    assert "token_refused" in output
    assert telegram.token not in output
    telegram.heal()
    async with process(
        "-c", program(telegram, tmp_path, seconds=0, webhook=webhook), folder=tmp_path
    ) as again:
        await telegram.answer_to(asked, seconds=30)
        await telegram.answer_to(telegram.say(user, QUESTION), seconds=30)
        await ended(again, signal.SIGTERM)


async def test_a_changed_answer_that_had_to_be_sent_anew_is_not_sent_twice(
    telegram: Loopback, tmp_path: Path
) -> None:
    user, gone = telegram.user("小明"), bad_request("message to edit not found")
    ready = program(telegram, tmp_path, seconds=0)
    async with process("-c", ready, folder=tmp_path) as started:
        asked = telegram.say(user, QUESTION)
        await telegram.answer_to(asked, seconds=30)
        telegram.fail("editMessageText", gone, times=5)
        telegram.fail("sendMessage", Silence(done=True))
        telegram.edit(asked, "改了的问题")
        await telegram.notifier.until(lambda: counts(telegram, [asked]) == [2], timeout=10)
        await ended(started, signal.SIGKILL)
    async with process("-c", ready, folder=tmp_path) as started:
        await telegram.answer_to(telegram.say(user, "还在吗"), seconds=30)
        await ended(started, signal.SIGTERM)
    assert counts(telegram, [asked]) == [2]
