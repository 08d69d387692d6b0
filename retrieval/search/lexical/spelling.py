"""Spelling: characters typed for others that sound or look alike, 校张 for 校长."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.search.lexical.terms import asks, is_name
from retrieval.text import Word, fold, tagged

Holders = Callable[[Sequence[str]], NDArray[np.int64]]
"""Pairs of characters to how many passages hold each."""

_MOST_PLACES = 8
"""Characters of a question that are checked for a typing error, at most."""
_CONTEXT = 5
"""Characters before and after one of these that are cut into words with it."""
_FUNCTION_TAGS = ("c", "d", "e", "f", "m", "nr", "o", "p", "r", "u", "w", "y")


class Alternative(NamedTuple):
    """What may have been meant by a question with a typing error.

    Attributes:
        word: A word that passages hold, in simplified script: 校长.
        question: The question with it.
    """

    word: str
    question: str


def alternatives(question: str, holders: Holders) -> Iterator[Alternative]:
    """Find what may have been meant where characters of a question were typed for others.

    Where a character is no part of a word, and no passage holds it beside its neighbours, one is looked for
    that sounds or looks alike and makes it a word that passages hold. Names are left alone.

    Args:
        question: In either script.
        holders: Counts the passages that hold pairs of characters.
    """
    folded = fold(question)
    for place in islice(_places(folded), _MOST_PLACES):
        for character in _possible(folded, place, holders):
            word = _word_at(folded[:place] + character + folded[place + 1 :], place)
            if len(word.text) > 1 and not is_name(word) and holders(_pairs(word.text)).all():
                yield Alternative(word.text, question[:place] + character + question[place + 1 :])


def may_be_misspelt(question: str) -> bool:
    """Whether a character of a question stands alone, and may be part of a misspelt word."""
    return any(True for _ in _places(fold(question)))


def _places(folded: str) -> Iterator[int]:
    """Where a character stands alone that may be part of a misspelt word."""
    start, before = 0, ""
    for word in tagged(folded):
        alone = len(word.text) == 1 and _is_chinese(word.text) and not asks(word)
        if (
            alone
            and not word.tag.startswith(_FUNCTION_TAGS)
            and not before.startswith("nr")
            and word.text not in "是有姓叫"
        ):
            yield start
        start, before = start + len(word.text), word.tag


def _possible(folded: str, place: int, holders: Holders) -> Iterator[str]:
    """Characters like the one at a place that passages hold beside a neighbour of it.

    There are none where they hold the one that stands there.
    """
    alike = folded[place] + _alike(folded[place])
    around = (folded[place - 1 : place] if place else "", folded[place + 1 : place + 2])
    before, after = (neighbour if _is_chinese(neighbour) else "" for neighbour in around)
    if not before and not after:
        return
    pairs = [pair for one in alike for pair in _pairs(before + one + after)]
    most = holders(pairs).reshape(len(alike), -1).max(axis=1).tolist()
    if not most[0]:
        yield from (character for character, held in zip(alike, most, strict=True) if held)


def _word_at(folded: str, place: int) -> Word:
    start = end = max(0, place - _CONTEXT)
    cut = iter(tagged(folded[start : place + _CONTEXT]))
    word = next(cut)
    while (end := end + len(word.text)) <= place:
        word = next(cut)
    return word


def _pairs(word: str) -> list[str]:
    return [word[place : place + 2] for place in range(len(word) - 1)]


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@cache
def _groups() -> tuple[str, ...]:
    """Characters that sound or look alike, a group each; one may be in several."""
    text = files("retrieval.search.lexical").joinpath("sounds.txt").read_text(encoding="utf-8")
    return tuple(line.split(" ")[1] for line in text.splitlines() if not line.startswith("#"))


def _alike(character: str) -> str:
    """The characters that sound or look like one, each once."""
    groups = (group for group in _groups() if character in group)
    return "".join(dict.fromkeys("".join(groups).replace(character, "")))
