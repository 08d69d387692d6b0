"""Dates as Chinese text writes them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_DIGITS = {**{digit: number for number, digit in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0, "Ｏ": 0}
_CHINESE = "〇零○一二三四五六七八九"
_DATE = re.compile(
    rf"""(?<!\d)(?:
    (?P<year>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<month>0?[1-9]|1[0-2])\s*(?:月|[-/.])\s*(?P<day>[12]\d|3[01]|0?[1-9])(?!\d)\s*[日号]?
    |(?P<hanzi_year>[一二][{_CHINESE}]{{3}})年(?P<hanzi_month>[一二三四五六七八九十]{{1,2}})月(?P<hanzi_day>[一二三四五六七八九十]{{1,3}})日
    )""",
    re.VERBOSE,
)


class LeadingDate(NamedTuple):
    """A date at the beginning of a text.

    Attributes:
        date: The date.
        rest: What follows it.
    """

    date: date
    rest: str


def first_date(text: str) -> date | None:
    """The first whole date of a text, with year, month and day, or None."""
    return next((day for _, _, day in dates_in(text)), None)


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """The whole dates of a text, each with where it starts and ends."""
    for match in _DATE.finditer(text):
        if (found := _read(match)) is not None:
            yield *match.span(), found


def leading_date(text: str) -> LeadingDate | None:
    """The whole date a text begins with, or None."""
    match = _DATE.match(text)
    found = _read(match) if match else None
    return LeadingDate(found, text[match.end() :]) if match and found else None


def _read(match: re.Match[str]) -> date | None:
    if match["year"]:
        numbers = [int(match[part]) for part in ("year", "month", "day")]
    else:
        numbers = [_year(match["hanzi_year"]), _count(match["hanzi_month"]), _count(match["hanzi_day"])]
    try:
        return date(*numbers)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int("".join(str(_DIGITS[character]) for character in text))


def _count(text: str) -> int:
    """A number below a hundred: 二十五 → 25, 十 → 10."""
    tens, ten, units = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[units] if units else 0)
