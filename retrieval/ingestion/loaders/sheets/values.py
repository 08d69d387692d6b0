"""The values of cells as a sheet shows them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

Value = int | float | str | bool | time | date | datetime | timedelta

_NUMBER = re.compile(r"(?P<before>[^#0.,%]*)(?P<whole>[#0,]*0|#+)(?:\.(?P<places>0+))?(?P<after>[^#0.,]*)")
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}


@dataclass(frozen=True, slots=True)
class Format:
    """How a number or a date is shown.

    Attributes:
        before: What stands before the number: ¥.
        after: What stands after it: %, 元.
        places: Decimal places.
        groups: Whether thousands are parted by commas.
        day: How a date is written where it is with 年: 年月日, 年月.
    """

    before: str = ""
    after: str = ""
    places: int = 0
    groups: bool = False
    day: str = ""

    def number(self, value: float) -> str:
        """A number in this format."""
        value = value * 100 if "%" in self.after else value
        shown = f"{Decimal(repr(value)):{',' if self.groups else ''}.{self.places}f}"
        sign, digits = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
        return f"{sign}{self.before}{digits}{self.after}"


def format_of(id_: int, code: str | None) -> Format | None:
    """The format of a code such as `¥#,##0.00` or `0%`, None for general or any that is not known.

    Args:
        id_: The number of a format that is built in.
        code: The code of one that the file defines.
    """
    first = (code or _BUILT_IN.get(id_, "")).partition(";")[0]
    first = re.sub(r"\[\$([^\-\]]*)[^\]]*\]", r"\1", first)
    first = re.sub(r"\[[^\]]*\]|_.|\*.", "", first)
    plain = re.sub(r'"([^"]*)"|\\(.)', lambda match: match[1] or match[2] or "", first).strip()
    if "年" in plain and "y" in plain.lower():
        return Format(day="".join(letter for letter in "年月日" if letter in plain))
    found = _NUMBER.fullmatch(plain)
    if found is None or re.search("[A-Za-z@?/]", found["before"] + found["after"]):
        return None
    return Format(found["before"], found["after"], len(found["places"] or ""), "," in found["whole"])


def shown(value: Value, form: Format | None = None) -> str:
    """A value as text: 12, 12.5, 2025-03-01, 08:30; in its format where that is known."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return _number(value, form)
        case datetime() if value.time() != time():
            return f"{_day(value, form)} {_clock(value.time())}"
        case date():
            return _day(value, form)
        case time():
            return _clock(value)
        case _:
            return _duration(value) if isinstance(value, timedelta) else value


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _number(value: float, form: Format | None) -> str:
    if not isfinite(value):
        return ""
    if form and not form.day:
        return form.number(value)
    return f"{Decimal(f'{value:.15g}'):f}"


def _day(value: date, form: Format | None) -> str:
    if form and form.day:
        parts = zip((value.year, value.month, value.day), form.day, strict=False)
        return "".join(f"{number}{letter}" for number, letter in parts)
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _clock(value: time) -> str:
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
