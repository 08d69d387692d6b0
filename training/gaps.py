"""Pieces of a sentence that can be asked for: amounts, dates, names, lists and other things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Tagged = tuple[str, str]
"""A word and its part of speech."""

NOMINAL = frozenset({"n", "nz", "nt", "ns", "nr", "nrt", "nrfg", "vn", "an", "eng", "l", "j", "ng", "b"})
"""Parts of speech of words that name something."""

_NUMBER = r"[0-9０-９.,〇零一二三四五六七八九十百千]+"
_UNITS = (
    "万亿元|亿美元|万美元|亿欧元|亿元|万元|美元|元|平方公里|平方米|万平方米|公里|千米|米|公斤|吨|万吨|亩|万亩|公顷|"
    "个百分点|%|％|倍|万人次|人次|万人|人|户|家|个|项|条|名|位|件|次|座|所|艘|架|辆|台|套|场|届|岁|天|年|个月|小时|分钟|度"
)
_PATTERNS = {
    "date": re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[上下]午)?|\d{4}年(?:[初末底]|[上下]半年)?"),
    "amount": re.compile(rf"(?:近|约|超过?|逾)?{_NUMBER}[多余]?[万亿]?(?:{_UNITS})"),
    "work": re.compile(r"《[^《》]{2,24}》"),
    "quoted": re.compile(r"(?<=“)[^“”]{2,16}(?=”)"),
}
_NAMES = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation"}
_JOINTS = frozenset("、和及与")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """A piece of a sentence that can be asked for.

    Attributes:
        start: First character within the sentence.
        end: One past its last character.
        kind: What it is: "amount", "date", "person", "place", "list" …
        unit: The unit of an amount, else "".
    """

    start: int
    end: int
    kind: str
    unit: str = ""


def find_gaps(sentence: str, words: list[Tagged]) -> list[Gap]:
    """The pieces of a sentence that can be asked for, given its words."""
    patterned = [
        Gap(match.start(), match.end(), kind, _unit(match.group()) if kind == "amount" else "")
        for kind, pattern in _PATTERNS.items()
        for match in pattern.finditer(sentence)
    ]
    taken = [range(gap.start, gap.end) for gap in patterned]
    others = [gap for gap in _nominal_gaps(words) if not any(gap.start in piece for piece in taken)]
    return [gap for gap in patterned + others if 1 < gap.end - gap.start <= _LONGEST]


def _unit(amount: str) -> str:
    match = re.search(rf"(?:{_UNITS})$", amount)
    return match.group() if match else ""


def _nominal_gaps(words: list[Tagged]) -> Iterator[Gap]:
    """Names, noun phrases, and lists of either."""
    position = index = 0
    while index < len(words):
        start, joints = position, 0
        tags: list[str] = []
        while index < len(words) and (
            words[index][1] in NOMINAL or (tags and words[index][0] in _JOINTS and _goes_on(words, index))
        ):
            joints += words[index][0] == "、"
            tags.append(words[index][1])
            position += len(words[index][0])
            index += 1
        if joints:
            yield Gap(start, position, "list")
        elif tags and set(tags) <= set(_NAMES):
            yield Gap(start, position, _NAMES[tags[-1]])
        elif tags:
            yield Gap(start, position, "organisation" if tags[-1] == "nt" else "thing")
        else:
            position += len(words[index][0])
            index += 1


def _goes_on(words: list[Tagged], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1][1] in NOMINAL
