"""Arguments of a Bot API request: from a form or from JSON, each taken as the type the method wants."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.bot_api.refusals import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file within a request.

    Attributes:
        name: As the bot named it.
        mime_type: What the bot says it is.
        data: What is in it.
    """

    name: str
    mime_type: str
    data: bytes


class Arguments(Mapping[str, Any]):
    """The arguments of one request.

    Forms carry every value as text and lists and objects as JSON within; JSON bodies carry them as they
    are. Both read the same here.

    Args:
        values: What came as text or JSON.
        uploads: What came as files; the arguments name them "attach://…", or are files themselves.
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

    def require(self, *names: str) -> None:
        """Refuse the request unless it has all of these."""
        for name in names:
            if name not in self._values:
                raise bad_request(f'parameter "{name}" is required')

    def text(self, name: str) -> str:
        """A text, "" where it is missing."""
        return str(self._values.get(name, ""))

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number."""
        value = self._values.get(name, default)
        try:
            return int(value)
        except (OverflowError, TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be an integer, not {value!r}') from None

    def flag(self, name: str) -> bool:
        """True or false; missing is false."""
        return str(self._values.get(name, False)).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> dict[str, Any]:
        """An object, empty where it is missing."""
        value = self._decoded(name, {})
        if not isinstance(value, dict):
            raise bad_request(f'parameter "{name}" must be an object')
        return value

    def array(self, name: str) -> list[Any]:
        """A list, empty where it is missing."""
        value = self._decoded(name, [])
        if not isinstance(value, list):
            raise bad_request(f'parameter "{name}" must be an array')
        return value

    def upload(self, name: str) -> Upload | None:
        """A file that came with the request, or None where there is none of that name."""
        return self._uploads.get(self.text(name).removeprefix("attach://")) or self._uploads.get(name)

    def _decoded(self, name: str, default: Any) -> Any:
        value = self._values.get(name, default)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f'can\'t parse parameter "{name}" as JSON') from None
