"""The time that a question speaks of: 2020年的…, 去年3月…, 2023年以来…, 最新的…"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from retrieval.numerals import in_digits
from retrieval.periods.period import Period
from retrieval.periods.written import IN_TEXT, PART, part_of
from retrieval.text import fold

_YEARS: Final = {"大前": -3, "前": -2, "去": -1, "上": -1, "上1": -1, "今": 0, "本": 0, "明": 1, "来": 1}
_MONTHS: Final = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_DAYS: Final = {"前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2}
_MONTH_AND_DAY: Final = "(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>3[01]|[12][0-9]|0?[1-9])[日号])?"

_OF_YEAR: Final = re.compile(
    rf"(?:(?P<word>大前|前|去|上1?|今|本|明|来)(?<![0-9年月天日周期目以之提]前)年(?:度)?|(?P<ago>[0-9]{{1,2}})年(?:之|以)?前)(?:的?(?:{_MONTH_AND_DAY}|{PART}))?"
)
_OF_MONTH: Final = re.compile("(?P<word>上上|上|本|这|下)1?个?月(?!球)|(?P<ago>[0-9]{1,2})个月(?:之|以)?前")
_OF_WEEK: Final = re.compile("(?P<word>上上|上|本|这|下)1?个?(?:周(?![年围])|星期|礼拜)")
_OF_DAY: Final = re.compile("(?P<word>[昨今前明后])[日天](?!线)|(?P<ago>[0-9]{1,3})天(?:之|以)?前")
_LATELY: Final = re.compile(
    "(?:最近|近|过去)的?(?P<number>[0-9]{1,3})(?P<unit>个月|年|天|日|周|个?星期)(?:来|以来|内|间)?"
)
_SINCE: Final = re.compile("(?:年?度?)?(?:以来|以后|之后|至今|起(?![草诉源]))")
_BEFORE: Final = re.compile("(?:之前|以前)")
_TO: Final = re.compile("(?:到|至|-|—|~)+")
_NEWEST: Final = re.compile(
    "最新|现行|现任|最近(?!的?(?:邻|路|距|[0-9]+(?![0-9次期届回版份篇条])))|上1?[次届回](?!课)|新近|目前(?:有效|适用|执行|生效)"
)
_DISTANCE: Final = re.compile("[离距]")


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The time that a question speaks of.

    Attributes:
        periods: Those that it names, in its order; of several each is meant.
        newest: Whether it wants the newest of what there is.
        words: What it names them by, in a comparable question: 2023年, 3月.
    """

    periods: tuple[Period, ...] = ()
    newest: bool = False
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it speaks of any."""
        return bool(self.periods) or self.newest


def time_asked(question: str, today: date) -> AskedTime:
    """The time that a question speaks of.

    Args:
        question: In either script.
        today: What 去年, 上个月 and 3天前 count from.
    """
    text = in_digits(fold(question))
    found = _joined(text, sorted(_periods(text, today), key=lambda each: each[0]))
    words = tuple(
        word for start, end, _ in found for word in re.findall("[0-9]+(?:年|月|日|号)", text[start:end])
    )
    newest = bool(_NEWEST.search(text)) and not _DISTANCE.search(text)
    return AskedTime(tuple(period for _, _, period in found), newest, words)


def _periods(text: str, today: date) -> Iterator[tuple[int, int, Period]]:
    """The periods that a text names, each with its place, without what is said of since and until."""
    for match in IN_TEXT.finditer(text):
        if period := part_of(int(match["year"]), match):
            yield *match.span(), period
    for match in _OF_YEAR.finditer(text):
        year = today.year + (_YEARS[match["word"]] if match["word"] else -int(match["ago"]))
        if period := part_of(year, match):
            yield *match.span(), period
    for match in _OF_MONTH.finditer(text):
        yield *match.span(), _month(today, _MONTHS[match["word"]] if match["word"] else -int(match["ago"]))
    for match in _OF_WEEK.finditer(text):
        monday = today - timedelta(today.weekday() - 7 * _MONTHS[match["word"]])
        yield *match.span(), Period(monday, monday + timedelta(6))
    for match in _OF_DAY.finditer(text):
        day = today + timedelta(_DAYS[match["word"]] if match["word"] else -int(match["ago"]))
        yield *match.span(), Period(day, day)
    for match in _LATELY.finditer(text):
        yield *match.span(), Period(_back(today, int(match["number"]), match["unit"]), today)


def _joined(text: str, found: list[tuple[int, int, Period]]) -> list[tuple[int, int, Period]]:
    """Periods with what is said beside them: 2023年以来, 2020年以前, 2020年至2022年."""
    joined: list[tuple[int, int, Period]] = []
    for place in found:
        last = joined[-1] if joined else (0, 0, Period())
        if place[0] < last[1]:
            continue
        if joined and _TO.fullmatch(text, last[1], place[0]) and last[2].first <= place[2].last:
            joined[-1] = _widened(text, (last[0], place[1], Period(last[2].first, place[2].last)))
        else:
            joined.append(_widened(text, place))
    return joined


def _widened(text: str, place: tuple[int, int, Period]) -> tuple[int, int, Period]:
    """A period with 以来 or 以前 where that stands behind it."""
    start, end, period = place
    if since := _SINCE.match(text, end):
        return start, since.end(), Period(period.first)
    if before := _BEFORE.match(text, end):
        return start, before.end(), Period(last=period.first - timedelta(1))
    return place


def _month(today: date, by: int) -> Period:
    """The month so many months from now."""
    months = today.year * 12 + today.month - 1 + by
    return Period.of(months // 12, months % 12 + 1)


def _back(today: date, number: int, unit: str) -> date:
    """The day so many days, weeks, months or years ago."""
    if unit == "年":
        return _month(today, -12 * number).first
    if unit == "个月":
        return _month(today, -number).first
    return today - timedelta(number * (1 if unit in "天日" else 7))
