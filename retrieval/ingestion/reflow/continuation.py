"""Whether one text continues another: the two halves of a paragraph that a page break parted."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

from retrieval.ingestion.reflow.dates import leading_date
from retrieval.ingestion.reflow.fields import is_field, is_whole_field
from retrieval.ingestion.reflow.layout import dateline
from retrieval.ingestion.reflow.lines import ends_sentence, is_item
from retrieval.text import fold, words

_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_CANNOT_START = frozenset("，。、；：？！,;:?!）)》」』】”’…%％‰℃")
_CANNOT_END = frozenset("，、,（(《“‘「『【—-/+·")
_LEANING = {
    *"的地得和与及或在对将把被从向为以由于并而且但是有使让按",
    *"不也还更最很共达约超近该各每其第因如则至到比",
    *("以及", "或者", "对于", "并且", "但是", "按照", "根据", "通过", "不仅", "与其"),
}
_FOLLOWERS = frozenset("的地得了着过和与及或等")
_NUMBER_GOES_ON = re.compile(r"[\d.．]|[年月日号亿万千百元个家人次倍%％名项条件份米]")
_CONTEXT = 8  # characters before and after a break that are cut into words
_SHORT = 16  # characters
_LONG = 32  # characters that a line of a list or a table seldom has


class Continuation(IntEnum):
    """How likely one text is the continuation of another."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


def is_open(text: str) -> bool:
    """Whether a paragraph lacks its end: no end of a sentence, or a quotation that is not closed."""
    if " | " in text or text[-1] in "：:" or not _is_prose(text):
        return False
    return not ends_sentence(text) or text[-1] in "；;" or bool(unclosed(text))


def _is_prose(text: str) -> bool:
    """Whether a text is of sentences: neither a short line nor a note such as 2021年5月25日某会议通过."""
    if "，" in text:
        return True
    marks = re.search("[。、；：“]", text) is not None
    return leading_date(text) is None and (len(text) >= _LONG or (len(text) >= _SHORT and marks))


def is_long_prose(text: str) -> bool:
    """Whether a text is so much of a paragraph in full sentences that a lacking end is no matter of style."""
    return "。" in text or (len(text) >= 3 * _SHORT and "，" in text and not text[-1].isascii())


def continuation(half: str, following: str, later: Iterable[str] = ()) -> Continuation:
    """How likely a text continues an open paragraph.

    Args:
        half: The open paragraph.
        following: A text that stands after it.
        later: The texts after that, in which a quotation may end.
    """
    missing = unclosed(half)
    begins = is_item(following) or dateline(following) or (is_field(half) and is_field(following))
    if begins or (missing and following[0] == missing[-1]):
        return Continuation.NONE
    if missing and _is_closed_in(missing[-1], (following, *later)):
        return Continuation.CERTAIN
    if ends_sentence(half) and half[-1] not in "；;":
        return Continuation.NONE
    if following[0] in _CANNOT_START:
        return Continuation.CERTAIN
    leans = half[-1] in _CANNOT_END or words(fold(half[-_CONTEXT:]))[-1] in _LEANING
    if is_whole_field(half) and not leans:  # 邮编：100000
        return Continuation.NONE
    return Continuation.LIKELY if leans or fits(half, following) else Continuation.POSSIBLE


def fits(half: str, following: str) -> bool:
    """Whether the first characters of a text show that it continues another one."""
    if following[0] in _CANNOT_START or words(fold(following[:_CONTEXT]))[0] in _FOLLOWERS:
        return True
    return _is_one_number(half, following) or _is_one_word(half, following)


def unclosed(text: str) -> str:
    """The opening quotes and brackets of a text that nothing closes, in order."""
    waiting: list[str] = []
    counts: Counter[str] = Counter()
    for character in text:
        if character in _PAIRS:
            waiting.append(character)
            counts[character] += 1
        elif character in _OPENERS:
            while counts[_OPENERS[character]]:
                last = waiting.pop()
                counts[last] -= 1
                if last == _OPENERS[character]:
                    break
    return "".join(waiting)


def _is_closed_in(opener: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts closes what was opened before them, and none before it opens it anew."""
    for text in texts:
        if text.startswith(opener):
            return False
        if _PAIRS[opener] not in text:
            continue
        depth = 0
        for character in text:
            depth += (character == opener) - (character == _PAIRS[opener])
            if depth < 0:
                return True
    return False


def _is_one_number(half: str, following: str) -> bool:
    if half[-1] in ".．":
        return half[-2:-1].isdigit() and following[0].isdigit()
    return half[-1].isdigit() and _NUMBER_GOES_ON.match(following) is not None


def _is_one_word(half: str, following: str) -> bool:
    """Whether a dictionary word stands across the break, of which one character is left on a side."""
    left, right = fold(half[-_CONTEXT:]), fold(following[:_CONTEXT])
    position = 0
    for word in words(left + right):
        end = position + len(word)
        if position < len(left) < end:
            return word.isalpha() and not word.isascii() and min(len(left) - position, end - len(left)) == 1
        position = end
    return False


def shared_words(text: str, other: str) -> set[str]:
    """Words of two characters and more that two texts have in common."""
    return _content_words(text) & _content_words(other)


def _content_words(text: str) -> set[str]:
    return {word for word in words(fold(text)) if len(word) > 1 and word.isalnum()}
