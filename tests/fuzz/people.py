"""People who say things to the bot, press its buttons and send it files, told so by lines of text."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.playground import Loopback
from bot.playground.simulation.chats import Chat, Message
from tests.fuzz.archives import Mutate

SCENES: Final[Sequence[Sequence[str]]] = (
    ("s共享冷库占地多少平方米？",),
    ("i共享冷库占地多少平方米", "c0"),
    ("s/language",),
    ("s/forget",),
    ("g /settings",),
    ("o/unanswered",),
    ("o/faq 食堂几点开门？", "r七点半开门。"),
    ("Fa.txt||青石桥在停工两年之后重新开放，修缮共花费三百二十万元。",),
    ("fa.md||柳湾图书馆昨日落成，藏书八万册，二十一点闭馆。", "s/docs"),
    ("fa.md||柳湾图书馆昨日落成，藏书八万册，二十一点闭馆。", "s/in a", "s图书馆几点闭馆？"),
    ("w小红|渡船每天往返八班。|遇大雾停航。",),
)
"""What is said before buttons are pressed."""
_KNOWN: Final = (
    *(line for scene in SCENES for line in scene),
    *(
        f"{who}/{command}"
        for who in "so"
        for command in ("start", "help", "docs", "in", "add", "ask", "stats")
    ),
    *(f"b{place}" for place in range(10)),
    "g@yuanwen_bot 拨款多少？",
    "g/ask 拨款多少？",
    "r首期呢",
    "e首期呢",
    "i通知",
    "c1",
    "F a.txt|问 拨款多少|第一年拨款一亿元。",
    'j{"photo":[{"file_id":"a","file_unique_id":"a","width":1,"height":1}],"media_group_id":"1"}',
    'j{"migrate_to_chat_id":-5}',
    'j{"quote":{"text":"拨款","position":0}}',
)
"""What may be said and pressed at any time."""
_DIGITS: Final = frozenset("0123456789")


def mutated(data: bytes, longest: int, seed: int, mutate: Mutate) -> bytes:
    """A conversation with another line, or without one, or with one that is mutated."""
    chance = random.Random(seed)  # noqa: S311  # the same mutation again, for the same seed
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    kind = chance.choice(("known", "known", "mutated", "mutated", "twice", "without", "bytes"))
    if kind == "known":
        lines.insert(place + 1, chance.choice(_KNOWN).encode())
    elif kind == "mutated":
        lines[place] = lines[place][:1] + mutate(lines[place][1:], longest)
    elif kind == "twice":
        lines.insert(chance.randrange(len(lines)), lines[place])
    elif kind == "without":
        del lines[place]
    else:
        return mutate(data, longest)
    return b"\n".join(lines)[:longest]


class People:
    """Two people, one of whom owns the bot, and a group.

    Args:
        telegram: Where they are.
    """

    def __init__(self, telegram: Loopback) -> None:
        self._telegram = telegram
        self.owner, self._other = telegram.user("馆长", "owner"), telegram.user("Zoë <b>", language_code="en")
        self._group = telegram.group("读报小组", supergroup=True, owner=self.owner)
        telegram.appoint(telegram.bot, self._group, "administrator")
        telegram.started(self._other)
        self._chosen: tuple[Message | None, int] = None, 0

    def do(self, line: str) -> None:
        """Do what a line says, as far as it can be done."""
        if deed := DEEDS.get(line[:1]):
            deed(self, line[1:])

    def say(self, text: str) -> None:
        """Ask the bot in private."""
        self._telegram.say(self._other, text)

    def command(self, text: str) -> None:
        """Say something as the owner."""
        self._telegram.say(self.owner, text)

    def say_in_group(self, text: str) -> None:
        """Say something in the group; an owner does, where it begins with a space."""
        self._telegram.say(self.owner if text.startswith(" ") else self._other, text, self._group)

    def reply(self, text: str) -> None:
        """Reply to the newest message of the bot, where it is."""
        if said := self._newest():
            who = self._other if said.chat.id == self._other.id else self.owner
            self._telegram.say(who, text, said.chat, reply_to=said)

    def edit(self, text: str) -> None:
        """Edit the newest message of a person."""
        sent = [message for chat in self._chats() for message in self._telegram.chats.history(chat)]
        if own := [message for message in sent if not message.sender.is_bot]:
            self._telegram.edit(own[-1], text)

    def press(self, data: str) -> None:
        """Press a button of the newest message: that of a digit, also with another ending, or any data."""
        if said := self._newest():
            if data[:1] in _DIGITS and said.buttons:
                there = said.buttons[int(data[0]) % len(said.buttons)].get("callback_data", "")
                data = f"{there.rpartition(':')[0]}:{data[1:]}" if data[1:] else there
            who = self._other if said.chat.id == self._other.id else self.owner
            self._telegram.press(who, said, data)

    def type(self, text: str) -> None:
        """Type an inline query."""
        self._telegram.inline(self._other, text)

    def choose(self, number: str) -> None:
        """Choose one of the inline results."""
        for query in reversed(self._telegram.inline_queries.values()):
            if query.answer and query.answer.results:
                place, results = int(number[0]) if number[:1] in _DIGITS else 0, query.answer.results
                chosen = self._telegram.choose(query, results[place % len(results)], self._group)
                self._chosen = chosen, len(self._telegram.requests)
                return

    def send(self, text: str) -> None:
        """Send a file: its name, its caption and its text."""
        name, _, rest = text.partition("|")
        caption, _, content = rest.partition("|")
        self._telegram.send_document(self._other, name, content.encode(), caption=caption)

    def send_as_owner(self, text: str) -> None:
        """Send a file as the owner, in the group where its name begins with a space."""
        name, _, rest = text.partition("|")
        caption, _, content = rest.partition("|")
        place = self._group if name.startswith(" ") else None
        self._telegram.send_document(self.owner, name, content.encode(), place, caption=caption)

    def forward(self, text: str) -> None:
        """Forward what somebody said: their name, and one or several texts."""
        name, *said = text.split("|")
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": name}
        for words in said:
            self._telegram.say(self._other, words, forward_origin=origin)

    def send_fields(self, text: str) -> None:
        """Send a message of any fields of the Bot API, in JSON."""
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            return
        if isinstance(fields, dict):
            self._telegram.say(self._other, "", **fields)

    def _chats(self) -> list[Chat]:
        return [self._telegram.private(self.owner), self._group, self._telegram.private(self._other)]

    def _newest(self) -> Message | None:
        """The message that the bot sent or changed last, or the inline result that was chosen since."""
        chosen, before = self._chosen
        for request in reversed(self._telegram.requests[before:]):
            result = request.response.get("result")
            if isinstance(result, dict) and "message_id" in result:
                chat = next((chat for chat in self._chats() if chat.id == result["chat"]["id"]), None)
                return self._telegram.chats.find(chat, result["message_id"]) if chat else None
        return chosen


DEEDS: Final[Mapping[str, Callable[[People, str], None]]] = {
    "s": People.say,
    "o": People.command,
    "g": People.say_in_group,
    "r": People.reply,
    "e": People.edit,
    "b": People.press,
    "i": People.type,
    "c": People.choose,
    "f": People.send,
    "F": People.send_as_owner,
    "w": People.forward,
    "j": People.send_fields,
}
"""By the first character of a line."""
ANSWERED: Final = frozenset("sob")
"""Deeds that the bot answers, whatever is in the line; where nothing is, once a minute."""
