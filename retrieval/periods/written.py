"""Periods as they are written: in texts (2023年3月, 二〇二三年), and in names of documents (2023版)."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from retrieval.numerals import in_digits
from retrieval.periods.period import Period
from retrieval.text import fold

_YEAR: Final = "(?P<year>(?:19|20)[0-9]{2})"
_MONTH: Final = "(?P<month>1[0-2]|0?[1-9])"
_DAY: Final = "(?P<day>3[01]|[12][0-9]|0?[1-9])"
PART: Final = (
    "(?P<half>[上下]半年)|第?(?P<quarter>[1-4一二三四])季度|q(?P<q>[1-4])|前(?P<quarters>[23两二三])季度"
)
"""A half or a quarter of a year, in a comparable text."""
IN_TEXT: Final = re.compile(
    rf"(?<![0-9.]){_YEAR}(?:年|(?=版|修订|学年))(?:度|的)?(?:{_MONTH}月份?(?:{_DAY}[日号])?|{PART})?"
)
"""A year and what of it, in a comparable text."""
_WHOLE: Final = "(?=[0-9]{2}(?![0-9])|[0-9]{4}(?![0-9])|[^0-9]|$)"
_IN_NAME: Final = re.compile(
    rf"(?<![0-9]){_YEAR}{_WHOLE}"
    rf"(?:(?:年|[-_./ ])?{_MONTH}(?:(?:月|[-_./ ]|(?<=[0-9]{{6}})){_DAY}[日号]?|月份?)?(?![0-9])"
    rf"|年?度?(?:{PART})|(?![0-9]))"
)
_OTHERWISE: Final = re.compile("[一二][〇零○九][〇零○一二三四五六七八九]{2}年|(?:19|20)[0-9]{2}[-/.][0-9]")
"""Years and dates that `in_digits` writes as others are."""
_NUMBERS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_MAYBE: Final = re.compile(r"\d{4}|[一二][〇零○九]")
"""What a text has that names a year; most have none."""


class Written(NamedTuple):
    """A period in a text.

    Attributes:
        start: Where it starts, in the text made comparable.
        end: One past its last character.
        period: The period.
    """

    start: int
    end: int
    period: Period


def comparable(text: str) -> str:
    """A text in which periods are found: folded, its dates written in one way."""
    folded = fold(text)
    return in_digits(folded) if _OTHERWISE.search(folded) else folded


def periods_in(text: str) -> Iterator[Written]:
    """The years, months and days that a text names, in their order; of the text made comparable."""
    return _found(IN_TEXT, comparable(text)) if _MAYBE.search(text) else iter(())


def periods_in_name(name: str) -> Iterator[Written]:
    """Those that the name of a document names, where any number of four digits may be a year."""
    return _found(_IN_NAME, comparable(name)) if _MAYBE.search(name) else iter(())


def period_called(text: str) -> Period | None:
    """The period that a text is the name of and nothing else: 2024, 2024-03, 2024年3月5日; else None."""
    name = comparable(text).strip()
    found = _IN_NAME.fullmatch(name) or IN_TEXT.fullmatch(name)
    return part_of(int(found["year"]), found) if found else None


def part_of(year: int, found: re.Match[str]) -> Period | None:
    """The period of a year that the groups of a match say; None for the 31st of April."""
    if half := found["half"]:
        return Period.of_months(year, 1, 6) if half[0] == "上" else Period.of_months(year, 7, 12)
    if number := found["quarter"] or found["q"]:
        last = 3 * _NUMBERS.get(number, 0) or 3 * int(number)
        return Period.of_months(year, last - 2, last)
    if many := found["quarters"]:
        return Period.of_months(year, 1, 3 * _NUMBERS.get(many, 0) or 3 * int(many))
    try:
        return Period.of(year, *(int(found[part]) for part in ("month", "day") if found[part]))
    except ValueError:
        return None


def _found(form: re.Pattern[str], text: str) -> Iterator[Written]:
    for match in form.finditer(text):
        if period := part_of(int(match["year"]), match):
            yield Written(*match.span(), period)
