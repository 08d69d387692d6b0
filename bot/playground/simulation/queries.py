"""Queries that the bot has to answer in time: inline queries, pressed buttons, calls as a guest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from bot.playground.protocol import limits
from bot.playground.protocol.cleaning import clean
from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.keyboards import checked_keyboard
from bot.playground.protocol.refusals import bad_request
from bot.playground.simulation.chats import Message, User

QUERIES_KEPT: Final = 500
"""How many of the newest queries of each kind are kept."""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A result of an inline query, of type article.

    Attributes:
        id: The id that the bot gave it.
        title: The title.
        description: The description, or "".
        content: The text of the message that is sent when it is chosen.
        markup: The reply_markup of that message; empty for none.
    """

    id: str
    title: str
    description: str
    content: Formatted
    markup: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The bot's answer to an inline query.

    Attributes:
        results: The results, best first.
        cache_seconds: How long Telegram may cache them.
        is_personal: Whether they are cached for this user only.
        button: The button above the results; empty for none.
        next_offset: The offset of the next page, or "" where there is none.
    """

    results: tuple[InlineResult, ...]
    cache_seconds: int
    is_personal: bool
    button: Mapping[str, Any]
    next_offset: str = ""


@dataclass(slots=True)
class InlineQuery:
    """A text that a user typed behind the bot's username."""

    id: str
    user: User
    query: str
    asked_at: float
    chat_type: str = "sender"
    offset: str = ""
    answer: InlineAnswer | None = None

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {
            "id": self.id,
            "from": self.user.json(),
            "query": self.query,
            "offset": self.offset,
            "chat_type": self.chat_type,
        }


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """The bot's answer to a pressed button: a notice or an alert."""

    text: str
    show_alert: bool


@dataclass(slots=True)
class CallbackQuery:
    """A pressed button.

    Attributes:
        message: The message when the button was pressed.
        is_gone: Whether the message had been deleted by then.
    """

    id: str
    user: User
    message: Message
    data: str
    asked_at: float
    is_gone: bool = False
    answer: CallbackAnswer | None = None

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it; an inline message has only its identifier."""
        return {
            "id": self.id,
            "from": self.user.json(),
            **self._message_fields(),
            "chat_instance": str(self.message.chat.id),
            "data": self.data,
        }

    def _message_fields(self) -> dict[str, Any]:
        if self.message.inline_id:
            return {"inline_message_id": self.message.inline_id}
        if self.is_gone:
            gone = {"chat": self.message.chat.json(), "message_id": self.message.id, "date": 0}
            return {"message": gone}
        return {"message": self.message.json()}


@dataclass(slots=True)
class GuestQuery:
    """A message that calls the bot in a chat where it is no member.

    Attributes:
        answer: The bot's answer in that chat, or None so far.
    """

    id: str
    message: Message
    asked_at: float
    answer: Message | None = None

    def json(self) -> dict[str, Any]:
        """As the Bot API sends it."""
        return {**self.message.json(), "guest_query_id": self.id}


Query = TypeVar("Query", InlineQuery, CallbackQuery, GuestQuery)


class Queries(dict[str, Query]):
    """The newest queries of a kind, by identifier, oldest first."""

    def add(self, query: Query) -> None:
        """Add a query, and drop the oldest where there are too many."""
        self[query.id] = query
        if len(self) > QUERIES_KEPT:
            del self[next(iter(self))]


class InlineCache:
    """Answers to inline queries that are given again, for as long as the bot allows, without asking it.

    Telegram may do so; this simulation always does. A personal answer is given to the same user alone, any
    other to everyone who types the same query.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: dict[tuple[str, str, int | None], tuple[InlineAnswer, float]] = {}

    def add(self, query: InlineQuery, answer: InlineAnswer) -> None:
        """Keep an answer, unless it must not be cached; drop the oldest where there are too many."""
        if answer.cache_seconds <= 0:
            return
        key = query.query, query.offset, query.user.id if answer.is_personal else None
        self._answers.pop(key, None)
        self._answers[key] = answer, self._clock() + answer.cache_seconds
        if len(self._answers) > QUERIES_KEPT:
            del self._answers[next(iter(self._answers))]

    def find(self, query: InlineQuery) -> InlineAnswer | None:
        """The cached answer to a query, or None."""
        for user_id in (query.user.id, None):
            answer, until = self._answers.get((query.query, query.offset, user_id), (None, 0.0))
            if answer and self._clock() < until:
                return answer
        return None

    def clear(self) -> None:
        """Drop all answers, as time does."""
        self._answers.clear()


def parse_results(results: list[Any]) -> tuple[InlineResult, ...]:
    """Parse the results of an inline answer and check them.

    Raises:
        Refusal: One exceeds Telegram's limits, or is not an article with a text message.
    """
    if not all(isinstance(result, dict) for result in results):
        raise bad_request("results must be objects")
    limits.check_result_ids(str(result.get("id", "")) for result in results)
    return tuple(parse_result(result) for result in results)


def parse_result(result: Mapping[str, Any]) -> InlineResult:
    """Parse a result and check it.

    Raises:
        Refusal: It exceeds Telegram's limits, or is not an article with a text message.
    """
    kind = result.get("type")
    if kind != "article":
        raise bad_request(f"inline results of type {kind!r} are not supported here, only articles")
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("SEND_MESSAGE_TEXT_INVALID: an article needs a text message as its content")
    markup = checked_keyboard(result.get("reply_markup") or {})
    return InlineResult(
        id=str(result.get("id", "")),
        title=clean(str(result["title"])),
        description=clean(str(result.get("description", ""))),
        content=limits.formatted(
            str(content["message_text"]), str(content.get("parse_mode") or ""), content.get("entities") or ()
        ),
        markup=markup,
    )
