"""Terms: what a question is about, and whether a text holds it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from retrieval.numerals import in_digits, same_unit, unit_at
from retrieval.text import Word, fold, tagged

LATIN = r"(?:[0-9]+(?:[./][0-9]+)*[%‰‱]?(?![a-z0-9])|[a-z0-9]+)"
COMPOUND = re.compile(f"{LATIN}(?:[-_]{LATIN})*")
NUMBER = re.compile(r"([0-9]+(?:[./][0-9]+)*[%‰‱]?)([^\x00-\x7f]*)")
_DIGITS_OR_LETTERS = re.compile("[0-9./%]+|[a-z]+")
_LESS_THAN = re.compile("[不未]满(?=[0-9])")
_TELEPHONE_DIGITS = 7  # a number of so many digits is compared digit by digit, wherever it is divided
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
_FESTIVALS = re.compile("春节|(元旦|元宵|清明|端午|七夕|中秋|重阳|国庆)节?")
"""Days that what is said of other days is not said of."""


_DEMONSTRATIVES = frozenset("哪这那每前后")
"""After one of these, a number says which or how many are meant, and is no fact to look for: 这两家."""
_BEFORE_COUNTED_ONE = frozenset("第满足过")
_AFTER_COUNTED_ONE = frozenset("号楼层期级等条章款项届点时")
"""Before or after these, 1 is a number (第1, 1号); elsewhere it is an article: 一个."""


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
    return _LESS_THAN.sub("不足", in_digits(fold(text)))


@lru_cache(maxsize=64)  # several steps ask this of one question
def subject(question: str) -> Subject:
    """What a question, made `comparable`, is about."""
    cut = _cut(question)
    told = "".join(" " if asks(word) else word.text for word in cut)
    place = asked_for(cut)
    numbered = list(_with_units(cut))
    return Subject(
        words=tuple(dict.fromkeys(word.text for word in numbered if is_content(word))),
        pairs=tuple(dict.fromkeys(a + b for a, b in pairwise(symbols(told)) if a != " " != b)),
        names=tuple(dict.fromkeys(_called(word) for word in numbered if _is_number(word) or is_name(word))),
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
    """Whether a word names one thing of its kind: 武汉, 2018, rays, 春节."""
    if word.text.isascii():
        return word.text[0].isalnum()
    return (
        bool(_FESTIVALS.fullmatch(word.text))
        or is_place(word)
        or (_may_name(word) and word.tag.startswith(_NAME_TAGS))
    )


def _called(name: Word) -> str:
    """A name as all texts have it: 国庆 of 国庆节."""
    festival = _FESTIVALS.fullmatch(name.text)
    return (festival and festival[1]) or name.text


def is_place(word: Word) -> bool:
    """Whether a word names a place: 武汉, 合肥."""
    return _may_name(word) and (word.tag.startswith(_PLACE_TAG) or bool(_PLACES.fullmatch(word.text)))


def _may_name(word: Word) -> bool:
    return len(word.text) > 1 and word.text not in _KINDS_OF_PLACES


def holds_word(text: str, word: str) -> bool:
    """Whether comparable text holds a word; numbers and Latin words only as a whole: 5 is not in 2015.

    A number has to have the same value, and the same unit where both have one. Where a Latin word, the name
    of a model or a telephone number is divided does not matter: wifi, Wi-Fi.
    """
    if not word[0].isascii():
        return word in text
    number = NUMBER.fullmatch(word)
    if number and (number[2] or len(word) < _TELEPHONE_DIGITS):
        places = re.finditer(_whole(re.escape(number[1])), text)
        return any(same_unit(number[2], unit_at(text, place.end())) for place in places)
    parts = word if number else _DIGITS_OR_LETTERS.findall(word)
    forms = ("-?".join(part) if part.isalpha() else re.escape(part) for part in parts)
    return re.search(_whole("[-_ ]?".join(forms)), text) is not None


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


def symbols(text: str) -> list[str]:
    """The characters of comparable text, each number and Latin word as one, and a space for punctuation."""
    found = re.findall(f"{LATIN}|.", text, re.DOTALL)
    return [symbol if is_word(symbol) else " " for symbol in found]


def _cut(question: str) -> list[Word]:
    """The words of a comparable question, each with its part of speech; models in one piece."""
    cut, end = list[Word](), 0
    for compound in COMPOUND.finditer(question):
        cut += tagged(question[end : compound.start()])
        cut.append(Word(compound[0], "m" if NUMBER.fullmatch(compound[0]) else "nz"))
        end = compound.end()
    return cut + tagged(question[end:])


def _with_units(cut: Sequence[Word]) -> Iterator[Word]:
    """Words, numbers with their units, without those that are indefinite: 一个, 哪两家, 一年."""
    before = unit = ""
    for place, word in enumerate(cut):
        if _is_number(word):
            unit = unit_at("".join(after.text for after in cut[place + 1 : place + 4]), 0)
            is_demonstrative = before in _DEMONSTRATIVES
            if not is_demonstrative and (
                word.text != "1" or before in _BEFORE_COUNTED_ONE or unit in _AFTER_COUNTED_ONE
            ):
                yield Word(word.text + unit, word.tag)
        elif word.text != unit:
            yield word
            unit = ""
        before = word.text[-1]


def _is_number(word: Word) -> bool:
    return NUMBER.fullmatch(word.text) is not None


def is_word(text: str) -> bool:
    """Whether a text holds a letter, a character or a digit, and is not punctuation alone."""
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
        or not is_word(word.text)
    )
