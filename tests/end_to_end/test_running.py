"""The bot starts, stops, is restarted, and says plainly why it cannot start."""

import asyncio
import signal
import socket
import textwrap
import time
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.playground import Loopback
from bot.playground.protocol.refusals import conflict
from bot.telegram.application import Plan, build_application
from bot.telegram.serving import ALLOWED_UPDATES, serving
from bot.telegram.webhook import Webhook
from embeddings.errors import ModelError
from tests.end_to_end.archive import Archive, ExplainingAnswerer
from tests.end_to_end.conftest import Log, Serve
from tests.end_to_end.processes import free_port, process, stopped

QUESTION = "问题"


async def test_a_restart_answers_nothing_twice(telegram: Loopback, serve: Serve) -> None:
    user = telegram.user("小明")
    explaining_answerer = ExplainingAnswerer(Archive())
    before = telegram.say(user, "开机前")
    async with serve(explaining_answerer):
        await telegram.answer_to(before)
    between = telegram.say(user, "停机时")
    async with serve(explaining_answerer):
        await telegram.answer_to(between)
        await telegram.answer_to(telegram.say(user, "重启后"))
    assert explaining_answerer.asked == ["开机前", "停机时", "重启后"]
    assert telegram.updates.pending == ()


async def test_questions_taken_before_a_stop_are_still_answered(telegram: Loopback, serve: Serve) -> None:
    user = telegram.user("小明")
    async with serve(Archive(seconds=0.3)):
        asked = [telegram.say(user, f"问题{n}") for n in range(3)]
        await telegram.confirmed()
    assert all(len(telegram.replies(message)) == 1 for message in asked)


async def test_a_stop_in_the_moment_of_an_update_takes_no_longer(telegram: Loopback, serve: Serve) -> None:
    user = telegram.user("小明")
    for pause in range(12):
        async with serve(Archive()):
            await telegram.answer_to(telegram.say(user, QUESTION))
            telegram.inline(user, "规模")
            for _ in range(pause):
                await asyncio.sleep(0)
            began = time.monotonic()
        assert time.monotonic() - began < 5


async def test_only_updates_of_use_are_asked_for(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        await telegram.notifier.until(lambda: telegram.updates.allowed, timeout=20)
        user = telegram.user("小明")
        message = telegram.say(user, QUESTION)
        await telegram.answer_to(message)
        await telegram.confirmed()
        assert telegram.updates.add("poll", {"id": "1"}) is None
        assert telegram.updates.add("channel_post", message.json()) is None
    assert set(telegram.updates.allowed) == set(ALLOWED_UPDATES)


async def test_the_bot_polls_only_once_it_is_warm(telegram: Loopback) -> None:
    class Slow(Archive):
        def warm(self) -> None:
            seen.append([request.method for request in telegram.requests])

    seen: list[list[str]] = []
    application = build_application(Plan(telegram.token, Slow(), base_url=telegram.base_url))
    async with serving(application):
        await telegram.answer_to(telegram.say(telegram.user("小明"), QUESTION))
    assert seen == [["getMe"]]
    assert "getUpdates" in [request.method for request in telegram.requests]


async def test_a_model_that_cannot_be_loaded_stops_the_start(telegram: Loopback) -> None:
    class Broken(Archive):
        def warm(self) -> None:
            raise ModelError("there is no model")

    application = build_application(Plan(telegram.token, Broken(), base_url=telegram.base_url))
    with pytest.raises(ModelError, match="there is no model"):
        async with serving(application):
            pytest.fail("it must not start")
    assert telegram.calls("getUpdates") == []


async def test_a_wrong_token_is_told_without_naming_it(telegram: Loopback) -> None:
    token = "987654321:not-the-token-of-this-bot"
    application = build_application(Plan(token, Archive(), base_url=telegram.base_url))
    with pytest.raises(BotError, match="TELEGRAM_BOT_TOKEN") as refused:
        async with serving(application):
            pytest.fail("it must not start")
    assert token not in str(refused.value)


async def test_nobody_at_the_other_end() -> None:
    application = build_application(Plan("1:x", Archive(), base_url=f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(BotError, match="cannot be reached"):
        async with serving(application):
            pytest.fail("it must not start")


async def test_a_second_bot_with_the_same_token_is_survived(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    async with serve(Archive()):
        telegram.fail("getUpdates", conflict("terminated by other getUpdates request"))
        user = telegram.user("小明")
        for _ in range(3):
            await telegram.answer_to(telegram.say(user, QUESTION))
    refused = [request for request in telegram.calls("getUpdates") if not request.response["ok"]]
    assert len(refused) == 1
    assert [entry["error"] for entry in logged if entry["event"] == "polling_failed"] == ["Conflict"]


async def test_a_webhook(telegram: Loopback) -> None:
    telegram.local_webhooks = True
    port = free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/hook/of/mine", port=port, secret_token="geheim-1")
    application = build_application(Plan(telegram.token, Archive(), base_url=telegram.base_url))
    async with serving(application, webhook=webhook):
        user = telegram.user("小明")
        for text in ("一", "二"):
            await telegram.answer_to(telegram.say(user, text))
        await telegram.offers_for(telegram.inline(user, "三"))
    assert telegram.calls("getUpdates") == []
    (hooked,) = telegram.calls("setWebhook")
    assert hooked.values["secret_token"] == "geheim-1"


async def test_a_webhook_keeps_nothing_of_what_is_larger_than_an_update(telegram: Loopback) -> None:
    telegram.local_webhooks = True
    port = free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/hook", port=port, secret_token="geheim-1")
    application = build_application(Plan(telegram.token, Archive(), base_url=telegram.base_url))
    async with serving(application, webhook=webhook):
        reading, writing = await asyncio.open_connection("127.0.0.1", port)
        writing.write(b"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\n\r\n{")
        async with asyncio.timeout(20):
            refused = await reading.read()
        writing.close()
        text = "长" * 4096
        await telegram.answer_to(telegram.say(telegram.user("小明"), text))
    assert refused.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("url", ["ftp://example.com", "http://example.com", "https://example.com:9000"])
async def test_a_webhook_that_telegram_refuses(telegram: Loopback, url: str) -> None:
    application = build_application(Plan(telegram.token, Archive(), base_url=telegram.base_url))
    with pytest.raises(BotError, match="YUANWEN_WEBHOOK_URL") as refused:
        async with serving(application, webhook=Webhook(f"{url}/geheim", port=free_port())):
            pytest.fail("it must not start")
    assert "geheim" not in str(refused.value)


async def test_a_webhook_whose_port_is_taken(telegram: Loopback) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        application = build_application(Plan(telegram.token, Archive(), base_url=telegram.base_url))
        with pytest.raises(BotError, match=f"cannot listen on 127.0.0.1:{port}"):
            async with serving(application, webhook=Webhook("https://example.com", port=port)):
                pytest.fail("it must not start")


def program(telegram: Loopback, token: str, webhook: str = "None") -> str:
    """Runs the bot, with all logged that is not debugging."""
    return textwrap.dedent(f"""
        import logging, sys
        from bot.telegram.application import Plan, run
        from bot.telegram.webhook import Webhook
        from embeddings.errors import YuanwenError
        from tests.end_to_end.archive import Archive
        logging.basicConfig(level=logging.INFO)
        try:
            run(Plan({token!r}, Archive(), base_url={telegram.base_url!r}), {webhook})
        except YuanwenError as error:
            sys.exit(f"told: {{error}}")
    """)


@pytest.mark.parametrize("hooked", [False, True], ids=["polling", "webhook"])
async def test_run_answers_until_it_is_told_to_stop(telegram: Loopback, tmp_path: Path, hooked: bool) -> None:
    telegram.local_webhooks, port = True, free_port()
    webhook = f"Webhook('http://127.0.0.1:{port}/hook', port={port})" if hooked else "None"
    async with process("-c", program(telegram, telegram.token, webhook), folder=tmp_path) as started:
        user = telegram.user("小明")
        for text in ("一", "二"):
            assert await telegram.answer_to(telegram.say(user, text), seconds=30)
        started.send_signal(signal.SIGTERM)
        output = await stopped(started)
    assert started.returncode == 0, output
    assert "Traceback" not in output
    assert "HTTP Request: POST" in output
    assert telegram.token not in output


async def test_run_with_a_wrong_token(telegram: Loopback, tmp_path: Path) -> None:
    token = "987654321:not-the-token-of-this-bot"
    async with process("-c", program(telegram, token), folder=tmp_path) as started:
        output = await stopped(started)
    assert started.returncode == 1
    assert "told: Telegram does not know this bot token" in output
    assert "Traceback" not in output
    assert token not in output


async def test_the_command_line_tells_of_a_wrong_token_in_the_language_of_the_terminal(
    telegram: Loopback, tmp_path: Path
) -> None:
    settings = {
        "TELEGRAM_BOT_TOKEN": "987654321:not-the-token-of-this-bot",
        "YUANWEN_TELEGRAM_API_URL": telegram.base_url,
        "LC_ALL": "zh_CN.UTF-8",
    }
    command = ("-W", "ignore", "-m", "bot", "--home", str(tmp_path / "home"), "bot")
    async with process(*command, folder=tmp_path, **settings) as started:
        output = await stopped(started)
    assert started.returncode == 1
    assert "错误：Telegram 不认识这个 token。" in output


async def test_the_command_line_runs_the_bot(telegram: Loopback, tmp_path: Path) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": telegram.token, "YUANWEN_TELEGRAM_API_URL": telegram.base_url}
    command = ("-W", "ignore", "-m", "bot", "--home", str(tmp_path / "home"), "bot")
    async with process(*command, folder=tmp_path, **settings) as started:
        asked = telegram.say(telegram.user("小明"), "东陵港综合保税区物流处处长是谁？")
        answer = await telegram.answer_to(asked, seconds=60)
        started.send_signal(signal.SIGTERM)
        output = await stopped(started)
    assert answer.content.parts("bold") == ["贺兰舟", "贺兰舟"]
    assert started.returncode == 0, output
    assert "bot_ready" in output
    assert "Traceback" not in output
    assert telegram.token not in output
