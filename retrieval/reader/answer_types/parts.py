"""Figures of something else: 首期规模8亿元 for 规模, where 总规模30亿元 stands beside it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from retrieval.documents import Passage, Span
from retrieval.numerals import numerals, unit_at
from retrieval.reader.answer_types.tiers import tiers
from retrieval.sentences import sentence_around
from retrieval.text import fold

_ASKS_QUANTITY: Final = re.compile("多少|多[大高长宽深重远厚久]|几")
_PART: Final = re.compile("首[期批付]|第?[一二三四五六1-6]期|预付|定金|押金|尾款|续[借租签约住期保]")
_OTHER_ENDS: Final = (
    (re.compile("最[多长高大晚迟]|上限|封顶"), re.compile("不[少低]于|至少|最[少低短]|起码")),
    (re.compile("最[少低短早]|至少|起码|下限"), re.compile("不[超高大]过?于?|至多|最[多高长]|封顶")),
)
"""Asked for one end of a range, and labels of the other."""
_NUMBER: Final = re.compile(
    "[0-9〇零一二两三四五六七八九十百千万亿][0-9〇零一二两三四五六七八九十百千万亿,.]*"
)
_CLAUSE: Final = re.compile("[^，,；;。（）()]+")
_LINK: Final = re.compile("[为是约共达每:\\s]+$")
_WORD: Final = 2
"""Characters of a word for what is asked for, at least."""


class _Figure(NamedTuple):
    """A number of a sentence, with the words of its clause before it."""

    start: int
    label: str
    unit: str


def is_of_a_part(question: str, passage: Passage, span: Span) -> bool:
    """Whether a question asks for a quantity and a span tells that of something that it does not name.

    Only where another clause of the sentence tells one in the same unit: of the whole, or of what the
    question names (女员工产假158天；男员工陪产假15天 for 陪产假, 年卡2680元，半年卡1580元 for 年卡).
    """
    asked = fold(question)
    if not _ASKS_QUANTITY.search(asked):
        return False
    start, end = sentence_around(passage.text, span.start, span.end)
    figures = _figures(fold(passage.text[start:end]))
    own = next((figure for figure in reversed(figures) if figure.start <= span.start - start), None)
    if own is None or not own.unit:
        return False
    beside = [figure for figure in figures if figure is not own and figure.unit == own.unit]
    if _has_condition(asked, passage, span, start):
        return True
    if any(asks.search(asked) and other.search(own.label) for asks, other in _OTHER_ENDS):
        return True
    part = _PART.search(own.label)
    if part and part[0] not in asked and any(not _PART.search(figure.label) for figure in beside):
        return True
    return _is_named_better(asked, own, beside)


def _figures(sentence: str) -> list[_Figure]:
    return [
        _Figure(clause.start(), clause[0][: number.start()], unit_at(clause[0], number.end()))
        for clause in _CLAUSE.finditer(sentence)
        if (number := _NUMBER.search(clause[0]))
    ]


def _is_named_better(asked: str, own: _Figure, beside: Sequence[_Figure]) -> bool:
    """Whether what the question names ends the label of a figure beside, and a part of it the own one."""
    mine = _word(asked, own.label)
    rest = own.label.removesuffix(mine)
    if len(mine) < _WORD or not rest or any(a + b in asked for a, b in pairwise(rest)):
        return False
    return any(
        word.endswith(mine) and (len(word) > len(mine) or word == figure.label)
        for figure in beside
        if (word := _word(asked, figure.label))
    )


def _word(asked: str, label: str) -> str:
    """The longest end of a label that the question has; empty where it has none."""
    bare = _LINK.sub("", label)
    return next((bare[place:] for place in range(len(bare)) if bare[place:] in asked), "")


def _has_condition(asked: str, passage: Passage, span: Span, first: int) -> bool:
    """Whether a span holds under a bound (连续5天以上的), and what the sentence tells before it under none.

    Only where the question has no number, and a number before is in the same unit.
    """
    text = fold(passage.text)
    bounds = [tier for tier in tiers(text) if first <= tier.start and tier.end <= span.start]
    if not bounds or any(numerals(asked)):
        return False
    clause = max(text.rfind(mark, first, bounds[-1].start) for mark in ",;:")
    unit = next(iter(_units(text, span.start, span.end)), "")
    is_first = not any(tier.start < clause for tier in bounds)
    return bool(unit) and is_first and clause > first and unit in _units(text, first, clause)


def _units(text: str, start: int, end: int) -> list[str]:
    """The units of the numbers between two places."""
    return [unit_at(text, number.end()) for number in _NUMBER.finditer(text, start, end)]
