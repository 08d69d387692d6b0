"""Rivals: what stands beside a span instead of what the question names.

东林中学 where it names 东林大学, X2 where it names X2 Pro, 2025年 where it names 2026年, and 二级 where it
names 三级.
"""

import re
from typing import Final, NamedTuple

from retrieval.documents import Passage, Span
from retrieval.reader.answer_types.rivals.names import Figure, Mention, Name, Opposite, named
from retrieval.sentences import sentence_around
from retrieval.text import fold

_CLAUSE: Final = re.compile(r"(?:[^，,。；;！？!?\n]|(?<=[0-9])[,，](?=[0-9]))+")


class _Sought(NamedTuple):
    """A name of the question, and where it and others of its kind stand.

    Attributes:
        name: The name.
        mentions: In the passage.
        in_title: What the title says, and the name of the document where the title says nothing.
    """

    name: Name
    mentions: list[Mention]
    in_title: set[str]

    @property
    def weight(self) -> int:
        """What a rival counts: 2 where neither passage nor title mention the name, else 1.

        Of numbers and opposites 0 and 1: a passage may well speak of 50岁 as 40岁以上, of 冬季 as 其余月份.
        What numbers it lacks is counted in the decision.
        """
        told = {mention.said for mention in self.mentions if not mention.is_range}
        if self.name.said in self.in_title | told:
            return 1
        return 0 if isinstance(self.name, Figure | Opposite) else 2


class Rivals:
    """What a passage holds instead of the things that a question names."""

    def __init__(self, question: str, passage: Passage) -> None:
        """Look for what a question names, in either script, in a passage and its title."""
        names = named(question)
        text, title, source = (
            (fold(passage.text), fold(passage.title), fold(passage.source)) if names else ("", "", "")
        )
        self._text = passage.text
        self._sought = [
            _Sought(name, [*name.mentions(text)], _said(name, title) or _said(name, source)) for name in names
        ]
        found = any(sought.mentions for sought in self._sought)
        self._clauses = [match.span() for match in _CLAUSE.finditer(passage.text)] if found else []

    def beside(self, span: Span) -> int:
        """How many of the names have another of their kind beside a span, and are not there themselves.

        What is nearest counts: in the clauses of the span, in those before it, at last in the title. Each
        counts by its `weight`, and a range in the same clause that a number is not in as 1 at least.
        """
        return sum(
            max(sought.weight, self._is_out_of_range(sought, span))
            for sought in self._sought
            if self._is_beside(sought, span)
        )

    def _is_out_of_range(self, sought: _Sought, span: Span) -> bool:
        start, end = self._clause(span.start, span.end)
        ranges = (mention for mention in sought.mentions if mention.is_range and start <= mention.start < end)
        return any(mention.said != sought.name.said for mention in ranges)

    def _is_beside(self, sought: _Sought, span: Span) -> bool:
        name, mentions, in_title = sought
        start, end = self._clause(span.start, span.end)
        own = [mention for mention in mentions if start <= mention.start < end]
        if any(mention.said == name.said for mention in own):
            return False
        if any(mention.end <= span.start or span.end <= mention.start for mention in own):
            return True
        first = 0 if name.holds_on else sentence_around(self._text, span.start, span.end)[0]
        before = [mention for mention in mentions if first <= mention.start < start]
        if before:
            nearest, _ = self._clause(*before[-1][:2])
            return name.said not in {mention.said for mention in before if nearest <= mention.start}
        return name.holds_on and bool(in_title) and name.said not in in_title

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause that a part of the text stands in, or the clauses from its first to its last."""
        touched = [place for place in self._clauses if place[0] < end and start < place[1]]
        return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _said(name: Name, folded: str) -> set[str]:
    return {mention.said for mention in name.mentions(folded)}
