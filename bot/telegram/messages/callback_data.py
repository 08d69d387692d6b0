"""Callback data: what a button sends to the bot when it is pressed, at most 64 bytes.

Each kind of button is a frozen dataclass. Its prefix and its fields, in their order, are joined by colons:
`t:7:a:0`. Messages in old chats keep their buttons, so what a kind writes must never change.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Protocol, Self, get_args, get_type_hints

from telegram import InlineKeyboardButton

from bot.telegram.messages.translations import Language

MAX_BYTES: Final = 64
"""The longest callback data Telegram takes."""

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_LARGEST_NUMBER: Final = (1 << 63) - 1  # of SQLite, where the ids come from


class _Field(Protocol):
    """How the values of a field are written."""

    @property
    def pattern(self) -> str:
        """A regular expression for what `encode` gives."""

    def encode(self, value: Any) -> str:
        """The text for a value.

        Raises:
            ValueError: The value does not fit.
        """

    def decode(self, text: str) -> Any:
        """The value of a text that matches the pattern.

        Raises:
            ValueError: The text stands for no value.
        """


@dataclass(frozen=True, slots=True)
class Number:
    """A field for a whole number from 0; stands in the annotation of an int.

    Attributes:
        digits: The most digits that are written.
        base: 2 to 36.
    """

    digits: int
    base: int = 10

    @property
    def pattern(self) -> str:
        return f"[{_DIGITS[: self.base]}]{{1,{self.digits}}}"

    def encode(self, value: int) -> str:
        left, text = value, ""
        if left < 0:
            raise ValueError(f"{value} is below 0")
        while left or not text:
            left, digit = divmod(left, self.base)
            text = _DIGITS[digit] + text
        if len(text) > self.digits:
            raise ValueError(f"{value} has more than {self.digits} digits")
        return text

    def decode(self, text: str) -> int:
        number = int(text, self.base)
        if number > _LARGEST_NUMBER:
            raise ValueError(f"{number} is no number of the database")
        return number


@dataclass(frozen=True, slots=True)
class _Choice:
    """A field for a member of an enumeration of strings.

    Attributes:
        members: The enumeration.
    """

    members: type[StrEnum]

    @property
    def pattern(self) -> str:
        return f"(?:{'|'.join(map(re.escape, self.members))})"

    def encode(self, value: str) -> str:
        return self.members(value).value

    def decode(self, text: str) -> StrEnum:
        return self.members(text)


class CallbackData:
    """The base of all kinds of buttons, which are frozen dataclasses.

    A kind sets a prefix that no other kind has. Each of its fields is a `StrEnum`, or an int annotated with
    `Number`.
    """

    __slots__ = ()
    prefix: ClassVar[str]

    def encode(self) -> str:
        """The callback data of this button.

        Raises:
            ValueError: A number is below 0 or has too many digits.
        """
        texts = (field.encode(getattr(self, name)) for name, field in _fields_of(type(self)))
        return ":".join([self.prefix, *texts])

    @classmethod
    def decode(cls, data: str | None) -> Self | None:
        """The button that has this callback data, or None where none can have it: anyone can make some up."""
        if data is None or not cls.pattern().match(data):
            return None
        texts = data.removeprefix(cls.prefix).split(":")[1:]
        build: Callable[..., Self] = cls
        try:
            return build(
                *(field.decode(text) for (_, field), text in zip(_fields_of(cls), texts, strict=True))
            )
        except ValueError:
            return None

    @classmethod
    def pattern(cls) -> re.Pattern[str]:
        """What the callback data of this kind looks like, from its first character to its last."""
        return _pattern(cls)

    def labelled(self, label: str) -> InlineKeyboardButton:
        """This button with a label."""
        return InlineKeyboardButton(label, callback_data=self.encode())


@cache
def _fields_of(kind: type[Any]) -> tuple[tuple[str, _Field], ...]:
    """The fields of a kind of button by name, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field.name, _field(hints[field.name])) for field in fields(kind))


def _field(hint: type) -> _Field:
    if issubclass(get_args(hint)[0] if get_args(hint) else hint, StrEnum):
        return _Choice(hint)
    number: Number = get_args(hint)[1]
    return number


@cache
def _pattern(kind: type[Any]) -> re.Pattern[str]:
    parts = [re.escape(kind.prefix), *(field.pattern for _, field in _fields_of(kind))]
    return re.compile(rf"{':'.join(parts)}\Z")


class AnswerAction(StrEnum):
    """What a button under an answer does."""

    ANSWER = "a"
    """Shows one of the answers."""
    CONTEXT = "c"
    """Shows it with the paragraphs around its passage."""
    USEFUL = "u"
    """Votes for it."""
    USELESS = "n"
    """Votes against it."""
    NEAREST = "p"
    """Where there is no answer: shows one of the nearest passages."""


@dataclass(frozen=True, slots=True)
class AnswerButton(CallbackData):
    """A button under an answer; also the id of an inline result and the offset of a page of these.

    Attributes:
        turn: Id of the turn.
        action: What it does.
        position: To which of the turn's answers, 0 to 9.
    """

    prefix = "t"
    turn: Annotated[int, Number(digits=13, base=36)]
    action: AnswerAction
    position: Annotated[int, Number(digits=1)]


class DocumentAction(StrEnum):
    """What a button under the list of documents does."""

    LIST = "l"
    """Shows a page of the list."""
    ASK = "r"
    """Asks whether to remove a document."""
    REMOVE = "y"
    """Removes it."""


class DocumentScope(StrEnum):
    """Who sees a document."""

    OWN = "o"
    """The chat that it belongs to."""
    PUBLIC = "p"
    """Everyone."""


@dataclass(frozen=True, slots=True)
class DocumentButton(CallbackData):
    """A button under the list of documents.

    Attributes:
        action: What it does.
        scope: Who sees the document.
        document: `Entry.id` of the document, 0 for none.
        page: The page of the list, from 0.
    """

    prefix = "d"
    action: DocumentAction
    scope: DocumentScope = DocumentScope.OWN
    document: Annotated[int, Number(digits=16, base=16)] = 0
    page: Annotated[int, Number(digits=5)] = 0


class ForgetChoice(StrEnum):
    """An answer to the question that /forget asks."""

    DELETE = "yes"
    KEEP = "no"


@dataclass(frozen=True, slots=True)
class ForgetButton(CallbackData):
    """A button under the question that /forget asks.

    Attributes:
        choice: The answer.
        user: Telegram id of the person who was asked.
    """

    prefix = "forget"
    choice: ForgetChoice
    user: Annotated[int, Number(digits=19)]


class GroupReplies(StrEnum):
    """Which messages of a group the bot answers."""

    CALLED = "called"
    """Those that call it."""
    ALL = "all"
    """Every question."""


@dataclass(frozen=True, slots=True)
class GroupButton(CallbackData):
    """The button of /settings in a group.

    Attributes:
        replies: The setting that it changes to.
    """

    prefix = "group"
    replies: GroupReplies


@dataclass(frozen=True, slots=True)
class LanguageButton(CallbackData):
    """A button of the menu of /language.

    Attributes:
        language: The language that it chooses.
    """

    prefix = "lang"
    language: Language


@dataclass(frozen=True, slots=True)
class UnansweredPageButton(CallbackData):
    """A button that shows another page of the unanswered questions.

    Attributes:
        page: The page, from 0.
    """

    prefix = "missing"
    page: Annotated[int, Number(digits=6)]


@dataclass(frozen=True, slots=True)
class ExportButton(CallbackData):
    """The button that sends votes and unanswered questions as a file."""

    prefix = "missing:export"


class UploadTarget(StrEnum):
    """Which documents an owner's upload is added to."""

    PUBLIC = "public"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class UploadButton(CallbackData):
    """A button by which an owner chooses who sees a document.

    Attributes:
        target: Where the document goes.
    """

    prefix = "upload"
    target: UploadTarget
