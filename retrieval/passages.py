"""Paragraphs to passages: what is searched and read."""

import re
from collections.abc import Iterator

from retrieval.documents import Document, Passage
from retrieval.text import sentences

LONGEST = 500
"""Characters of the longest passage: most paragraphs of a newspaper fit, and it fits a message."""

_LONGEST_OVERLAP = 150  # a longer sentence at the seam would make the next passage mostly a repetition
_HARD_CUT = 100  # characters of a piece of text that has no punctuation at all
_CLAUSE = re.compile(r"[^，、,：:]*[，、,：:]?")


def split(document: Document, collection: str = "") -> Iterator[Passage]:
    """Cut a document into passages.

    A paragraph is a passage. One over `LONGEST` characters becomes several, cut at ends of sentences, each
    beginning with the last sentence of the one before it unless that is long. What stands at the same place
    of the same paragraph (`Passage.offset` and a position within it) is the same text.

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
                )
            number += 1


def cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where the passages of a paragraph start and end; together they cover it, neighbours may overlap."""
    if len(text) <= LONGEST:
        yield 0, len(text)
        return
    start = end = seam = 0  # of the passage being filled; the seam is where its last piece starts
    for piece_start, piece_end in _pieces(text):
        if piece_end - start > LONGEST:
            yield start, end
            overlaps = start < seam and end - seam <= _LONGEST_OVERLAP and piece_end - seam <= LONGEST
            start = seam if overlaps else piece_start
        seam, end = piece_start, piece_end
    yield start, end


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences; of those over `LONGEST` the clauses, of those over it pieces of one length."""
    for start, end in sentences(text):
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
