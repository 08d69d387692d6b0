"""Fields: what a line of JSON says, by the names of its fields."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Final

_DATE: Final = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})|\s*(\d{4})(\d{2})(\d{2})(?:\D|$)")
_MOST_SECONDS: Final = 1 << 33
_LONGEST_NAME: Final = 200
_LONGEST_MADE_UP: Final = 40
_FIRST_WORDS: Final = re.compile(r"[^\n。！？!?；;]+")


class LineError(Exception):
    """A line is no document; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read.

    Attributes:
        key: What tells it from the other lines of its file, however these change.
        source: The name people will see; "" where it gives none.
        title: Its title, or how it begins.
        text: Its text.
        published: The day that it gives, or None.
    """

    key: str
    source: str
    title: str
    text: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields of a line; the first of several that a line has, and that is not empty, counts.

    Attributes:
        text: The text, which every line must have.
        title: The title.
        date: The day of publication: 2023-08-16, 2023年8月16日, 20230816, each also with a time; or
            seconds since 1970.
        source: The name that people see, such as an address.
        id: What tells a line from others; where there is none, a line that changes counts as another one.
    """

    text: tuple[str, ...] = ("text", "content", "body", "正文", "内容")
    title: tuple[str, ...] = ("title", "headline", "标题")
    date: tuple[str, ...] = ("date", "published", "published_at", "publish_time", "time", "日期", "时间")
    source: tuple[str, ...] = ("url", "link", "source", "来源")
    id: tuple[str, ...] = ("id", "_id", "url", "link")

    def read(self, line: bytes) -> Line:
        """Read a line.

        Raises:
            LineError: It is no object of JSON, or has no text.
        """
        found = _object(line)
        text = _first(found, self.text)
        if not text.strip():
            names = ", ".join(list(found)[:10])
            raise LineError(f"it has no text: none of its fields is {' or '.join(self.text)}, but {names}")
        title = " ".join(_first(found, self.title).split())[:_LONGEST_NAME]
        source = " ".join(_first(found, self.source).split())[:_LONGEST_NAME]
        day, key = _first(found, self.date), _first(found, self.id).strip()
        return Line(
            key=key[:_LONGEST_NAME]
            if key
            else blake2b(f"{title}\0{day}\0{text}".encode(), digest_size=8).hexdigest(),
            source=source,
            title=title or _beginning(text),
            text=text,
            published=_day(day),
        )


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(_decoded(line))
    except RecursionError:
        raise LineError("it is nested too deeply") from None
    except ValueError as error:
        raise LineError(f"it is no JSON ({error})") from None
    if not isinstance(found, dict):
        raise LineError("it is no JSON object, {…}")
    return found


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("gb18030")


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of some fields that says something, as valid text."""
    values = (_text(found.get(name)) for name in names)
    value = next((value for value in values if value.strip()), "")
    return value.encode("utf-8", "replace").decode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _beginning(text: str) -> str:
    words = _FIRST_WORDS.search(text.strip())
    return words[0].strip()[:_LONGEST_MADE_UP] if words else ""


def _day(value: str) -> date | None:
    try:
        if match := _DATE.match(value):
            year, month, day = (int(part) for part in match.groups() if part)
            return date(year, month, day)
        seconds = float(value)
        return datetime.fromtimestamp(seconds if seconds < _MOST_SECONDS else seconds / 1000, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
