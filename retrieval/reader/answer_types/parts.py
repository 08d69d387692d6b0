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
_NUMBER: Final = re.compile(
    "[0-9〇零一二两三四五六七八九十百千万亿][0-9〇零一二两三四五六七八九十百千万亿,.]*"
)
_PART_OF_SENTENCE: Final = re.compile("[^;。]+")
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
    if _has_condition(asked, passage, span, start, end):
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


def _has_condition(asked: str, passage: Passage, span: Span, first: int, last: int) -> bool:
    """Whether a span holds under a bound (连续5天以上的), and a part of the sentence beside has none.

    Only where the question has no number, and the other part tells one in the same unit.
    """
    text = fold(passage.text)
    if any(numerals(asked)):
        return False
    parts = [(part.start(), part.end()) for part in _PART_OF_SENTENCE.finditer(text, first, last)]
    own = next((part for part in parts if part[0] <= span.start < part[1]), None)
    bounds = [tier for tier in tiers(text) if first <= tier.start < last]
    if own is None or not any(own[0] <= tier.start and tier.end <= span.start for tier in bounds):
        return False
    unit = next(iter(_units(text, span.start, span.end)), "")
    free = [
        part for part in parts if part[1] <= own[0] and not any(part[0] <= t.start < part[1] for t in bounds)
    ]
    return bool(unit) and any(unit in _units(text, *part) for part in free)


def _units(text: str, start: int, end: int) -> list[str]:
    """The units of the numbers between two places."""
    return [unit_at(text, number.end()) for number in _NUMBER.finditer(text, start, end)]
