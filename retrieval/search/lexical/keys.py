"""Keys: the terms of a text as integers, which the lexical index counts."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from retrieval.numerals import unit_at
from retrieval.search.lexical.terms import COMPOUND, LATIN, NUMBER, is_word, symbols
from retrieval.text import words

Keys = NDArray[np.uint64]

_PUNCTUATION_KEY = 0
_HASHED = 1 << 31
"""The bit that marks the code of a symbol of several characters, which is a hash."""

_LATIN = re.compile(LATIN)
_LONGER = "\0"
"""Stands for a number or a Latin word of several characters."""
_BETWEEN = re.compile(rf"[^\w{_LONGER}]|_")
_MODEL = re.compile(f"{LATIN}(?:[-_ ]{LATIN}){{0,5}}+(?![-_ ]?[a-z0-9])")
_HYPHENS = re.compile("[-_ ]")


def word_keys(text: str) -> Keys:
    """Keys of the words of comparable text, repeats included, punctuation left out.

    Numbers are there with and without their units, and names of models in parts and joined: QX-600 Pro has
    those of qx, 600, qx600 and pro, and one for all of it, which QX-600 has not.
    """
    keys = words_to_keys([*_pieces(text), *_models(text)])
    kept: Keys = keys[keys != _PUNCTUATION_KEY]
    return kept


def character_keys(text: str) -> Keys:
    """Keys of the characters of comparable text and of its pairs of neighbours, none across punctuation.

    A number or a Latin word is one character, and so is the name of a model, joined.
    """
    longer: list[int] = []

    def as_one(symbol: re.Match[str]) -> str:
        if len(symbol[0]) == 1:
            return symbol[0]
        longer.append(_code(symbol[0]))
        return _LONGER

    marked = _BETWEEN.sub(" ", _LATIN.sub(as_one, text.replace(_LONGER, " ")))
    codes = np.frombuffer(marked.encode("utf-32-le"), np.uint32).astype(np.uint64)
    codes[codes == 0] = longer
    solid = codes != ord(" ")
    pairs = codes[:-1] << np.uint64(32) | codes[1:]
    joined = np.array([_code(compound) for compound in _compounds(text)], np.uint64)
    return np.concatenate([codes[solid], pairs[solid[:-1] & solid[1:]], joined])


def words_to_keys(cut: Iterable[str]) -> Keys:
    """Keys of words, as in `word_keys`; 0 for punctuation."""
    return np.fromiter(map(_WORD_KEYS.__getitem__, cut), np.uint64)


def pairs_to_keys(pairs: Iterable[str]) -> Keys:
    """Keys of pairs of characters, as in `character_keys`."""
    cut = (symbols(pair) for pair in pairs)
    return np.array([_code(first) << 32 | _code(second) for first, second in cut], np.uint64)


@lru_cache(maxsize=1 << 16)
def _code(symbol: str) -> int:
    """32 bits for a character, a number or a Latin word; those of more than one character are hashes."""
    if len(symbol) == 1:
        return ord(symbol)
    return _HASHED | int.from_bytes(blake2b(symbol.encode(), digest_size=4).digest(), "little")


def _pieces(text: str) -> list[str]:
    """The words of comparable text; numbers, also with their units, and Latin words."""
    pieces, end = list[str](), 0
    for token in _LATIN.finditer(text):
        if token.start() > end:
            pieces += words(text[end : token.start()])
        pieces.append(token[0])
        if token[0][0].isdigit() and (unit := unit_at(text, token.end())):
            pieces.append(token[0] + unit)
        end = token.end()
    pieces += words(text[end:])
    return pieces


def _models(text: str) -> Iterator[str]:
    """Names of models and numbers in several parts, joined; and marked, where nothing follows them."""
    yield from _compounds(text)
    for model in _MODEL.finditer(text):
        joined = _joined(model[0])
        if not joined.isalpha() and (joined != model[0] or not NUMBER.fullmatch(joined)):
            yield f"={joined}"


def _compounds(text: str) -> list[str]:
    """What is written with hyphens, without them."""
    return [_joined(compound[0]) for compound in COMPOUND.finditer(text) if _HYPHENS.search(compound[0])]


def _joined(word: str) -> str:
    return _HYPHENS.sub("", word)


class _WordKeys(dict[str, int]):
    """Words to their keys, filled as words are met."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = key = _word_key(word)
        return key


def _word_key(word: str) -> int:
    """64 bits of a hash: among a million words the odds that any two share one are 1 in 37 million."""
    if not is_word(word):
        return _PUNCTUATION_KEY
    word = _joined(word)
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


_WORD_KEYS = _WordKeys()
_MOST_WORDS = 1 << 17
