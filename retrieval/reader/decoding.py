"""Chooses the spans to propose from the scores of all spans."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Span

Array = NDArray[Any]

LONGEST_SPAN = 64
"""Characters of the longest span that is proposed."""

_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_EDGES = frozenset("，。、；：！？,.;:!?…—~·|﹔﹐" + _SPACES)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_BRACKETS = {
    pair[0]: pair[1] for pair in ("（）", "()", "《》", "〈〉", "“”", "‘’", "「」", "『』", "【】", "[]")
}
_PARTNERS = _BRACKETS | {closer: opener for opener, closer in _BRACKETS.items()}
_ANY_BRACKET = re.compile(f"[{re.escape(''.join(_PARTNERS))}]")
_CANDIDATES = 96
"""Spans of a window that are considered, at most."""
_LEAST_LOG_ODDS = -100.0
"""Least log-odds relative to the best span: the exponential of less would be 0."""


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take punctuation and white space off the ends of `text[start:end]` and mend its brackets.

    A bracket without its partner is completed where the partner stands right outside, else cut off
    where it stands at the end.

    Returns:
        (start, end) within the text; start == end where nothing but punctuation was there.
    """
    lone = _lone_brackets(text, start, end)
    while True:
        start, end = _strip(text, start, end)
        mended = _mend(text, start, end, lone)
        if mended == (start, end):
            return mended if _LETTER_OR_DIGIT.search(text, start, end) else (start, start)
        start, end = mended


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    return start, end


def _mend(text: str, start: int, end: int, lone: list[int]) -> tuple[int, int]:
    """Complete or cut off one lone bracket, which leaves `lone`; the same span where none is at its ends.

    They are looked for once, not after each that is mended: of hundreds that took a second.
    """
    for position in lone:
        partner = _PARTNERS[text[position]]
        if partner in _BRACKETS and text[start - 1 : start] == partner:
            lone.remove(position)  # the first that closes, as it is the first in `lone`
            return start - 1, end
        if partner not in _BRACKETS and text[end : end + 1] == partner:
            lone.remove(max(each for each in lone if text[each] == text[position]))  # the last that opens
            return start, end + 1
        if position in (start, end - 1):
            lone.remove(position)
            return start + (position == start), end - (position != start)
    return start, end


def _lone_brackets(text: str, start: int, end: int) -> list[int]:
    """Where brackets stand whose partner is not within the span; each sort counts for itself."""
    lone: list[int] = []
    opened: dict[str, list[int]] = defaultdict(list)
    for match in _ANY_BRACKET.finditer(text, start, end):
        bracket = match.group()
        if bracket in _BRACKETS:
            opened[bracket].append(match.start())
        elif before := opened[_PARTNERS[bracket]]:
            before.pop()
        else:
            lone.append(match.start())
    return sorted(chain(lone, *opened.values()))


class Candidate(NamedTuple):
    """A span that may be proposed.

    Attributes:
        score: Its log-odds against no answer.
        start: First character within the passage.
        end: One past the last character.
    """

    score: float
    start: int
    end: int


def candidates(starts: Array, ends: Array, places: Array) -> list[Candidate]:
    """The likeliest spans of a window, in no order.

    Args:
        starts: (n,) log-odds of each piece to begin the answer.
        ends: (n,) log-odds of each piece to end it; a span's are the sum of both.
        places: (n, 2) first character, and one past the last, of each piece within the passage.

    Returns:
        At most 96, none of more than `LONGEST_SPAN` characters.
    """
    lengths = places[:, 1] - places[:, :1]
    scores = np.where((lengths > 0) & (lengths <= LONGEST_SPAN), starts[:, None] + ends, -np.inf)
    scores[np.tril_indices(len(scores), -1)] = -np.inf
    flat = scores.ravel()
    likely = (
        np.argpartition(flat, -_CANDIDATES)[-_CANDIDATES:]
        if len(flat) > _CANDIDATES
        else np.arange(len(flat))
    )
    likely = likely[np.isfinite(flat[likely])]
    firsts, lasts = np.divmod(likely, len(places))
    found = flat[likely].tolist(), places[firsts, 0].tolist(), places[lasts, 1].tolist()
    return [Candidate(*candidate) for candidate in zip(*found, strict=True)]


def trimmed(text: str, proposed: Iterable[Candidate]) -> dict[tuple[int, int], float]:
    """Log-odds of candidates by their places once trimmed; of what becomes the same place the highest."""
    odds: dict[tuple[int, int], float] = {}
    for score, start, end in proposed:
        place = trim(text, start, end)
        if place[0] < place[1]:
            odds[place] = max(score, odds.get(place, score))
    return odds


def best_spans(text: str, proposed: Iterable[Candidate], count: int) -> tuple[Span, ...]:
    """Choose the best spans that do not overlap.

    The best is not the likeliest, but the one whose expected F1 is highest (minimum Bayes risk): a span
    that agrees in part with many likely ones comes before one that agrees with none. Its score is the
    logarithm of the odds of all candidates against no answer, each weighed by its F1 with the span.

    Args:
        text: The whole passage.
        proposed: Candidates of all windows that were read.
        count: How many spans at most.

    Returns:
        Spans within the passage, best first, trimmed and without duplicates.
    """
    odds = trimmed(text, proposed)
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
    scores: Array = np.log(overlap @ np.exp(np.maximum(odds - highest, _LEAST_LOG_ODDS))) + highest
    return scores
