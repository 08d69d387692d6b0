"""Characters, words and sentences: how Chinese text is compared, cut and counted."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, Protocol

from opencc import OpenCC

SENTENCE_ENDS = frozenset("。！？!?；;…")
CLOSERS = frozenset("”’」』）)》〉】]\"'")

# Radicals of U+2E80 to U+2EFF that are words of their own; Unicode decomposes two of them.
_RADICALS = "⺜⺝⺟⺠⺩⺫⺬⺮⻁⻃⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
_IDEOGRAPHS = "日月母民王目示竹虎西西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
_KANGXI_RADICALS = range(0x2F00, 0x2FD6)
_AS_IDEOGRAPHS = str.maketrans(_RADICALS, _IDEOGRAPHS) | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI_RADICALS
}


class Word(NamedTuple):
    """A word of jieba's dictionary, or a single character outside it.

    Attributes:
        text: The word.
        tag: Part of speech in jieba's tag set ("n", "v", "nr", "m", "x" …).
    """

    text: str
    tag: str


class _Folding(dict[int, int]):
    """Code point to folded code point, filled as characters are met."""

    def __missing__(self, code: int) -> int:
        folded = _fold_character(chr(code))
        self[code] = ord(folded)
        return self[code]


def _fold_character(character: str) -> str:
    """NFKC, simplified script and lower case, each only where one character stays one."""
    if "\ud800" <= character <= "\udfff":  # half of a pair, which neither converter nor cutter takes
        return "\ufffd"
    character = with_ideographs(character)
    for fold in (lambda c: unicodedata.normalize("NFKC", c), _simplifier().convert, str.lower):
        folded = fold(character)
        if len(folded) == 1:
            character = folded
    return " " if character.isspace() else character


@cache
def _simplifier() -> OpenCC:
    """The converter, which loads its tables when it is made."""
    return OpenCC("t2s")


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Fold script, width and case: 東湖ＡＢＣ → 东湖abc.

    One character in, one character out, so that offsets in the folded text are offsets in the original.
    """
    return text.translate(_FOLDING)


def alike(question: str) -> str:
    """The same for questions that differ in script, width, case, spaces and punctuation only."""
    folded = fold(question)
    return "".join(filter(str.isalnum, folded)) or folded.strip()


def with_ideographs(text: str) -> str:
    """Text in which radicals of a font are the ideographs that they look like: ⽂件 → 文件, ⻓ → 长.

    Programs that make PDFs leave them; nobody types them. One character stays one.
    """
    return text.translate(_AS_IDEOGRAPHS)


def words(text: str) -> list[str]:
    """Cut folded text into jieba's dictionary words; joined, they are the text again.

    jieba's hidden Markov model for unknown words is off: it makes words that another sentence
    cuts differently, which costs recall.
    """
    return _cutter().cut(text)


def tagged(text: str) -> list[Word]:
    """The words of folded text, each with its part of speech."""
    return [Word(word, tag) for word, tag in _cutter().tag(text)]


class _Cutter(Protocol):
    def cut(self, text: str) -> list[str]: ...

    def tag(self, text: str) -> list[tuple[str, str]]: ...


class _FastCutter:
    """jieba's dictionary and algorithm in Rust, about fifteen times faster."""

    def __init__(self) -> None:
        import rjieba  # noqa: PLC0415  # 0.2 s: builds its dictionary

        self._rjieba = rjieba

    def cut(self, text: str) -> list[str]:
        return list(self._rjieba.cut(text, False))

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(word, tag) for word, tag in self._rjieba.tag(text, False)]


class _PlainCutter:
    """jieba itself, for machines that rjieba has no wheel for."""

    def __init__(self) -> None:
        import jieba.posseg  # noqa: PLC0415  # reads its dictionary

        jieba.setLogLevel("ERROR")
        jieba.initialize()
        self._jieba = jieba.dt
        self._tags: dict[str, str] = jieba.posseg.dt.word_tag_tab

    def cut(self, text: str) -> list[str]:
        return list(self._jieba.cut(text, HMM=False))

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(word, self._tags.get(word) or self._guess(word)) for word in self.cut(text)]

    @staticmethod
    def _guess(word: str) -> str:
        if word.isascii() and any(character.isalnum() for character in word):
            return "m" if word.replace(".", "", 1).isdigit() else "eng"
        return "x"


@cache
def _cutter() -> _Cutter:
    try:
        return _FastCutter()
    except ImportError:
        return _PlainCutter()


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Cut text at line breaks and sentence ends, closing quotes and brackets included.

    Yields:
        (start, end) of each sentence; together they cover the text without gap or overlap.
    """
    start = position = 0
    while position < len(text):
        position += 1
        if text[position - 1] in SENTENCE_ENDS:
            while position < len(text) and text[position] in SENTENCE_ENDS | CLOSERS:
                position += 1
            if text[position : position + 1] == "\n":
                position += 1
        elif text[position - 1] != "\n":
            continue
        yield start, position
        start = position
    if start < len(text):
        yield start, len(text)
