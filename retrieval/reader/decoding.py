"""From scores of all spans to the few that are proposed."""

import re

import numpy as np

from retrieval.documents import Span
from retrieval.reader.features import Array

_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_EDGES = frozenset("，。、；：！？,.;:!?…—~·|﹔﹐" + _SPACES)
_TELLING = re.compile(r"[^\W_]")
_BRACKETS = {
    pair[0]: pair[1] for pair in ("（）", "()", "《》", "〈〉", "“”", "‘’", "「」", "『』", "【】", "[]")
}
_PARTNERS = _BRACKETS | {closer: opener for opener, closer in _BRACKETS.items()}
_ANY_BRACKET = re.compile(f"[{re.escape(''.join(_PARTNERS))}]")
_CANDIDATES = 96
_FAINTEST = -100.0  # below the best; its exponential is still a number


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
            return mended if _TELLING.search(text, start, end) else (start, start)
        start, end = mended


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
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
    for match in _ANY_BRACKET.finditer(text, start, end):
        opened = [place for place in lone if text[place] == _PARTNERS[match.group()]]
        if match.group() not in _BRACKETS and opened:
            lone.remove(opened[-1])
        else:
            lone.append(match.start())
    return lone


def best_spans(text: str, scored: list[tuple[int, Array]], count: int) -> tuple[Span, ...]:
    """Choose the best spans that do not overlap.

    The best is not the likeliest, but the one whose expected F1 is highest (minimum Bayes risk): a span
    that agrees in part with many likely ones comes before one that agrees with none. Its score is the
    logarithm of the odds of all candidates against no answer, each weighed by its F1 with the span.

    Args:
        text: The whole passage.
        scored: For each window that was read its first character and the log-odds of its spans:
            [i, k] for the span from character i of the window to i + k, the latter included.
        count: How many spans at most.

    Returns:
        Spans within the passage, best first, trimmed and without doubles.
    """
    odds: dict[tuple[int, int], float] = {}
    for first, window in scored:
        for score, start, end in _candidates(first, window):
            place = trim(text, start, end)
            if place[0] < place[1]:
                odds[place] = max(score, odds.get(place, score))
    places = list(odds)
    scores = _agreement(np.array(places, np.int64).reshape(-1, 2), np.array(list(odds.values())))
    chosen: list[Span] = []
    for number in np.argsort(-scores, kind="stable").tolist():
        start, end = places[number]
        if all(end <= span.start or span.end <= start for span in chosen):
            chosen.append(Span(start=start, end=end, score=float(scores[number])))
            if len(chosen) == count:
                break
    return tuple(chosen)


def _agreement(places: Array, odds: Array) -> Array:
    """(n,): the log of the sum of the odds of all spans, each times its overlap (F1) with this one."""
    if not len(odds):
        return odds
    starts, ends = places.T
    shared = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
    lengths = ends - starts
    overlap = 2 * np.maximum(shared, 0) / (lengths[:, None] + lengths)
    highest = odds.max()
    scores: Array = np.log(overlap @ np.exp(np.maximum(odds - highest, _FAINTEST))) + highest
    return scores


def _candidates(first: int, odds: Array) -> list[tuple[float, int, int]]:
    """The best spans of a window as (log-odds, start, end)."""
    flat, peaks = odds.ravel(), odds.max(axis=1)
    # As many rows have a span that scores no less than this: no worse span is among the best.
    least = np.partition(peaks, -_CANDIDATES)[-_CANDIDATES] if len(peaks) > _CANDIDATES else -np.inf
    likely = np.flatnonzero(flat >= least)
    if len(likely) > _CANDIDATES:
        likely = likely[np.argpartition(flat[likely], -_CANDIDATES)[-_CANDIDATES:]]
    rows, columns = np.divmod(likely, odds.shape[1])
    possible = (rows + columns < len(odds)) & np.isfinite(flat[likely])
    starts, lengths = first + rows[possible], columns[possible] + 1
    scores = flat[likely[possible]]
    return list(zip(scores.tolist(), starts.tolist(), (starts + lengths).tolist(), strict=True))
