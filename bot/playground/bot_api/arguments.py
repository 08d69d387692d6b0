"""The arguments of a Bot API request, from a form or from JSON, converted to the type a method wants."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.protocol.refusals import bad_request


def parse_json(text: str | bytes) -> Any:
    """The value that JSON stands for.

    Raises:
        ValueError: It is no JSON, is nested too deep, or holds half of a surrogate pair, which UTF-8 has not.
    """
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


@dataclass(frozen=True, slots=True)
class Upload:
    """A file within a request.

    Attributes:
        name: The file name that the bot gave.
        mime_type: The type that the bot gave.
        data: The content.
    """

    name: str
    mime_type: str
    data: bytes


class Arguments(Mapping[str, Any]):
    """The arguments of one request.

    A form sends every value as text, lists and objects as JSON in it; a JSON body sends the values
    themselves. Both are read in the same way.

    Args:
        values: The values, by name.
        uploads: The files, by the name of their part; a value "attach://NAME" refers to one.
    """

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self._uploads = dict(uploads or {})

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def without(self, name: str) -> "Arguments":
        """The arguments but for one."""
        return Arguments({key: value for key, value in self.items() if key != name}, self._uploads)

    def require(self, *names: str) -> None:
        """Check that arguments are there.

        Raises:
            Refusal: One is missing.
        """
        for name in names:
            if name not in self._values:
                raise bad_request(f'parameter "{name}" is required')

    def text(self, name: str) -> str:
        """A text, "" by default."""
        return str(self._values.get(name, ""))

    def integer(self, name: str, default: int = 0) -> int:
        """An integer.

        Raises:
            Refusal: It is no integer.
        """
        value = self._values.get(name, default)
        try:
            return int(value)
        except (OverflowError, TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be an integer, not {value!r}') from None

    def flag(self, name: str) -> bool:
        """A boolean, False by default."""
        return str(self._values.get(name, False)).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> dict[str, Any]:
        """An object, empty by default.

        Raises:
            Refusal: It is no object.
        """
        value = self._decoded(name, {})
        if not isinstance(value, dict):
            raise bad_request(f'parameter "{name}" must be an object')
        return value

    def array(self, name: str) -> list[Any]:
        """A list, empty by default.

        Raises:
            Refusal: It is no list.
        """
        value = self._decoded(name, [])
        if not isinstance(value, list):
            raise bad_request(f'parameter "{name}" must be an array')
        return value

    def upload(self, name: str) -> Upload | None:
        """A file of the request, or None."""
        return self._uploads.get(self.text(name).removeprefix("attach://")) or self._uploads.get(name)

    def _decoded(self, name: str, default: Any) -> Any:
        value = self._values.get(name, default)
        if not isinstance(value, str):
            return value
        try:
            return parse_json(value)
        except ValueError:
            raise bad_request(f'can\'t parse parameter "{name}" as JSON') from None
