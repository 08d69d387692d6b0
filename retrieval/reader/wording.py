"""A question in the wording of a text: numbers, dates and times of day as the text writes them."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from retrieval.numerals import Numeral, numerals, same_unit, unit_at

_DATE = re.compile(
    r"(?<![0-9./-])(?:(?P<year>(?:19|20)[0-9]{2})[-/.])(?P<month>0?[1-9]|1[0-2])[-/.](?P<day>[12][0-9]|3[01]|0?[1-9])"
    r"(?![0-9]|[./-][0-9])"
)
_CLOCK = re.compile(r"(?<![0-9:])(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?![0-9:])")
_PART_OF_DAY = re.compile(r"(?:凌晨|清早|早[上晨]|上午|中午|下午|傍晚|晚上|晚间|夜里|[早晚])$")
_O_CLOCK = re.compile(
    r"[点时](?:(?P<half>半)|(?P<minute>[0-5]?[0-9]|[一二三四五]?十?[一二三四五六七八九])分)?(?!间)"
)
_AFTERNOON = ("下", "傍", "晚", "夜")
_NOON, _DAY_ENDS = 12, 24
_BETWEEN = re.compile("[^\\s,;。]{0,2}[-—–~至到]+")
"""What stands between the two numbers of a range."""
_NAMING = tuple("年月日号条款章")


class Mention(NamedTuple):
    """A number, a date or a time in a text.

    Attributes:
        start: Where it starts.
        end: One past its last character.
        value: What is compared: two mentions of one kind are the same where no part of these differs that
            both have, None standing for what is not said.
        unit: Of a number; units that may count the same do not part two mentions.
    """

    start: int
    end: int
    value: tuple[object, ...]
    unit: str = ""


def as_written_in(text: str, question: str) -> str:
    """A folded question whose numbers, dates and times are written as a folded text writes them.

    满10年 → 满十年, 7月11日 → 2025-07-11, 下午两点 → 14:00, and 8幢 → 7—9幢 where it is in no other range.
    What the text writes as the question does stays, and so do a date of which the text has several years and
    a single digit that counts things: 一个, 两间.
    """
    found: list[tuple[Mention, str]] = []
    for find in (_dates, _times, _numbers):
        asked = list(find(question))
        there = list(find(text)) if asked else []
        forms: dict[tuple[object, str], list[str] | None] = {}  # a question may say the same very often
        for mention in asked:
            said = mention.value, mention.unit
            if said not in forms:
                forms[said] = _forms(mention, there, text)
            written, own = forms[said], question[mention.start : mention.end]
            if written is not None and not _overlaps(mention, found):
                found.append((mention, own if own in written or not written else written[0]))
    found += [each for each in _in_ranges(question, text) if not _overlaps(each[0], found)]
    pieces, end = [], 0
    for mention, form in sorted(found):
        pieces += [question[end : mention.start], form]
        end = mention.end
    return "".join([*pieces, question[end:]])


@lru_cache(64)
def _numerals(text: str) -> tuple[Numeral, ...]:
    return tuple(numerals(text))


def _overlaps(mention: Mention, found: Iterable[tuple[Mention, str]]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other, _ in found)


def _forms(mention: Mention, there: Iterable[Mention], text: str) -> list[str] | None:
    """How a text writes what a question mentions; nothing where it says different things.

    None where it does not mention it.
    """
    same = [other for other in there if _same(mention, other)]
    if not same:
        return None
    is_one = all(_same(one, other) for one in same[:1] for other in same[1:])
    return list(dict.fromkeys(text[other.start : other.end] for other in same)) if is_one else []


def _same(one: Mention, other: Mention) -> bool:
    parts = zip(one.value, other.value, strict=True)
    is_equal = one.value == other.value or all(m is None or t is None or m == t for m, t in parts)
    return is_equal and (one.unit == other.unit or same_unit(one.unit, other.unit))


def _in_ranges(question: str, text: str) -> Iterator[tuple[Mention, str]]:
    """The numbers of a question that a text does not have, each with the one range there that it is in."""
    ranges = list(_ranges(text))
    for start, end, value in _numerals(question) if ranges else ():
        unit = unit_at(question, end) if value.isdigit() else ""
        holding = {
            form
            for form, low, high, last_unit in ranges
            if unit and unit == last_unit and low <= int(value) <= high
        }
        if len(holding) == 1:
            yield Mention(start, end + len(unit), (value,), unit), holding.pop()


def _ranges(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Each range with its last unit, as it is written: 7—9幢, 21日至25日; least, greatest and that unit."""
    for first, last in pairwise(_numerals(text)):
        if _BETWEEN.fullmatch(text, first.end, last.start) and first.value.isdigit() and last.value.isdigit():
            unit = unit_at(text, last.end)
            yield text[first.start : last.end + len(unit)], int(first.value), int(last.value), unit


def _dates(text: str) -> Iterator[Mention]:
    """Days with or without their years: 2025-07-11, 2025年7月11日, 七月十一日."""
    for match in _DATE.finditer(text):
        yield Mention(*match.span(), (int(match["year"]), int(match["month"]), int(match["day"])))
    found = [numeral for numeral in _numerals(text) if numeral.value.isdigit()]
    for year, month, day in zip([None, *found], found, found[1:], strict=False):
        if text[month.end : day.start] != "月" or text[day.end : day.end + 1] not in tuple("日号"):
            continue
        if year and text[year.end : month.start] == "年":
            yield Mention(year.start, day.end + 1, (int(year.value), int(month.value), int(day.value)))
        else:
            yield Mention(month.start, day.end + 1, (None, int(month.value), int(day.value)))


def _times(text: str) -> Iterator[Mention]:
    """Times of day as minutes on a clock of twelve hours, and in which half of the day: 14:00, 下午两点半."""
    for match in _CLOCK.finditer(text):
        yield _time(text, match.start(), match.end(), int(match["hour"]), int(match["minute"]))
    for numeral in _numerals(text):
        if (
            numeral.value.isdigit()
            and int(numeral.value) <= _DAY_ENDS
            and (rest := _O_CLOCK.match(text, numeral.end))
        ):
            minutes = next(numerals(rest["minute"] + "分"), None) if rest["minute"] else None
            minute = 30 if rest["half"] else int(minutes.value) if minutes else 0
            yield _time(text, numeral.start, rest.end(), int(numeral.value), minute)


def _time(text: str, start: int, end: int, hour: int, minute: int) -> Mention:
    part = _PART_OF_DAY.search(text, 0, start)
    is_late = hour >= _NOON or (part is not None and part[0].startswith(_AFTERNOON))
    is_known = is_late or hour == 0 or part is not None
    return Mention(
        part.start() if part else start, end, (hour % 12 * 60 + minute, is_late if is_known else None)
    )


def _numbers(text: str) -> Iterator[Mention]:
    """Numbers that say something: not a single digit that counts things."""
    for start, end, value in _numerals(text):
        is_ordinal = text.endswith("第", 0, start)
        if len(value) > 1 or is_ordinal or text[end : end + 1] in _NAMING:
            yield Mention(start, end, (value, is_ordinal), unit_at(text, end))
