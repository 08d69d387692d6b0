"""Terms: what texts are compared by, and what of a question says what it is about."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.text import Word, fold, tagged, words

Keys = NDArray[np.uint64]

_NO_WORD = 0
_PUNCTUATION = re.compile(r"[\W_]")
# Parts of speech that ask (谁, 吗), and those that point, bind or count (这, 的, 在, 也, 上, 一个).
_ASKING_TAGS = ("r", "y")
_FUNCTION_TAGS = (*_ASKING_TAGS, "c", "d", "e", "f", "o", "p", "u", "w", "x")
_NUMERAL_TAG = "m"
_NAME_TAGS = ("nr", "ns", "nt", "nz")
_PLACE_TAG = "ns"
_TELLING_TAGS = ("n", "v", "b")
# Words that ask although they are tagged otherwise, and verbs that say nothing of the subject.
_ASKING_WORDS = frozenset(
    [
        "几",
        "第几",
        "多少",
        "多久",
        "多大",
        "多长",
        "多高",
        "多远",
        "何",
        "何时",
        "何人",
        "何地",
        "何种",
        "请问",
    ]
)
_EMPTY_WORDS = frozenset(["是", "有", "叫"])
# Places that the dictionary takes for other words, and kinds of places that it takes for names.
_PLACES = re.compile(
    "保定|大同|长治|运城|包头|大连|营口|通化|合肥|新余|烟台|焦作|商丘|信阳|周口|孝感|恩施|仙桃|神农架|怀化|茂名|"
    "河源|清远|百色|海口|自贡|攀枝花|资阳|遵义|毕节|铜仁|文山|大理|宝鸡|天水|平凉|酒泉|海北|银川|常熟|横琴|光谷|"
    "欧盟|东盟|首尔|硅谷"
)
_KINDS_OF_PLACES = frozenset(["高新区", "新区", "科学城"])


class Subject(NamedTuple):
    """What of a question should stand in a passage that answers it.

    Attributes:
        words: Its content words, each once.
        pairs: Its pairs of neighbouring characters, each once, without those of words that only ask.
        names: Its names of people, places and organisations, its numbers and Latin words, each once.
        asked: What it wants to know of its subject, as in 基金的*规模*是多少; "" where it does not tell.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    names: tuple[str, ...]
    asked: str


def subject(question: str) -> Subject:
    """Tell what a folded question is about from how it asks."""
    cut = tagged(question)
    told = "".join(" " if _asks(word) else word.text for word in cut)
    place = asked_for(cut)
    return Subject(
        words=tuple(dict.fromkeys(word.text for word in cut if _is_content(word))),
        pairs=tuple(dict.fromkeys(a + b for a, b in pairwise(told) if a.isalnum() and b.isalnum())),
        names=tuple(dict.fromkeys(word.text for word in cut if is_name(word))),
        asked="" if place is None else cut[place].text,
    )


def is_about_something(question: str) -> bool:
    """Whether a question has a word that says what it is about; 是谁？ and ？？ have none."""
    about = subject(fold(question))
    return bool(about.words or about.pairs)


def asked_for(cut: Sequence[Word]) -> int | None:
    """Where the word stands that says what a question wants to know: the one nearest to those that ask."""
    asking = [place for place, word in enumerate(cut) if _asks(word)]
    telling = [
        place
        for place, word in enumerate(cut)
        if len(word.text) > 1 and word.tag.startswith(_TELLING_TAGS) and not (_asks(word) or is_name(word))
    ]
    if not asking or not telling:
        return None
    return min(telling, key=lambda place: min(abs(place - asked) for asked in asking))


def is_name(word: Word) -> bool:
    """Whether a word names one thing of its kind: 武汉, 2018, rays."""
    if word.text.isascii():
        return word.text.isalnum()
    return is_place(word) or (_may_name(word) and word.tag.startswith(_NAME_TAGS))


def is_place(word: Word) -> bool:
    """Whether a word names a place: 武汉, 合肥."""
    return _may_name(word) and (word.tag.startswith(_PLACE_TAG) or bool(_PLACES.fullmatch(word.text)))


def _may_name(word: Word) -> bool:
    return len(word.text) > 1 and word.text not in _KINDS_OF_PLACES


def holds_word(text: str, word: str) -> bool:
    """Whether folded text holds a word; letters and digits only as a whole: 5 is not in 2015."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def word_keys(text: str) -> Keys:
    """Keys of the words of folded text, repeats included, punctuation left out."""
    keys = words_to_keys(words(text))
    kept: Keys = keys[keys != _NO_WORD]
    return kept


def character_keys(text: str) -> Keys:
    """Keys of the characters of folded text and of its pairs of neighbours, none across punctuation."""
    codes = np.frombuffer(_PUNCTUATION.sub(" ", text).encode("utf-32-le"), np.uint32).astype(np.uint64)
    solid = codes != ord(" ")
    pairs = codes[:-1] << np.uint64(32) | codes[1:]
    return np.concatenate([codes[solid], pairs[solid[:-1] & solid[1:]]])


def words_to_keys(cut: Iterable[str]) -> Keys:
    """Keys of words, as in `word_keys`; 0 for punctuation."""
    return np.array([_word_key(word) for word in cut], np.uint64)


def pairs_to_keys(pairs: Iterable[str]) -> Keys:
    """Keys of pairs of characters, as in `character_keys`."""
    return np.array([ord(pair[0]) << 32 | ord(pair[1]) for pair in pairs], np.uint64)


@lru_cache(maxsize=1 << 17)
def _word_key(word: str) -> int:
    """64 bits of a hash: among a million words the odds that any two share one are 1 in 37 million."""
    if not _is_word(word):
        return _NO_WORD
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _is_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _asks(word: Word) -> bool:
    counts = word.tag.startswith(_NUMERAL_TAG) and word.text.startswith("几")
    return counts or word.tag.startswith(_ASKING_TAGS) or word.text in _ASKING_WORDS


def _is_content(word: Word) -> bool:
    if word.tag.startswith(_NUMERAL_TAG) and not any(character.isdigit() for character in word.text):
        return False
    return not (
        _asks(word)
        or word.tag.startswith(_FUNCTION_TAGS)
        or word.text in _EMPTY_WORDS
        or not _is_word(word.text)
    )
