"""Where answers begin and end: of spans that overlap, the one that people would mark."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Final

import numpy as np

from embeddings import ModelError
from retrieval.reader.decoding import Candidate
from retrieval.reader.kinds import kind_of_question
from retrieval.text import fold

Place = tuple[int, int]

LIKELIEST: Final = 24
"""Spans of a passage that are weighed, the likeliest ones."""
EVERY: Final = "every"
"""Key of the weights that hold for questions of every kind."""
_FUNCTION_WORDS: Final = (
    "的是为在于由达约至到从有等和与及或对向自被把将以按后前起内外上下中间了者每各其该这那年月日"
)
_CLASSES: Final = {
    **{character: character for character in _FUNCTION_WORDS},
    **dict.fromkeys("。！？!?", "stop"),
    **dict.fromkeys("；;", "semicolon"),
    **dict.fromkeys("，,", "comma"),
    "、": "item",
    **dict.fromkeys("：:", "colon"),
    **dict.fromkeys("（(", "opening bracket"),
    **dict.fromkeys("）)", "closing bracket"),
    **dict.fromkeys('“‘「『《〈【"', "opening quote"),
    **dict.fromkeys("”’」』》〉】", "closing quote"),
    **dict.fromkeys("零一二两三四五六七八九十百千万亿半", "numeral"),
    **dict.fromkeys("号时点分秒元块人个名次倍度岁天周米吨克里升台张份间辆户家所页篇级套件", "unit"),
    **dict.fromkeys(" \u3000\t", "space"),
    "\n": "line",
    "": "end",
}
"""Classes of characters, those that often stand beside or within answers in classes of their own."""
_ENDS: Final = "\n\u3000"
_BREAK: Final = re.compile("[\n。；;！？!?\u3000]")
_CLAUSE_BREAK: Final = re.compile("[\n。；;！？!?\u3000，,：:]")
_FEW_WORDS: Final = frozenset("的了吗呢是什么多少几谁哪怎有在一个和与要能可以吧啊这那请问我你？?，。")
"""Characters that questions have whatever they are about."""
_QUANTITY: Final = re.compile("[约近超共]?[0-9〇零一二两三四五六七八九十百千万亿半.,]+[^，。0-9]{0,4}")
_LENGTHS: Final = (1, 2, 4, 6, 9, 14, 22, 35)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What of the look of a span makes it an answer, learnt by `training.boundaries`.

    Attributes:
        weights: By kind of question, and `EVERY` for all, the log-odds of each feature.
    """

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def weighed(self, question: str, text: str, odds: Mapping[Place, float]) -> list[Candidate]:
        """Candidates whose log-odds tell their boundaries, too.

        Args:
            question: In either script.
            text: The passage.
            odds: Log-odds of spans against no answer, by (start, end).

        Returns:
            All of them; what they have of the odds together is as much as before.
        """
        likeliest = sorted(odds, key=lambda place: -odds[place])[:LIKELIEST]
        own, every = self.weights.get(kind_of_question(question), {}), self.weights.get(EVERY, {})
        gains = [
            sum(every.get(name, 0.0) + own.get(name, 0.0) for name in names)
            for names in features(question, text, likeliest)
        ]
        before = np.array([odds[place] for place in likeliest])
        after = before + np.array(gains)
        after += np.logaddexp.reduce(before) - np.logaddexp.reduce(after) if likeliest else 0.0
        changed = dict(zip(likeliest, after.tolist(), strict=True))
        return [Candidate(changed.get(place, score), *place) for place, score in odds.items()]


def load_boundaries() -> Boundaries:
    """Those that ship.

    Raises:
        ModelError: They are missing or damaged.
    """
    try:
        file = files("retrieval.weights") / "boundaries" / "weights.json"
        content = json.loads(file.read_text("utf-8"))
        return Boundaries({kind: {k: float(w) for k, w in some.items()} for kind, some in content.items()})
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"The boundaries that ship cannot be read ({error!r}): install again.") from error


def features(question: str, text: str, places: Sequence[Place]) -> Iterator[list[str]]:
    """The names of the features that each span of a text has."""
    look = _Look(fold(question), _folded(text))
    return (list(look.features(start, end)) for start, end in places)


@dataclass(frozen=True)
class _Look:
    """A question and a passage, and what of them is looked at for each span."""

    question: str
    text: str

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self.question) - _FEW_WORDS

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(a + b for a, b in pairwise(self.question))

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text)), len(self.text) + 1]

    @cached_property
    def _clauses(self) -> list[int]:
        return [0, *(match.end() for match in _CLAUSE_BREAK.finditer(self.text)), len(self.text) + 1]

    @cached_property
    def _shared(self) -> list[int]:
        """How many characters each sentence shares with the question."""
        return [len(self._asked.intersection(self.text[a:b])) for a, b in pairwise(self._sentences)]

    def features(self, start: int, end: int) -> Iterator[str]:
        """The names of what a span has."""
        text, span = self.text, self.text[start:end]
        yield f"after {_class(text[start - 1 : start])}"
        yield f"before {_class(text[end : end + 1])}"
        yield f"begins {_class(span[:1])}"
        yield f"ends {_class(span[-1:])}"
        yield f"length {bisect_right(_LENGTHS, len(span) - 1)}"
        yield f"commas {'，' in span or ',' in span}"
        yield f"items {min(span.count('、'), 3)}"
        yield f"sentences {bool(re.search('[。；！？]', span))}"
        yield f"brackets {'（' in span or '(' in span}"
        yield f"colons {'：' in span or ':' in span}"
        yield f"lines {len(span.splitlines()) > 1}"
        yield f"quantity {bool(_QUANTITY.fullmatch(span))}"
        yield f"digits {any(map(str.isdigit, span))}"
        yield f"的 {'的' in span}"
        yield from self._of_question(start, end)
        yield from self._of_sentence(start, end)

    def _of_question(self, start: int, end: int) -> Iterator[str]:
        """What of the span, and beside it, the question has, too."""
        text, pairs = self.text, self._pairs
        held = sum(text[place : place + 2] in pairs for place in range(start, end - 1))
        yield f"asked {held * 4 // max(1, end - start - 1)}"
        yield f"asked first {text[start : start + 2] in pairs}"
        yield f"asked last {text[max(start, end - 2) : end] in pairs}"
        yield f"asked before {text[start - 2 : start] in pairs}"
        yield f"asked after {text[end : end + 2] in pairs}"

    def _of_sentence(self, start: int, end: int) -> Iterator[str]:
        """How the span stands in its sentence and clause, and how much of the question these have."""
        text, asked = self.text, self._asked
        number = bisect_right(self._sentences, start) - 1
        behind = max(self._shared) - self._shared[number]
        yield f"sentence behind {min(behind, 3)}"
        yield f"sentence {start == self._sentences[number]} {end >= self._sentences[number + 1] - 1}"
        number = bisect_right(self._clauses, start) - 1
        first, last = self._clauses[number], self._clauses[number + 1] - 1
        yield f"clause {start == first} {end >= last}"
        yield f"clause shares {min(len(asked.intersection(text[first:start] + text[end:last])), 4)}"
        before = text[self._clauses[number - 1] : first] if number else ""
        yield f"clause before shares {min(len(asked.intersection(before)), 3)}"


def _folded(text: str) -> str:
    """Folded text in which lines and cells still end."""
    kept = (old if old in _ENDS else new for old, new in zip(text, fold(text), strict=True))
    return "".join(kept)


def _class(character: str) -> str:
    """The class of a character, empty at the ends of a text."""
    if character in _CLASSES:
        return _CLASSES[character]
    if character.isdigit():
        return "digit"
    if "\u4e00" <= character <= "\u9fff":
        return "ideograph"
    return "latin" if character.isascii() and character.isalpha() else "sign"
