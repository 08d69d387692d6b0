"""Figures of a part: 首期规模8亿元 where the question asks for 规模, and 总规模30亿元 stands beside it."""

import re
from typing import Final

from retrieval.documents import Passage, Span
from retrieval.numerals import unit_at
from retrieval.sentences import sentence_around
from retrieval.text import fold

_ASKS_QUANTITY: Final = re.compile("多少|多[大高长宽深重远厚]|几")
_PART: Final = re.compile("首[期批付]|第?[一二三四五六1-6]期|预付|定金|押金|尾款|续[借租签约住期保]")
_NUMBER: Final = re.compile(
    "[0-9〇零一二两三四五六七八九十百千万亿][0-9〇零一二两三四五六七八九十百千万亿,.]*"
)
_CLAUSE: Final = re.compile("[^，,；;。（）()]+")


def is_of_a_part(question: str, passage: Passage, span: Span) -> bool:
    """Whether a question asks for a quantity and a span tells that of a part that it does not name.

    Only where another clause of the sentence tells one of the whole, in the same unit.
    """
    asked = fold(question)
    if not _ASKS_QUANTITY.search(asked):
        return False
    start, end = sentence_around(passage.text, span.start, span.end)
    sentence = fold(passage.text[start:end])
    figures = [
        (clause.start(), clause[0][: number.start()], unit_at(clause[0], number.end()))
        for clause in _CLAUSE.finditer(sentence)
        if (number := _NUMBER.search(clause[0]))
    ]
    own = next((figure for figure in reversed(figures) if figure[0] <= span.start - start), None)
    if own is None or not (part := _PART.search(own[1])) or part[0] in asked:
        return False
    return any(unit == own[2] and not _PART.search(label) for _, label, unit in figures if unit)
