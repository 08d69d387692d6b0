"""Splits paragraphs into passages."""

import re
from collections.abc import Iterator

from retrieval.documents import Document, Passage
from retrieval.text import sentences

LONGEST = 500
"""Characters of the longest passage: most paragraphs of a newspaper fit, and it fits a message."""

_LONGEST_OVERLAP = 150  # characters; with a longer sentence, the next passage would mostly repeat
_HARD_CUT = 100  # characters of a piece of text that has no punctuation at all
_CLAUSE = re.compile(r"[^，、,：:]*[，、,：:]?")
_LINE = re.compile(r"[^\n]+")
_LEADING = "：:？?"  # what a line ends in that says nothing without the next


def split(document: Document, collection: str = "") -> Iterator[Passage]:
    """Cut a document into passages.

    A paragraph is a passage. One over `LONGEST` characters becomes several: of a list each has some of the
    lines; another is cut at ends of sentences, each part beginning with the last sentence of the one before
    it unless that is long. What stands at the same place of the same paragraph (`Passage.offset` and a
    position within it) is the same text.

    Yields:
        Passages in reading order; paragraphs are numbered through the document from 0.
    """
    number = 0
    for article in document.articles:
        for paragraph in article.paragraphs:
            for start, end in cuts(paragraph.text):
                yield Passage(
                    text=paragraph.text[start:end],
                    title=article.title,
                    source=document.source,
                    collection=collection,
                    paragraph=number,
                    offset=start,
                    page=paragraph.page,
                    published=article.published,
                    recognised=paragraph.recognised,
                )
            number += 1


def cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where the passages of a paragraph start and end.

    Together they cover it but for line breaks where it is cut; those of one line may overlap.
    """
    if len(text) <= LONGEST:
        yield 0, len(text)
        return
    start = end = last = 0  # of the passage being filled; `last` is where its last piece starts
    for piece_start, piece_end in _pieces(text):
        if end and piece_end - start > LONGEST:
            yield start, end
            overlaps = start < last and end == piece_start
            overlaps &= end - last <= _LONGEST_OVERLAP and piece_end - last <= LONGEST
            start = last if overlaps else piece_start
        elif not end:
            start = piece_start
        last, end = piece_start, piece_end
    if start < end:
        yield start, end


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text; a line that leads to the next one together with it, or with how that begins."""
    led = -1  # start of the lines that lead to what comes next
    for match in _LINE.finditer(text):
        start, end = match.span()
        first = start if led < 0 else led
        if text[end - 1] in _LEADING and end - first <= LONGEST // 2 and end < len(text):
            led = first
            continue
        whole = [(start, end)] if end - first <= LONGEST else _parts(text, start, end)
        for part_start, part_end in whole:
            if led >= 0 and part_end - led > LONGEST:
                yield led, start - 1
                led = -1
            yield (part_start if led < 0 else led), part_end
            led = -1
    if led >= 0:
        yield led, len(text)


def _parts(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Sentences of a line; of those over `LONGEST` the clauses, of those over it pieces of one length."""
    for start, end in ((first + start, first + end) for start, end in sentences(text[first:last])):
        if end - start <= LONGEST:
            yield start, end
            continue
        for clause in _CLAUSE.finditer(text, start, end):
            if clause.end() - clause.start() <= LONGEST:
                if clause[0]:
                    yield clause.span()
            else:
                for cut in range(clause.start(), clause.end(), _HARD_CUT):
                    yield cut, min(cut + _HARD_CUT, clause.end())
