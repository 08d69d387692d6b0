"""Tiers (满1年不满10年的5天，满10年的10天): what is said of the one that a question is about, or of all."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from retrieval.documents import Passage, Span
from retrieval.numerals import Numeral, numerals, same_unit, unit_at
from retrieval.reader.decoding import trim
from retrieval.sentences import clause_around, sentence_around
from retrieval.text import fold

_BELOW: Final = re.compile("(?:不满|未满|不足|不到|低于|少于|小于|未达到?|不超过|不高于|不大于|最多)$")
_ABOVE: Final = re.compile("(?:满|超过|超出|达到?|大于|高于|多于|不少于|不低于|不足以|至少|过了?)$")
_BELOW_AFTER: Final = re.compile("[（(]?(?:及|或)?(?:以下|以内|之内|内(?![容部])|之前)")
_ABOVE_AFTER: Final = re.compile("[（(]?(?:及|或)?(?:以上|起(?!步)|往上|以外)")
_EXCLUSIVE: Final = re.compile("(?:超过|超出|大于|高于|多于|过了?)$")
_INCLUSIVE: Final = re.compile("(?:不超过|不高于|不大于|最多)$")
_TO: Final = re.compile("[至到~—–-]+")
_JOINT: Final = re.compile("(?:的|[，,]|但|且|又)*")
_MEASURES: Final = re.compile(
    "个?(?:年|月|天|日|周|星期|小时|钟头|分钟?|工作日|学期|课时)|周?岁|[万亿]?[美欧港日]?元|块|[千厘毫公海]?[米里]|"
    "平方米|[公千市]?斤|千?克|吨|度|次|级|人|桌|分"
)
"""Units that tiers are told in; 一位 and 两条 seldom are."""
_ROUGHLY: Final = re.compile("[来多余几半0-9一二三四五六七八九]")
"""What stands after a number that is not all of it: 一米三, 三年多."""
_GOES_BEFORE: Final = re.compile(r"[；;。.\s)）]|$")
"""What stands after a condition that says of what stands before it: 总经理审批20万元以上。"""
_AFTER_CONDITION: Final = re.compile(r"的?[，,：:]?\s*")
_LEAST: Final = 1e-6
_LONGEST_SIGN: Final = 4
_FEWEST: Final = 2
_ANOTHER: Final = 2.5
"""Log-odds that a span loses in another tier, as for a rival."""
_RIGHT: Final = 1.5
"""Log-odds that a span gains in the right tier, where 72 of 75 such questions have their answer."""

_ASKS_QUANTITY: Final = re.compile("多少|多[久长]|几[天元块个小分年月次折]|怎么[算扣罚赔收退]|如何[计处]")
_NAMES_CASE: Final = re.compile(
    "俩|半|刻|第|以[上下内]|超过?|不[满足]|最[多少高低长短]|至[多少]|封顶|起步|首|再"
)
"""What says which tier, or which end of them, is meant."""
_QUANTITY: Final = re.compile(r"[^\d]{0,4}\d[\d,.]*[^\d，,；;。]{0,4}")
_BESIDE: Final = 12
"""Characters between a condition and what is said of it, at most."""
_LONGEST: Final = 48
"""Characters of a tier with its condition, at most."""

Place = tuple[int, int]


class Tier(NamedTuple):
    """A tier of a text: the numbers from `low` to below `high`, and where its condition stands."""

    start: int
    end: int
    low: float
    high: float
    unit: str


def in_tier(passage: Passage, place: Place | None, span: Span) -> Span:
    """A span, worth more in what is said of the question's tier, and less elsewhere.

    Where it goes on into the next tier, it is cut there.

    Args:
        passage: What was read.
        place: As of `place_of_tier`; where it is None, nothing changes.
        span: A span of the passage; a list stays as it is.
    """
    if place is None or span.items:
        return span
    start, end = trim(passage.text, max(span.start, place[0]), min(span.end, place[1]))
    if start < end:
        return replace(span, start=start, end=end, score=span.score + _RIGHT)
    return replace(span, score=span.score - _ANOTHER)


def with_all_tiers(question: str, passage: Passage, span: Span) -> Span:
    """A quantity that holds for one of several tiers becomes all tiers, each with its condition, as a list.

    Where the question has a number or says which tier it means, the span stays as it is.
    """
    asked, text = fold(question), fold(passage.text)
    if _NAMES_CASE.search(asked) or not _is_asked_for(asked, text, span):
        return span
    first, last = sentence_around(passage.text, span.start, span.end)
    known = [tier for tier in tiers(text) if tier.unit and first <= tier.start < last]
    items = _items(text, known, last) if _are_one_scale(known) else []
    if not any(_tells(text, tier, item, span) for tier, item in zip(known, items, strict=False)):
        return span
    return replace(span, start=items[0][0], end=items[0][1], items=tuple(items))


def with_alternative(question: str, passage: Passage, span: Span) -> Span:
    """A quantity of two that either will do (连续缺勤3天或者累计缺勤5天) becomes the clause that tells both.

    Where the question has a number, the span stays as it is.
    """
    asked, text = fold(question), fold(passage.text)
    if not _is_asked_for(asked, text, span):
        return span
    start, end = clause_around(passage.text, span.start, span.end)
    end -= text.endswith("的", start, end)
    sides = text[start:end].split("或")
    figures = [[unit_at(side, numeral.end) for numeral in numerals(side)] for side in sides]
    if len(sides) != _FEWEST or len(figures[0]) != 1 or figures[0] != figures[1]:
        return span
    one, other = ({a + b for a, b in pairwise(side)} for side in sides)
    if any(pair in asked for pair in one ^ other):  # it names one of them
        return span
    start, end = trim(passage.text, start, end)
    return replace(span, start=start, end=end)


def _is_asked_for(asked: str, text: str, span: Span) -> bool:
    """Whether a span is a quantity, and a question without a number asks for one."""
    if span.items or not _ASKS_QUANTITY.search(asked) or any(numerals(asked)):
        return False
    return _QUANTITY.fullmatch(text[span.start : span.end]) is not None


def place_of_tier(question: str, passage: Passage) -> Place | None:
    """Where a passage says what is true of the tier that the question's number is in: up to the next tier.

    Returns:
        (start, end); None where the passage has no two tiers of the unit that stands in the question, or not
        one alone of them has the number.
    """
    text = fold(passage.text)
    for asked in _asked(fold(question)):
        known = [tier for tier in tiers(text) if tier.unit and same_unit(tier.unit, asked.unit)]
        fitting = [tier for tier in known if tier.low < asked.high and asked.low < tier.high]
        if len(known) >= _FEWEST and len(fitting) == 1:
            (found,) = fitting
            if _GOES_BEFORE.match(text, found.end):
                return None
            line = text.find("\n", found.end)
            ends = [tier.start for tier in known if tier.start > found.start]
            after = _AFTER_CONDITION.match(text, found.end)
            return after.end() if after else found.end, min([*ends, line if line >= 0 else len(text)])
    return None


def _asked(question: str) -> Iterator[Tier]:
    """The numbers of a question with a unit; one by itself is a tier of its own."""
    bounded = [tier for tier in tiers(question) if _MEASURES.fullmatch(tier.unit)]
    yield from map(_point, bounded)
    for numeral in numerals(question):
        if (value := _number(numeral)) is None or any(t.start <= numeral.start < t.end for t in bounded):
            continue
        unit = unit_at(question, numeral.end)
        end = numeral.end + len(unit)
        is_rate = value == 1  # 一年得做多少生意
        if _MEASURES.fullmatch(unit) and not is_rate and not _ROUGHLY.match(question, end):
            yield Tier(numeral.start, end, value, value + _LEAST, unit)


def _point(tier: Tier) -> Tier:
    """The number itself, where a question names a bound: 满十年 is in the tier of ten years."""
    if tier.high == math.inf:
        return tier._replace(high=tier.low + _LEAST)
    return tier._replace(low=tier.high - 2 * _LEAST) if tier.low == -math.inf else tier


def tiers(text: str) -> Sequence[Tier]:
    """The tiers of folded text, in their order."""
    found: list[Tier] = []
    for tier in _bounds(text):
        last = found[-1] if found else None
        if last and _goes_on(last, tier, text):
            found[-1] = Tier(last.start, tier.end, last.low, tier.high, tier.unit)
        else:
            found.append(tier)
    return found


def _goes_on(last: Tier, tier: Tier, text: str) -> bool:
    """Whether an upper bound belongs to the lower one before it: 满1年 and 不满10年."""
    beside = _JOINT.fullmatch(text, last.end, tier.start) is not None
    open_above, open_below = last.high == math.inf, tier.low == -math.inf
    return beside and open_above and open_below and same_unit(last.unit, tier.unit) and last.low < tier.high


def _bounds(text: str) -> Iterator[Tier]:
    """Single bounds, and ranges (3至5天)."""
    lower: tuple[Numeral, float] | None = None
    for numeral in numerals(text):
        value = _number(numeral)
        if value is None:
            continue
        unit = unit_at(text, numeral.end)
        end = numeral.end + len(unit)
        if lower and _TO.fullmatch(text, lower[0].end + len(unit_at(text, lower[0].end)), numeral.start):
            if unit and lower[1] < value:
                yield Tier(lower[0].start, end, lower[1], value + _LEAST, unit)
            lower = None
            continue
        lower = (numeral, value)
        if bound := _bound(text, numeral.start, end, value, unit):
            yield bound


def _bound(text: str, start: int, end: int, value: float, unit: str) -> Tier | None:
    before = text[max(0, start - _LONGEST_SIGN) : start]
    if sign := _BELOW.search(before):
        high = value + _LEAST if _INCLUSIVE.search(before) else value
        return Tier(start - len(sign[0]), end, -math.inf, high, unit)
    if after := _BELOW_AFTER.match(text, end):
        return Tier(start, after.end(), -math.inf, value + _LEAST, unit)
    sign, after = _ABOVE.search(before), _ABOVE_AFTER.match(text, end)
    if sign or after:
        low = value + _LEAST if _EXCLUSIVE.search(before) else value
        first = start - len(sign[0]) if sign else start
        return Tier(first, after.end() if after else end, low, math.inf, unit)
    return None


def _number(numeral: Numeral) -> float | None:
    try:
        return float(numeral.value)
    except ValueError:  # a share, or a fraction
        return None


def _are_one_scale(known: Sequence[Tier]) -> bool:
    """Whether several tiers are told in one unit, and each begins where another ends."""
    ordered = sorted(known, key=lambda tier: tier.low)
    return len(known) >= _FEWEST and all(
        same_unit(one.unit, next_.unit) and abs(next_.low - one.high) <= 1 for one, next_ in pairwise(ordered)
    )


def _items(text: str, known: Sequence[Tier], last: int) -> list[Place]:
    """Each tier from the beginning of its clause to the next; none where one is too long to be one."""
    starts = [_clause_start(text, tier.start) for tier in known]
    places = [trim(text, *place) for place in zip(starts, [*starts[1:], last], strict=True)]
    cut = [
        (start, min((stop for stop in [text.find(";", start, end)] if stop > 0), default=end))
        for start, end in places
    ]
    return cut if all(0 < end - start <= _LONGEST for start, end in cut) else []


def _clause_start(text: str, place: int) -> int:
    return max(text.rfind(mark, 0, place) for mark in ",;:。\n") + 1


def _tells(text: str, tier: Tier, item: Place, span: Span) -> bool:
    """Whether a span is what is said of a tier: it follows the condition, beside it."""
    return tier.end <= span.start <= tier.end + _BESIDE and span.end <= item[1]
