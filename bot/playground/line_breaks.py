"""Where a line of Chinese may break: between words."""

import re
from itertools import pairwise

from retrieval.text import words

_AMOUNT = re.compile(r"[\d.,%〇零一二三四五六七八九十百千万亿两几多半]+")
_OPENING = frozenset("“‘《（「『")
_ASKING = frozenset({"什么", "多少", "哪", "哪个", "几", "第"})
_PARTICLES = frozenset("的了吗呢吧得地们")
_MARKS = re.compile(r"[^\w“‘《（「『]+")


def unbroken(text: str) -> list[str]:
    """The pieces of a text that a line should not break within; joined, they are the text.

    An amount and a question word keep their unit, a particle or mark stays with the word that it belongs to.
    """
    cut = words(text)
    pieces = cut[:1]
    for before, word in pairwise(cut):
        opens = before in _OPENING or before in _ASKING or _AMOUNT.fullmatch(before)
        if opens or word in _PARTICLES or _MARKS.fullmatch(word):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces
