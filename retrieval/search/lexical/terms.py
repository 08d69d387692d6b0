"""Terms: what texts are compared by, and what of a question says what it is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.numerals import in_digits, same_unit, unit_at
from retrieval.text import Word, fold, tagged, words

Keys = NDArray[np.uint64]

_NO_WORD = 0
_LATIN = r"(?:[0-9]+(?:[./][0-9]+)*[%‰‱]?(?![a-z0-9])|[a-z0-9]+)"
_COMPOUND = re.compile(f"{_LATIN}(?:[-_]{_LATIN})*")
_MODEL = re.compile(f"{_LATIN}(?:[-_ ]{_LATIN}){{0,5}}+(?![-_ ]?[a-z0-9])")
_NUMBER = re.compile(r"([0-9]+(?:[./][0-9]+)*[%‰‱]?)([^\x00-\x7f]*)")
_PARTS = re.compile("[0-9./%]+|[a-z]+")
_JOINTS = re.compile("[-_ ]")
_SYMBOL = re.compile(rf"{_LATIN}|[\W_]")
_SHORT_OF = re.compile("[不未]满(?=[0-9])")
_MANY = 1 << 31
_TELEPHONE = 7
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


# What makes a number after it point instead of tell, and what makes 1 count.
_POINTING = frozenset("哪这那每前后")
_COUNTING = frozenset("第满足过")
_LABELS = frozenset("号楼层期级等条章款项届点时")


class Subject(NamedTuple):
    """What of a question should stand in a passage that answers it.

    Attributes:
        words: Its content words, each once; numbers with their unit.
        pairs: Its pairs of neighbouring characters, each once, without those of words that only ask. A number
            and a Latin word are one character here.
        names: Its names of people, places and organisations, its numbers and Latin words, each once.
        asked: What it wants to know of its subject, as in 基金的*规模*是多少; "" where it does not tell.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    names: tuple[str, ...]
    asked: str


def comparable(text: str) -> str:
    """Text as it is compared: folded, its numbers in digits; and 不满10年 does not hold 满10年."""
    return _SHORT_OF.sub("不足", in_digits(fold(text)))


def subject(question: str) -> Subject:
    """Tell what a question, made `comparable`, is about from how it asks."""
    cut = _cut(question)
    told = "".join(" " if asks(word) else word.text for word in cut)
    place = asked_for(cut)
    numbered = list(_with_units(cut))
    return Subject(
        words=tuple(dict.fromkeys(word.text for word in numbered if is_content(word))),
        pairs=tuple(dict.fromkeys(a + b for a, b in pairwise(_symbols(told)) if a != " " != b)),
        names=tuple(dict.fromkeys(word.text for word in numbered if _is_number(word) or is_name(word))),
        asked="" if place is None else cut[place].text,
    )


def is_about_something(question: str) -> bool:
    """Whether a question has a word that says what it is about; 是谁？ and ？？ have none."""
    about = subject(comparable(question))
    return bool(about.words or about.pairs)


def asked_for(cut: Sequence[Word]) -> int | None:
    """Where the word stands that says what a question wants to know: the one nearest to those that ask."""
    asking = [place for place, word in enumerate(cut) if asks(word)]
    telling = [
        place
        for place, word in enumerate(cut)
        if len(word.text) > 1 and word.tag.startswith(_TELLING_TAGS) and not (asks(word) or is_name(word))
    ]
    if not asking or not telling:
        return None
    return min(telling, key=lambda place: min(abs(place - asked) for asked in asking))


def is_name(word: Word) -> bool:
    """Whether a word names one thing of its kind: 武汉, 2018, rays."""
    if word.text.isascii():
        return word.text[0].isalnum()
    return is_place(word) or (_may_name(word) and word.tag.startswith(_NAME_TAGS))


def is_place(word: Word) -> bool:
    """Whether a word names a place: 武汉, 合肥."""
    return _may_name(word) and (word.tag.startswith(_PLACE_TAG) or bool(_PLACES.fullmatch(word.text)))


def _may_name(word: Word) -> bool:
    return len(word.text) > 1 and word.text not in _KINDS_OF_PLACES


def holds_word(text: str, word: str) -> bool:
    """Whether comparable text holds a word; numbers and Latin words only as a whole: 5 is not in 2015.

    A number has to have the same value, and the same unit where both have one. Where the name of a model or a
    telephone number is divided does not matter.
    """
    if not word[0].isascii():
        return word in text
    number = _NUMBER.fullmatch(word)
    if number and (number[2] or len(word) < _TELEPHONE):
        places = re.finditer(_whole(re.escape(number[1])), text)
        return any(same_unit(number[2], unit_at(text, place.end())) for place in places)
    parts = word if number else _PARTS.findall(word)
    return re.search(_whole("[-_ ]?".join(map(re.escape, parts))), text) is not None


def holds_pair(text: str, pair: str) -> bool:
    """Whether comparable text holds two neighbouring characters, where numbers and Latin words are one."""
    if pair.isascii() or (not pair[0].isascii() and not pair[-1].isascii()):
        return pair in text
    form = re.escape(pair)
    return re.search(_starting(form) if pair[0].isascii() else _ending(form), text) is not None


def _whole(form: str) -> str:
    return _starting(_ending(form))


def _starting(form: str) -> str:
    """A pattern that no number and no Latin word goes on into."""
    return rf"(?<![a-z0-9])(?<![0-9][./]){form}"


def _ending(form: str) -> str:
    return rf"{form}(?![a-z0-9%‰‱]|[./][0-9])"


def word_keys(text: str) -> Keys:
    """Keys of the words of comparable text, repeats included, punctuation left out.

    Numbers are there with and without their units, and names of models in parts and joined: QX-600 Pro has
    those of qx, 600, qx600 and pro, and one for all of it, which QX-600 has not.
    """
    keys = words_to_keys([*_pieces(text), *_models(text)])
    kept: Keys = keys[keys != _NO_WORD]
    return kept


def character_keys(text: str) -> Keys:
    """Keys of the characters of comparable text and of its pairs of neighbours, none across punctuation.

    A number or a Latin word is one character, and so is the name of a model, joined.
    """
    longer: list[int] = []

    def solid_or_space(symbol: re.Match[str]) -> str:
        if not _is_word(symbol[0]):
            return " "
        if len(symbol[0]) == 1:
            return symbol[0]
        longer.append(_code(symbol[0]))
        return "\0"

    marked = _SYMBOL.sub(solid_or_space, text)
    codes = np.frombuffer(marked.encode("utf-32-le"), np.uint32).astype(np.uint64)
    codes[codes == 0] = longer
    solid = codes != ord(" ")
    pairs = codes[:-1] << np.uint64(32) | codes[1:]
    joined = np.array([_code(compound) for compound in _compounds(text)], np.uint64)
    return np.concatenate([codes[solid], pairs[solid[:-1] & solid[1:]], joined])


def words_to_keys(cut: Iterable[str]) -> Keys:
    """Keys of words, as in `word_keys`; 0 for punctuation."""
    return np.array([_word_key(word) for word in cut], np.uint64)


def pairs_to_keys(pairs: Iterable[str]) -> Keys:
    """Keys of pairs of characters, as in `character_keys`."""
    cut = (_symbols(pair) for pair in pairs)
    return np.array([_code(first) << 32 | _code(second) for first, second in cut], np.uint64)


def _symbols(text: str) -> list[str]:
    """The characters of comparable text, each number and Latin word as one, and a space for punctuation."""
    found = re.findall(f"{_LATIN}|.", text, re.DOTALL)
    return [symbol if _is_word(symbol) else " " for symbol in found]


@lru_cache(maxsize=1 << 16)
def _code(symbol: str) -> int:
    """32 bits for a character, a number or a Latin word; those of more than one character are hashes."""
    if len(symbol) == 1:
        return ord(symbol)
    return _MANY | int.from_bytes(blake2b(symbol.encode(), digest_size=4).digest(), "little")


def _pieces(text: str) -> Iterator[str]:
    """The words of comparable text; numbers, also with their units, and Latin words."""
    end = 0
    for token in re.finditer(_LATIN, text):
        yield from words(text[end : token.start()])
        yield token[0]
        if token[0][0].isdigit() and (unit := unit_at(text, token.end())):
            yield token[0] + unit
        end = token.end()
    yield from words(text[end:])


def _models(text: str) -> Iterator[str]:
    """Names of models and numbers in several parts, joined; and marked, where nothing follows them."""
    yield from _compounds(text)
    for model in _MODEL.finditer(text):
        joined = _joined(model[0])
        if not joined.isalpha() and (joined != model[0] or not _NUMBER.fullmatch(joined)):
            yield f"={joined}"


def _compounds(text: str) -> list[str]:
    """What is written with hyphens, without them."""
    return [_joined(compound[0]) for compound in _COMPOUND.finditer(text) if _JOINTS.search(compound[0])]


def _joined(word: str) -> str:
    return _JOINTS.sub("", word)


def _cut(question: str) -> list[Word]:
    """The words of a comparable question, each with its part of speech; models in one piece."""
    cut, end = list[Word](), 0
    for compound in _COMPOUND.finditer(question):
        cut += tagged(question[end : compound.start()])
        cut.append(Word(compound[0], "m" if _NUMBER.fullmatch(compound[0]) else "nz"))
        end = compound.end()
    return cut + tagged(question[end:])


def _with_units(cut: Sequence[Word]) -> Iterator[Word]:
    """Words, numbers with their units, without those that are indefinite: 一个, 哪两家, 一年."""
    before = unit = ""
    for place, word in enumerate(cut):
        if _is_number(word):
            unit = unit_at("".join(after.text for after in cut[place + 1 : place + 4]), 0)
            pointing = before in _POINTING
            if not pointing and (word.text != "1" or before in _COUNTING or unit in _LABELS):
                yield Word(word.text + unit, word.tag)
        elif word.text != unit:
            yield word
            unit = ""
        before = word.text[-1]


def _is_number(word: Word) -> bool:
    return _NUMBER.fullmatch(word.text) is not None


@lru_cache(maxsize=1 << 17)
def _word_key(word: str) -> int:
    """64 bits of a hash: among a million words the odds that any two share one are 1 in 37 million."""
    if not _is_word(word):
        return _NO_WORD
    word = _joined(word)
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _is_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def asks(word: Word) -> bool:
    """Whether a word asks: 谁, 几, 多少, 吗."""
    counts = word.tag.startswith(_NUMERAL_TAG) and word.text.startswith("几")
    return counts or word.tag.startswith(_ASKING_TAGS) or word.text in _ASKING_WORDS


def is_content(word: Word) -> bool:
    """Whether a word says what a text is about: no question word, no function word, no plain numeral."""
    if word.tag.startswith(_NUMERAL_TAG) and not any(character.isdigit() for character in word.text):
        return False
    return not (
        asks(word)
        or word.tag.startswith(_FUNCTION_TAGS)
        or word.text in _EMPTY_WORDS
        or not _is_word(word.text)
    )
