"""Comparing two texts: whether one is a reprint of the other, or says something else."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from retrieval.storage.copies.alignment import Effort, EffortSpentError, Step, steps
from retrieval.text import fold

_SHORTER: Final = 0.8
"""Share of the shorter of two texts that a reprint has in common with the longer one."""
_LONGER: Final = 0.6
"""Share of the longer one: what surrounds a reprint may be new."""
_CLAUSES_IN_COMMON: Final = 0.995
"""Share of a text of numbered clauses: there, a sentence more is an amendment."""
_LEAST_CLAUSES: Final = 3
_LEAST_NUMBERS: Final = 5
_NUMBERS_IN_COMMON: Final = 0.7
"""Share of the numbers of the text that has fewer; daily reports in the same words have less in common."""
_SPOT: Final = 20
"""Characters of the longest spot that counts as changed; longer ones are something else that stands there."""
_CONTEXT: Final = 3
"""Tokens that both texts have on either side of words that stand within a sentence."""
_MOST_COMPARED: Final = 700 * 700
"""Tokens times tokens that are compared at once; what is larger counts as different."""
_MOST_IN_ALL: Final = 4_000_000
"""The same for two texts in all; also of sentences times sentences."""
_PASSAGES_EFFORT: Final = 200_000
"""What comparing two passages may cost, a tenth of it even where every sentence is another."""

_END: Final = "\n"
_ENDS: Final = re.compile(r"[。！？!?；;…\n]+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9])[^\w.%,]+(?=[0-9])")
_CHINESE_NUMBER: Final = "〇零一二两三四五六七八九十百千万亿"
_NUMBER: Final = re.compile(f"[0-9.%]+|[{_CHINESE_NUMBER}]+")
_ARABIC: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_TOKEN: Final = re.compile(rf"{_NUMBER.pattern}|[a-z]+|.", re.DOTALL)
_DIGITS: Final = str.maketrans("〇零一二两三四五六七八九", "001223456789")
_NEGATIONS: Final = frozenset("不无未非勿")
_CLAUSE: Final = re.compile(rf"第[0-9{_CHINESE_NUMBER}]+条")
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class Text(NamedTuple):
    """A text to compare.

    Attributes:
        title: Its headline.
        text: All that is below it.
    """

    title: str
    text: str


class _Difference(NamedTuple):
    """How two texts differ.

    Attributes:
        shorter: Share of the shorter one that both have, in the same order, 0 to 1.
        longer: Share of the longer one.
        numbers: Whether there is another number in the same place; then nothing else is looked at.
        words: Whether a sentence of both has other words, or says no where the other does not.
    """

    shorter: float
    longer: float
    numbers: bool
    words: bool


def is_reprint(one: Text, other: Text, effort: Effort) -> bool:
    """Whether two articles say the same but for headline, byline, and sentences before, after or in between.

    A newer edition is none: its title has another year, or numbers are others. In numbered clauses every
    difference counts. What cannot be told with the effort that is left is none, too.
    """
    if one == other:
        return True
    if _are_editions(one.title, other.title) or _are_reports(one.text, other.text):
        return False
    difference = _difference(one.text, other.text, effort)
    if difference.numbers or difference.shorter < _SHORTER or difference.longer < _LONGER:
        return False
    if all(len(_CLAUSE.findall(each.text)) >= _LEAST_CLAUSES for each in (one, other)):
        return difference.longer >= _CLAUSES_IN_COMMON and not difference.words
    return True


def says_the_same(one: str, other: str) -> bool:
    """Whether one of two passages of near copies says only what the other says, in the same words."""
    difference = _difference(one, other, Effort(_PASSAGES_EFFORT))
    return difference.shorter >= _SHORTER and not (difference.numbers or difference.words)


def _are_editions(one: str, other: str) -> bool:
    """Whether titles are those of two editions: their years differ, or they differ in numbers alone."""
    one, other = fold(one), fold(other)
    years = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    if all(years) and years[0] != years[1]:
        return True
    frames = [_NUMBER.sub("0", "".join(filter(str.isalnum, title))) for title in (one, other)]
    numbers = [_NUMBER.findall(title) for title in (one, other)]
    return frames[0] == frames[1] and numbers[0] != numbers[1]


def _are_reports(one: str, other: str) -> bool:
    """Whether two texts hardly have a number in common, as those of two days have, which is told at once."""
    fewer, more = sorted((set(_ARABIC.findall(one)), set(_ARABIC.findall(other))), key=len)
    return len(fewer) >= _LEAST_NUMBERS and len(fewer & more) < _NUMBERS_IN_COMMON * len(fewer)


def _difference(one: str, other: str, effort: Effort) -> _Difference:
    try:
        return _told(one, other, effort)
    except EffortSpentError:
        return _Difference(0.0, 0.0, numbers=False, words=False)


def _told(one: str, other: str, effort: Effort) -> _Difference:
    ours, theirs = _sentences(one), _sentences(other)
    lengths = sorted((sum(map(len, ours)), sum(map(len, theirs))))
    if ours == theirs or len(ours) * len(theirs) > _MOST_IN_ALL:
        share = float(ours == theirs)
        return _Difference(share, share, numbers=False, words=False)
    shared, room, numbers, words = 0, _MOST_IN_ALL, False, False
    for kind, start, end, begin, stop in steps(ours, theirs, effort, skips_frequent=True):
        if kind == "equal":
            shared += sum(map(len, ours[start:end]))
        if kind != "replace":
            continue
        removed, added = _tokens(ours[start:end]), _tokens(theirs[begin:stop])
        size = len(removed) * len(added)
        if size > min(room, _MOST_COMPARED):
            continue
        room -= size
        for spot in _spots(removed, added, effort):
            shared += spot.shared
            numbers |= spot.numbers
            words |= spot.words
        if numbers:
            break
    return _Difference(shared / max(lengths[0], 1), shared / max(lengths[1], 1), numbers, words)


class _Spot(NamedTuple):
    shared: int = 0
    numbers: bool = False
    words: bool = False


def _spots(ours: Sequence[str], theirs: Sequence[str], effort: Effort) -> Iterator[_Spot]:
    """What is equal and what is not in two runs of tokens."""
    found = steps(ours, theirs, effort)
    for place, (kind, start, end, begin, stop) in enumerate(found):
        removed, added = "".join(ours[start:end]), "".join(theirs[begin:stop])
        if kind == "equal":
            yield _Spot(shared=len(removed) - removed.count(_END))
        elif max(len(removed), len(added)) <= _SPOT:
            before, after = _numbers(ours[start:end]), _numbers(theirs[begin:stop])
            if before and after and before != after:
                yield _Spot(numbers=True)
            elif not (before or after) and _is_within(found, place, ours, theirs):
                negated = bool(_NEGATIONS.intersection(removed) ^ _NEGATIONS.intersection(added))
                yield _Spot(words=negated or kind == "replace")


def _is_within(found: Sequence[Step], place: int, ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether equal tokens of the same sentence stand on both sides of a step."""
    if not 0 < place < len(found) - 1:
        return False
    if any(end - start < _CONTEXT for _, start, end, _, _ in (found[place - 1], found[place + 1])):
        return False
    _, start, end, begin, stop = found[place]
    return _END not in (*ours[start - _CONTEXT : end + _CONTEXT], *theirs[begin:stop])


def _numbers(tokens: Sequence[str]) -> list[str]:
    return [token.translate(_DIGITS) for token in tokens if _NUMBER.fullmatch(token)]


def _tokens(sentences: Sequence[str]) -> list[str]:
    """Numbers, words of Latin letters and single characters, with a mark where sentences end."""
    return _TOKEN.findall(_END.join(sentences))


def _sentences(text: str) -> list[str]:
    """The sentences of a text: letters and digits, folded; what stands between two numbers is a 至."""
    folded = _BETWEEN_DIGITS.sub("至", fold(text))
    found = ("".join(c for c in each if c.isalnum() or c in ".%") for each in _ENDS.split(folded))
    return list(filter(None, found))
