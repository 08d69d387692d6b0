"""An answerer with given replies, and what people do inline."""

import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from bot.playground.simulation.queries import InlineAnswer, InlineResult
from bot.telegram.messages.translations import Language, Translator
from retrieval.documents import Answer, Passage, Previous, Reply

VOICE = Translator(Language.SIMPLIFIED)
QUESTION = "拨款多少"
HOW_TO_ASK = VOICE.plain("inline-title")
NOT_FOUND = VOICE.plain("not-found")
OTHERS, CONTEXT = "其他答案", VOICE.plain("button-more-context")
COPY = VOICE.plain("button-copy")
USEFUL, USELESS = VOICE.plain("button-useful"), VOICE.plain("button-useless")


def answer(text: str, collection: str = "public", also: tuple[Passage, ...] = ()) -> Answer:
    """An answer with its passage: 3亿元 in 共3亿元。"""
    passage = Passage(f"共{text}。", title=f"{text}通知", source="a.txt", collection=collection)
    return Answer(text, 0.9, passage, 1, 1 + len(text), also)


def reply(*answers: Answer, found: bool = True) -> Reply:
    return Reply(QUESTION, answers[0] if found else None, answers)


def many(count: int) -> Reply:
    return reply(*(answer(f"{number}亿元") for number in range(count)))


class KnownAnswers:
    """Replies by question; nothing is found for any other.

    Args:
        replies: Question to reply, or to the error that answering it raises.
        seconds: How long each answer takes.
        gates: Question to what its answer waits for.
    """

    def __init__(
        self,
        replies: Mapping[str, Reply | Exception],
        seconds: float = 0.0,
        gates: Mapping[str, threading.Event] | None = None,
    ) -> None:
        self._replies = replies
        self._seconds = seconds
        self._gates = gates or {}
        self._counting = threading.Lock()
        self.asked: list[str] = []
        self.begun = threading.Event()
        self.at_once = self.most_at_once = 0

    def warm(self) -> None:
        """Nothing to load."""

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """The passage between two others of its document."""
        return (Passage("前文。", id=1), passage, Passage("后文。", id=2))

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """Look the question up."""
        with self._counting:
            self.asked.append(question)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.set()
        time.sleep(self._seconds)
        if question in self._gates:
            self._gates[question].wait(30)
        with self._counting:
            self.at_once -= 1
        known = self._replies.get(question, Reply(question, None))
        if isinstance(known, Exception):
            raise known
        return replace(known, question=question, understood=question)


async def offered(telegram: Loopback, user: User, typed: str = QUESTION) -> InlineAnswer:
    return await telegram.offers_for(telegram.inline(user, typed))


async def chosen(telegram: Loopback, user: User, place: int = 0, typed: str = QUESTION) -> Message:
    """The message that choosing one of the results sends to a group that the bot knows nothing of."""
    query = telegram.inline(user, typed)
    inline_answer = await telegram.offers_for(query)
    return telegram.choose(query, inline_answer.results[place], telegram.group("旅行"))


def labels(thing: Message | InlineResult) -> list[str]:
    return [button["text"] for row in thing.markup.get("inline_keyboard", ()) for button in row]


def titles(inline_answer: InlineAnswer) -> list[str]:
    return [result.title for result in inline_answer.results]
