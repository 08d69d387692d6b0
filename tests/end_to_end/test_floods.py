"""One person, or five, send far more than the bot can do; another's question is answered all the same."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD, Delay
from bot.playground.simulation.chats import Message, User
from bot.services.access import Rules
from bot.services.documents import DocumentService
from bot.storage import State
from retrieval.engine import Engine
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Serve

QUESTION = "桥有多长？"
ANSWERS = {QUESTION: found("桥长三百米。", "三百米")}
LONGEST_WAIT_S = 6.0
"""Seconds that another waits at most: 3 on a free machine, and one half as fast takes twice as long.

Seconds in which the machine was busy with something else do not count.
"""
EACH = {1: 300, 5: 60}
"""How much each sends, by how many they are."""


class Flooder:
    """A person who has asked a question, and then sends very much of one kind."""

    def __init__(self, telegram: Loopback, user: User, asked: Message, answer: Message) -> None:
        self.telegram, self.user, self.asked, self.answer = telegram, user, asked, answer

    @classmethod
    async def ready(cls, telegram: Loopback) -> "Flooder":
        user = telegram.user("小明")
        asked = telegram.say(user, QUESTION)
        return cls(telegram, user, asked, await telegram.answer_to(asked))

    def stickers(self, _number: int) -> None:
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512}
        flags = {"is_animated": False, "is_video": False}
        self.telegram.say(self.user, "", sticker=sticker | flags)

    def photos(self, _number: int) -> None:
        photo = {"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}
        self.telegram.say(self.user, "", photo=[photo])

    def commands(self, _number: int) -> None:
        self.telegram.say(self.user, "/help")

    def questions(self, number: int) -> None:
        self.telegram.say(self.user, f"第{number}座桥有多长？")

    def presses(self, _number: int) -> None:
        self.telegram.press(self.user, self.answer, self.answer.buttons[0]["callback_data"])

    def edits(self, number: int) -> None:
        self.telegram.edit(self.asked, f"第{number}座桥有多长？")

    def inline(self, number: int) -> None:
        self.telegram.inline(self.user, f"第{number}座桥")

    def joins(self, number: int) -> None:
        self.telegram.add_bot(self.telegram.group(f"群{number}", has_bot=False), self.user)

    def uploads(self, number: int) -> None:
        self.telegram.send_document(self.user, f"{number}.txt", f"第{number}座桥长三百米。".encode())


async def waited(telegram: Loopback, seconds: float) -> float:
    """Seconds until a new person has the answer to a question, less those without a core to run on."""
    began, starved = time.monotonic(), starved_seconds()
    await telegram.answer_to(telegram.say(telegram.user("小红"), QUESTION), seconds=seconds)
    return time.monotonic() - began - (starved_seconds() - starved)


def starved_seconds() -> float:
    """How long threads of this process have waited for a core so far; 0 where the system does not tell."""
    files = Path("/proc/self/task").glob("*/schedstat")
    return sum(int(file.read_text().split()[1]) for file in files) / 1e9


async def flood(telegram: Loopback, people: int, kind: Callable[[Flooder, int], None]) -> Sequence[Flooder]:
    flooders = [await Flooder.ready(telegram) for _ in range(people)]
    for number in range(EACH[people]):
        for flooder in flooders:
            kind(flooder, number)
    return flooders


async def others_are_answered(telegram: Loopback, people: int, kind: Callable[[Flooder, int], None]) -> None:
    telegram.limit()
    await flood(telegram, people, kind)
    for _ in range(2):  # as it begins, and once the first are under way
        assert await waited(telegram, 120) < LONGEST_WAIT_S
        await telegram.confirmed()


@pytest.mark.parametrize(
    "people", [pytest.param(1, id="one", marks=pytest.mark.slow), pytest.param(5, id="five")]
)
@pytest.mark.parametrize(
    "kind",
    [
        Flooder.stickers,
        Flooder.photos,
        Flooder.commands,
        Flooder.questions,
        Flooder.presses,
        Flooder.edits,
        Flooder.inline,
        Flooder.joins,
    ],
    ids=lambda kind: kind.__name__,
)
async def test_nobody_is_silenced(
    telegram: Loopback, serve: Serve, people: int, kind: Callable[[Flooder, int], None]
) -> None:
    async with serve(Archive(ANSWERS)):
        await others_are_answered(telegram, people, kind)


@pytest.mark.parametrize(
    "people", [pytest.param(1, id="one"), pytest.param(5, id="five", marks=pytest.mark.slow)]
)
async def test_nobody_is_silenced_by_uploads(
    telegram: Loopback, serve: Serve, library: Engine, people: int
) -> None:
    telegram.fail(DOWNLOAD, Delay(0.5), times=500)
    document_service = DocumentService.of(library)
    async with serve(Archive(ANSWERS), document_service=document_service, rules=Rules(uploads=1000)):
        await others_are_answered(telegram, people, Flooder.uploads)


async def test_the_bot_stops_in_time_and_the_next_run_takes_up_what_waits(
    telegram: Loopback, serve: Serve, tmp_path: Path
) -> None:
    rules, user = Rules(questions_each=100), telegram.user("小明")
    telegram.limit()
    async with serve(Archive(ANSWERS), rules=rules, state=State.open(tmp_path)):
        asked = [telegram.say(user, f"第{number}座桥有多长？") for number in range(30)]
        await telegram.answer_to(asked[0])
        await telegram.confirmed()
        began = time.monotonic()
    assert time.monotonic() - began < 10
    assert not all(telegram.replies(message) for message in asked)
    telegram.limit(on=False)
    async with serve(Archive(ANSWERS), rules=rules, state=State.open(tmp_path)):
        for message in asked:
            await telegram.answer_to(message)
    assert [len(telegram.replies(message)) for message in asked] == [1] * 30
