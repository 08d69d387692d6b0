"""Sentences and clauses as people read them: over no line break, and never cut within brackets."""

import re
from collections.abc import Iterator

from retrieval.search.lexical.terms import subject
from retrieval.text import fold

_MARK = re.compile(r"(?P<open>[《〈（(])|(?P<close>[》〉）)])|(?P<end>[。！？!?]+[”’」』\"']*)|(?P<line>\n)")
_CLAUSE = re.compile(r"[^，,。；;！？!?、\n]+")


def whole_sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, each with its closing punctuation, without line breaks and empty ones.

    Other than `retrieval.text.sentences` it keeps together what a semicolon parts, and a title or a remark
    in brackets that has an end of a sentence within it.

    Yields:
        (start, end) of each.
    """
    start = 0
    for end in (*_ends(text), len(text)):
        sentence = text[start:end]
        if sentence.strip():
            yield start + len(sentence) - len(sentence.lstrip()), end - len(sentence) + len(sentence.rstrip())
        start = end


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that `text[start:end]` stands in, or the sentences from its first to its last."""
    touched = [place for place in whole_sentences(text) if place[0] < end and start < place[1]]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause that `text[start:end]` stands in, or the clauses from its first to its last."""
    touched = [
        match.span() for match in _CLAUSE.finditer(text) if match.start() < end and start < match.end()
    ]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def nearest_sentence(question: str, text: str) -> tuple[int, int]:
    """The sentence of a text that has most in common with a question, the first of equals."""
    about = subject(fold(question))
    wanted = (*about.words, *about.pairs)
    folded = fold(text)

    def worth(place: tuple[int, int]) -> int:
        sentence = folded[slice(*place)]
        return sum(len(term) for term in wanted if term in sentence)

    return max(whole_sentences(text), key=worth, default=(0, len(text)))


def _ends(text: str) -> Iterator[int]:
    """Where sentences end; brackets that are never closed hold until the end of the line."""
    depth = 0
    for mark in _MARK.finditer(text):
        if mark["open"]:
            depth += 1
        elif mark["close"]:
            depth = max(0, depth - 1)
        elif mark["line"] or not depth:
            depth = 0
            yield mark.end()
