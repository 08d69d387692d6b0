"""Spans that end where words, numbers and sentences end: never 民币294,000元."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from retrieval.documents import Passage, Span
from retrieval.reader.decoding import trim
from retrieval.sentences import whole_sentences
from retrieval.text import fold, words

_DIGITS: Final = "〇零一二两三四五六七八九十百千"
_HOUR: Final = rf"(?:\d{{1,2}}|[{_DIGITS}]+)"
_TIME: Final = rf"{_HOUR}[点时](?:{_HOUR}分?|半|整)?|\d{{1,2}}:\d{{2}}(?::\d{{2}})?"
_CODE: Final = r"[a-z0-9]+(?:-[a-z0-9]+)+"
_RATIO: Final = r"\d+(?:\.\d+)?:\d+(?:\.\d+)?"
_NUMBER: Final = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[百千万亿]*|[{_DIGITS}万亿]+)"
_UNIT: Final = (
    "元|美元|欧元|港元|日元|块|%|‰|平方米|平方公里|立方米|公里|千米|厘米|毫米|米|亩|公顷|吨|公斤|千克|克|升|毫升|千瓦时|千瓦|瓦|"
    "摄氏度|度|℃"
)
_ADDRESS: Final = (
    r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|(?:https?://|www\.)[a-z0-9._~:/?#@!$&*+=%-]*[a-z0-9/]|"
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|gov|edu|io)(?![a-z0-9])"
)
_WHOLE: Final = re.compile(
    rf"{_ADDRESS}|(?<![a-z0-9])(?:{_TIME})|(?<![a-z0-9]){_CODE}(?![a-z0-9])|{_RATIO}|{_NUMBER}(?P<unit>{_UNIT})?|[a-z]+\d*"
)
_DATE: Final = re.compile(
    rf"(?P<year>(?:(?:19|20)\d\d|[{_DIGITS}]{{4}})年)?(?P<month>{_HOUR}月){_HOUR}[日号]"
)
_ASKS_MONTH: Final = re.compile("[几哪]个?月|月份")
_CELL: Final = re.compile(
    f"(?:(?<![^\\n])(?:第[{_DIGITS}0-9]+[章节条款项]|[0-9]+(?:\\.[0-9]+)+)\u3000+)?(?P<cell>[^\u3000]+)"
)
_YEARS: Final = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d")
_ASKS_AMOUNT: Final = re.compile("多少|几|多[久长大高]|标准")
_TELLS_RATE: Final = re.compile("[每一按]|日均|月租|年薪|单价")
_RATE: Final = re.compile("(?:每(?:平方米|平米|公里|小时|学期|[人天日晚月年次份张台周件间户节斤吨])){1,2}$")
_LONGEST_RATE: Final = 8
_NUMBERED: Final = re.compile(rf"{_NUMBER}个?$")
_COUNTED: Final = re.compile(
    "个?(?:工作日|自然日|小时|星期(?![一二三四五六日天])|季度|学期|月)|分钟|[天日年周岁]"
)
_LONGEST_NUMBER: Final = 8
_CODE_DIGITS: Final = 7
"""Digits of a code without letters, such as a telephone number; what has fewer may be from five to ten."""
_LONG_WORD: Final = 3
"""Characters of a word that two words beside each other hardly ever make by chance."""


def repaired(question: str, passage: Passage, span: Span) -> Span | None:
    """A span within one sentence or cell, with all of the words and numbers that it has a part of.

    A unit comes along with its number, unless the question names it (多少平方米).

    Returns:
        None where nothing is left of it.
    """
    text = passage.text
    start, end = _first_of(whole_sentences(text), text, span.start, span.end)
    start, end = _first_of(_cells(text), text, start, end)
    folded, asked = fold(text), fold(question)
    start, end = _with_whole_words(folded, start, end)
    start, end = _with_whole_dates(folded, start, end, asked)
    start, end = trim(text, *_with_whole_numbers(folded, start, end, asked))
    start = _with_rate(folded, _with_number(folded, start, asked), asked)
    return replace(span, start=start, end=end) if start < end else None


def _first_of(parts: Iterable[tuple[int, int]], text: str, start: int, end: int) -> tuple[int, int]:
    """What a span has of the first part of a text of which it has more than punctuation."""
    for first, last in parts:
        part = trim(text, max(start, first), min(end, last)) if first < end and start < last else (0, 0)
        if part[0] < part[1]:
            return part
    return start, end


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """Where the cells of rows stand, which full-width spaces part; (start, end) of each.

    The number of a clause (第三条) that a full-width space parts from it is none.
    """
    return (match.span("cell") for match in _CELL.finditer(text))


def _with_whole_words(folded: str, start: int, end: int) -> tuple[int, int]:
    """A span with the rest of the words of the dictionary that it begins or ends within.

    Two characters beside each other are often a word by chance (周启|明年|底), and a word may stand within
    another (以上|者): such ones may be cut.
    """
    place, first, last = 0, start, end
    for word in words(folded):
        stop = place + len(word)
        if place < start < stop and _is_cut(word, word[start - place :]):
            first = place
        if place < end < stop and _is_cut(word, word[: end - place]):
            last = stop
        place = stop
    return first, last


def _is_cut(word: str, part: str) -> bool:
    """Whether a part of a word says nothing without the rest."""
    return len(word) >= _LONG_WORD and word.isalpha() and (len(part) == 1 or len(words(part)) > 1)


def _with_whole_dates(folded: str, start: int, end: int, question: str) -> tuple[int, int]:
    """A span with the day of a date whose month it ends with: 2021年7月 of 2021年7月1日.

    Where the question asks for the month, only with a span that has the year, too.
    """
    since = "year" if _ASKS_MONTH.search(question) else "month"
    for date in _DATE.finditer(folded):
        if start <= date.start(since) and date[since] and date.end("month") <= end < date.end():
            end = date.end()
    return start, end


def _with_whole_numbers(folded: str, start: int, end: int, question: str) -> tuple[int, int]:
    for match in _WHOLE.finditer(folded):
        if match.end() <= start or end <= match.start() or not _is_one(match[0]):
            continue
        first, last = match.span()
        if match["unit"] and match["unit"] in question:
            last = match.start("unit")
        if first < start < last:
            start = first
        if first < end < match.end() and end < last:
            end = last
    return start, end


def _with_number(folded: str, start: int, question: str) -> int:
    """Where a span begins with the number of the unit that it begins with, where an amount is asked for."""
    number = _NUMBERED.search(folded, max(0, start - _LONGEST_NUMBER), start)
    return (
        number.start()
        if number and _COUNTED.match(folded, start) and _ASKS_AMOUNT.search(question)
        else start
    )


def _with_rate(folded: str, start: int, question: str) -> int:
    """Where a span begins with what it is for (每人每天350元), where the question does not tell that.

    Of 66 such answers of the office documents to questions without 每 and 一, 57 have it.
    """
    if (
        not folded[start : start + 1].isdigit()
        or not _ASKS_AMOUNT.search(question)
        or _TELLS_RATE.search(question)
    ):
        return start
    rate = _RATE.search(folded[max(0, start - _LONGEST_RATE) : start])
    return start - len(rate[0]) if rate else start


def _is_one(found: str) -> bool:
    """Whether what looks like one number is one, and not two years or a range."""
    if "-" not in found:
        return True
    digits = sum(character.isdigit() for character in found)
    return not _YEARS.fullmatch(found) and (digits >= _CODE_DIGITS or not found.replace("-", "").isdecimal())
