"""People who use the bot at random: questions, inline queries, files, presses, edits, commands, stickers."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.playground import Loopback
from bot.playground.protocol.entities import Formatted
from bot.playground.simulation.chats import Chat, Message, User
from retrieval.library import SAMPLE_QUESTIONS

_PAUSE_S: Final = 8.0
"""Mean pause between two actions of one person, in seconds; its length is exponentially distributed."""
_NOTICE: Final = (
    "{place}泵站通知\n\n"
    "{place}{number}号泵站由{place}水务局建设，总投资{number}0万元，可灌溉农田{number}亩。"
    "泵站设有三台机组，一用两备，每年汛期前检修一次。\n"
)


class TimedLoopback(Loopback):
    """A simulated Telegram that notes when each message was asked and answered, and which were edited."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_at: dict[tuple[int, int], float] = {}
        self.answers: dict[tuple[int, int], list[float]] = {}
        self._edited: set[tuple[int, int]] = set()

    def ask(self, user: User, question: str) -> Message:
        """Ask in private, and note when."""
        message = self.say(user, question)
        self.asked_at[message.chat.id, message.id] = time.monotonic()
        return message

    def edit(self, message: Message, text: str) -> Message:
        """Edit a message of somebody, and note that."""
        self._edited.add((message.chat.id, message.id))
        return super().edit(message, text)

    def speak(self, chat: Chat, content: Formatted, **fields: Any) -> Message:
        """Send a message as the bot; replies are noted."""
        message = super().speak(chat, content, **fields)
        if message.reply_to:
            self.answers.setdefault((chat.id, message.reply_to.id), []).append(time.monotonic())
        return message

    def waits(self) -> list[tuple[float, float]]:
        """When each answered question was asked, and the seconds to its first answer."""
        return [
            (asked, self.answers[key][0] - asked)
            for key, asked in self.asked_at.items()
            if key in self.answers
        ]

    def counts(self, *, edited: bool = False) -> list[int]:
        """How many replies each question has: of those that were never edited, or of those that were."""
        return [len(self.answers.get(key, ())) for key in self.asked_at if (key in self._edited) is edited]


class Crowd:
    """Some people in private chats and one group.

    Args:
        telegram: Where they are.
        people: How many.
        seed: Of the random numbers that decide what they do.
    """

    def __init__(self, telegram: TimedLoopback, people: int, seed: int = 1) -> None:
        self._telegram, self._random = telegram, random.Random(seed)
        self._users = [telegram.user(f"用户{number}") for number in range(people)]
        self._group = telegram.group("读书会", owner=self._users[0])
        self._actions: Sequence[tuple[Callable[[User], object], int]] = (
            (self._ask, 60),
            (self._ask_in_group, 8),
            (self._type_inline, 12),
            (self._press, 10),
            (self._edit, 3),
            (self._send_file, 2),
            (self._command, 3),
            (self._send_sticker, 2),
        )
        self.done = 0

    async def act(self, seconds: float) -> None:
        """All of them use the bot for so many seconds."""
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for user in self._users:
                group.create_task(self._use(user, until))

    async def _use(self, user: User, until: float) -> None:
        actions, weights = zip(*self._actions, strict=True)
        while time.monotonic() < until:
            await asyncio.sleep(min(self._random.expovariate(1 / _PAUSE_S), until - time.monotonic()))
            self._random.choices(actions, weights)[0](user)
            self.done += 1

    def _ask(self, user: User) -> None:
        self._telegram.ask(user, self._random.choice(SAMPLE_QUESTIONS))

    def _ask_in_group(self, user: User) -> None:
        question = self._random.choice(SAMPLE_QUESTIONS)
        self._telegram.say(user, f"@{self._telegram.bot.username} {question}", self._group)

    def _type_inline(self, user: User) -> None:
        self._telegram.inline(user, self._random.choice(SAMPLE_QUESTIONS))

    def _press(self, user: User) -> None:
        said = self._telegram.said(self._telegram.private(user))[-5:]
        if buttons := [(m, b["callback_data"]) for m in said for b in m.buttons if "callback_data" in b]:
            self._telegram.press(user, *self._random.choice(buttons))

    def _edit(self, user: User) -> None:
        chat = self._telegram.private(user)
        if own := [m for m in self._telegram.chats.history(chat)[-6:] if m.sender == user and m.text]:
            self._telegram.edit(own[-1], self._random.choice(SAMPLE_QUESTIONS))

    def _send_file(self, user: User) -> None:
        number, place = self._random.randrange(10), self._random.choice(("青石", "南溪", "白鹭"))
        data = _NOTICE.format(place=place, number=number + 3).encode()
        self._telegram.send_document(user, f"{place}{number}.txt", data)

    def _command(self, user: User) -> None:
        self._telegram.say(user, self._random.choice(("/help", "/docs", "/start", "/mute")))

    def _send_sticker(self, user: User) -> None:
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "emoji": "😀"}
        self._telegram.say(user, "", sticker=sticker | size)
