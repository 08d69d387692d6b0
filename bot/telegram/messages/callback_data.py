"""Callback data: what a button sends to the bot when it is pressed, at most 64 bytes.

Each kind of button is a frozen dataclass, see `button_kinds`. Its prefix and its fields, in their order, are
joined by colons: `t:7:a:0`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Protocol, Self, get_args, get_origin, get_type_hints

from telegram import InlineKeyboardButton

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

    Attributes:
        prefix: The beginning of the callback data.
        pattern: What the callback data looks like, from its first character to its last.
    """

    __slots__ = ()
    prefix: ClassVar[str]
    pattern: ClassVar[re.Pattern[str]]
    _fields: ClassVar[dict[str, _Field]]

    def __init_subclass__(cls) -> None:
        hints = get_type_hints(cls, include_extras=True)
        cls._fields = {name: _field(hint) for name, hint in hints.items() if get_origin(hint) is not ClassVar}
        parts = [re.escape(cls.prefix), *(field.pattern for field in cls._fields.values())]
        cls.pattern = re.compile(rf"{':'.join(parts)}\Z")

    def encode(self) -> str:
        """The callback data of this button.

        Raises:
            ValueError: A number is below 0 or has too many digits.
        """
        texts = (field.encode(getattr(self, name)) for name, field in self._fields.items())
        return ":".join([self.prefix, *texts])

    @classmethod
    def decode(cls, data: str | None) -> Self | None:
        """The button that has this callback data, or None where none can have it: anyone can make some up."""
        if data is None or not cls.pattern.match(data):
            return None
        texts = data.removeprefix(cls.prefix).split(":")[1:]
        build: Callable[..., Self] = cls
        try:
            return build(
                *(field.decode(text) for field, text in zip(cls._fields.values(), texts, strict=True))
            )
        except ValueError:
            return None

    def labelled(self, label: str) -> InlineKeyboardButton:
        """This button with a label."""
        return InlineKeyboardButton(label, callback_data=self.encode())


def _field(hint: Any) -> _Field:
    """How a field with this annotation is written."""
    if get_origin(hint) is Annotated:
        number: Number = get_args(hint)[1]
        return number
    return _Choice(hint)
