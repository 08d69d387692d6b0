"""From scores of all spans to the few that are proposed."""

import numpy as np

from retrieval.documents import Span
from retrieval.reader.features import Array

_EDGES = frozenset("，。、；：！？,.;:!?…—~·|﹔﹐")
_BRACKETS = {
    pair[0]: pair[1] for pair in ("（）", "()", "《》", "〈〉", "“”", "‘’", "「」", "『』", "【】", "[]")
}
_PARTNERS = _BRACKETS | {closer: opener for opener, closer in _BRACKETS.items()}
_CANDIDATES = 96


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take punctuation and white space off the ends of `text[start:end]` and mend its brackets.

    A bracket without its partner is completed where the partner stands right outside, else cut off
    where it stands at the end.

    Returns:
        (start, end) within the text; start == end where nothing but punctuation was there.
    """
    while True:
        start, end = _strip(text, start, end)
        mended = _mend(text, start, end)
        if mended == (start, end):
            return mended if any(character.isalnum() for character in text[start:end]) else (start, start)
        start, end = mended


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[end - 1] in _EDGES or text[end - 1].isspace()):
        end -= 1
    while start < end and (text[start] in _EDGES or text[start].isspace()):
        start += 1
    return start, end


def _mend(text: str, start: int, end: int) -> tuple[int, int]:
    """Complete or cut off one lone bracket; the same span where there is none at its ends."""
    for position in _lone_brackets(text, start, end):
        partner = _PARTNERS[text[position]]
        if partner in _BRACKETS and text[start - 1 : start] == partner:
            return start - 1, end
        if partner not in _BRACKETS and text[end : end + 1] == partner:
            return start, end + 1
        if position in (start, end - 1):
            return start + (position == start), end - (position != start)
    return start, end


def _lone_brackets(text: str, start: int, end: int) -> list[int]:
    """Where brackets stand whose partner is not within the span; each sort counts for itself."""
    lone: list[int] = []
    for position in range(start, end):
        character = text[position]
        if character in _BRACKETS:
            lone.append(position)
        elif character in _PARTNERS:
            opened = [place for place in lone if text[place] == _PARTNERS[character]]
            if opened:
                lone.remove(opened[-1])
            else:
                lone.append(position)
    return lone


def best_spans(text: str, scored: list[tuple[int, Array]], count: int) -> tuple[Span, ...]:
    """Choose the best spans that do not overlap.

    Args:
        text: The whole passage.
        scored: For each window that was read its first character and the log-odds of its spans:
            [i, k] for the span from character i of the window to i + k, the latter included.
        count: How many spans at most.

    Returns:
        Spans within the passage, best first, trimmed and without doubles.
    """
    candidates = [candidate for first, odds in scored for candidate in _candidates(first, odds)]
    chosen: list[Span] = []
    for score, first, last in sorted(candidates, reverse=True):
        start, end = trim(text, first, last)
        if start < end and all(end <= span.start or span.end <= start for span in chosen):
            chosen.append(Span(start=start, end=end, score=score))
            if len(chosen) == count:
                break
    return tuple(chosen)


def _candidates(first: int, odds: Array) -> list[tuple[float, int, int]]:
    """The best spans of a window as (log-odds, start, end)."""
    flat = odds.ravel()
    best = np.argpartition(-flat, min(_CANDIDATES, flat.size) - 1)[:_CANDIDATES]
    rows, columns = np.divmod(best, odds.shape[1])
    return [
        (float(flat[place]), int(first + row), int(first + row + column + 1))
        for place, row, column in zip(best, rows, columns, strict=True)
        if row + column < odds.shape[0]
    ]
