"""A status message while work goes on."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, Message

from bot.telegram.handlers.documents.progress import Progress
from bot.telegram.messages.html import Html, escaped

CHAT = Chat(5, "private")


def message(number: int) -> Message:
    sent = Message(number, datetime(2024, 6, 18, tzinfo=UTC), CHAT)
    sent.set_bot(object())  # type: ignore[arg-type]  # nothing is called of it
    return sent


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are shown, one after another."""
    texts: list[str] = []

    async def reply(_message: Message, html: Html, _keyboard: Any) -> Message:
        texts.append(html)
        return message(2)

    async def edit_at(_bot: Any, _chat: int, _message: int, html: Html, _keyboard: Any) -> None:
        texts.append(html)

    module = "bot.telegram.handlers.documents.progress"
    for name, value in {
        "reply": reply,
        "edit_at": edit_at,
        "_FIRST_STATUS_DELAY_S": 0.0,
        "_STATUS_POLL_S": 0.001,
    }.items():
        monkeypatch.setattr(f"{module}.{name}", value)
    return texts


async def until(shown: list[str], last: str) -> None:
    async with asyncio.timeout(20):
        while shown[-1:] != [last]:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.001)


@pytest.mark.parametrize(("pace", "pages"), [(1000.0, []), (0.0, ["1/2", "2/2"])])
async def test_how_far_it_is_waits_for_its_pace_and_a_further_step_does_not(
    monkeypatch: pytest.MonkeyPatch, shown: list[str], pace: float, pages: list[str]
) -> None:
    monkeypatch.setattr("bot.telegram.handlers.documents.progress._PACE_S", pace)
    progress = Progress(message(1))

    async def work() -> None:
        await until(shown, "reading")
        for page in ("1/2", "2/2"):
            progress.tell(escaped(page))
            if pages:
                await until(shown, page)
        progress.go_on(escaped("indexing"))
        await until(shown, "indexing")

    await progress.during(escaped("reading"), work())

    assert shown == ["reading", *pages, "indexing"]
