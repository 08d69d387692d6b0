"""Spans proposed by hand, and what becomes of them."""

from retrieval.documents import ITEM_SEPARATOR, RULED_OUT, Passage, Span
from retrieval.reader.answer_types import fitted


def proposed(text: str, *spans: str) -> list[Span]:
    """Spans of a text, where each stands first, best first."""
    return [Span(text.index(span), text.index(span) + len(span), -float(i)) for i, span in enumerate(spans)]


def fit(question: str, text: str, *spans: str, title: str = "") -> tuple[Span, ...]:
    """What becomes of spans of a passage."""
    return fitted(question, Passage(text, title), proposed(text, *spans))


def possible(question: str, text: str, *spans: str, title: str = "") -> list[str]:
    """The answers that are not ruled out, best first."""
    found = fit(question, text, *spans, title=title)
    return [
        ITEM_SEPARATOR.join(text[start:end] for start, end in span.pieces)
        for span in found
        if span.score != RULED_OUT
    ]
