"""Days and times in the letters of a format code."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from retrieval.ingestion.loaders.sheets.numbers import Token

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # a day of a sheet has no zone
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_text(tokens: Sequence[Token], value: float | datetime | timedelta, number: float) -> str:
    """A day or a time; minutes and months have the same letter, and are told by what stands beside it."""
    moment = value if isinstance(value, datetime) else EPOCH + timedelta(seconds=round(number * 86400))
    halved = any(kind == "half" for kind, _ in tokens)
    letters = [text[0] if kind in {"date", "elapsed"} else "" for kind, text in tokens]
    text = ""
    for at, (kind, mark) in enumerate(tokens):
        if kind == "elapsed":
            per = {"h": 3600, "m": 60, "s": 1}[mark[0]]
            text += str(round(number * 86400) // per).zfill(len(mark))
        elif kind == "half":
            names = mark.split("/")
            text += names[moment.hour >= 12]
        elif kind == "date":
            before = next((letter for letter in reversed(letters[:at]) if letter), "")
            after = next((letter for letter in letters[at + 1 :] if letter), "")
            is_minute = mark[0] == "m" and len(mark) < 3 and (before == "h" or after == "s")
            text += _part(mark, moment, is_minute, halved)
        elif kind in {"text", "other"}:
            text += mark
    return text.strip()


def _part(mark: str, moment: datetime, is_minute: bool, halved: bool) -> str:
    """A part of a day or a time by its letters."""
    width = len(mark)
    month, day = _MONTHS[moment.month - 1], _DAYS[moment.weekday()]
    hour = (moment.hour - 1) % 12 + 1 if halved else moment.hour
    names = {
        "e": str(moment.year),
        "y": str(moment.year) if width > 2 else f"{moment.year % 100:02}",
        "m": month if width == 4 else month[:3] if width == 3 else str(moment.month).zfill(width),
        "d": day if width > 3 else day[:3] if width == 3 else str(moment.day).zfill(width),
        "a": ("星期" if width > 3 else "") + "一二三四五六日"[moment.weekday()],
        "h": str(hour).zfill(width),
        "s": str(moment.second).zfill(width),
    }
    return str(moment.minute).zfill(width) if is_minute else names[mark[0]]
