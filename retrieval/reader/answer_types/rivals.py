"""Rivals: what stands beside a span instead of what the question names.

东林中学 where it names 东林大学, X2 where it names X2 Pro, 2025年 where it names 2026年, and 二级 where it
names 三级.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from retrieval.documents import Passage, Span
from retrieval.numerals import in_digits, same_unit, unit_at
from retrieval.search.lexical.terms import comparable, is_content, subject
from retrieval.sentences import sentence_around
from retrieval.text import fold, tagged

_CLAUSE: Final = re.compile(r"(?:[^，,。；;！？!?\n]|(?<=[0-9])[,，](?=[0-9]))+")
_FIGURE: Final = re.compile(
    r"(?<![a-z0-9〇零一二两三四五六七八九十百千万亿.])(?<![不未]满)(?<!不足)第?(?:[0-9]+(?:[,.][0-9]+)*|[〇零一二两三四五六七八九十百千万亿]+)"
)
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_HEADS: Final = "假奖票证险"
"""Characters that end the names of things alike."""
_VERBS: Final = "请放休销度扣办持凭买售卖检投退换开发获颁评参保认考验取领查"
"""Those that such a character makes another word with."""
_MODIFYING_TAGS: Final = ("n", "v", "b", "a", "j", "t", "s")
_ANY: Final = ("", "个")
"""Units that may stand for any other."""
_MOST_NAMES: Final = 8
"""Names of a question that are looked for."""
_VARIANT: Final = "(?:[-_ ]?(?:pro|max|plus|mini|lite|ultra|air|se))*"
_MODEL: Final = re.compile(rf"(?<![a-z0-9])([a-z]+)[-_ ]?[0-9]+[a-z0-9]*{_VARIANT}(?![a-z0-9])")
_KINDS: Final = (
    "大学|中学|小学|学院|学校|高中|初中|党校|技校|幼儿园|托儿所|校区",
    "旗舰店|门店|分店|总店|店",
    "医院|卫生院|卫生室|诊所|药房|院区",
    "有限公司|分公司|子公司|公司|集团|工厂|厂",
    "办事处|分局|派出所|街道|社区|省|市|县|区|镇|乡|村|州",
    "大道|公路|高速|路|街|巷",
    "图书馆|博物馆|美术馆|体育馆|科技馆|文化馆|纪念馆|展览馆|游泳馆|体育场|公园|广场",
    "大厦|大楼|号楼|楼|座",
    "水库|电站|水厂|大桥|隧道|车站|机场|码头|站|港",
    "支行|分行|营业部|银行",
    "车间|班组|班|组|队|科|室",
)
"""Words that end the names of things, those that can be taken for each other together."""
_WITHIN: Final = "[^\\W_的在和与及或是为有到去从对由了]{0,4}?"
_WITHIN_SHORT: Final = "[0-9一二三四五六七八九十新老东南西北中总分]{0,3}?"
_LONGER: Final = "(?:附属|直属|分|[东南西北新老]|第?[0-9一二三四五六七八九十]+)"


def _endings(kinds: str) -> re.Pattern[str]:
    """What follows the stem of a name up to the end of its kind, and makes it longer."""
    long = "|".join(kind for kind in kinds.split("|") if len(kind) > 1)
    short = "|".join(kind for kind in kinds.split("|") if len(kind) == 1)
    ending = f"{_WITHIN}(?:{long})" + (f"|{_WITHIN_SHORT}(?:{short})(?!长)" if short else "")
    return re.compile(f"(?:{ending})(?:{_LONGER}(?:{kinds}))*")


_ENDINGS: Final = tuple(_endings(kinds) for kinds in _KINDS)


class _Mention(NamedTuple):
    start: int
    end: int
    said: str


class _Figure(NamedTuple):
    """A number with its unit; 第3 is another than 3, and the day of a month another than so many days."""

    said: str
    unit: str
    is_day: bool

    @property
    def holds_on(self) -> bool:
        """Whether it may stand in a sentence before the one it is about, as a year may."""
        return self._is_year(self.said)

    def mentions(self, folded: str) -> Iterator[_Mention]:
        for match in _FIGURE.finditer(folded):
            unit = unit_at(folded, match.end())
            if unit not in _ANY and same_unit(unit, self.unit) and _follows_month(match) == self.is_day:
                said = in_digits(match[0] + unit).removesuffix(unit)
                alike = said.startswith("第") == self.said.startswith("第")
                if alike and self._is_year(said) == self.holds_on:
                    yield _Mention(*match.span(), said)

    def _is_year(self, said: str) -> bool:
        return self.unit == "年" and bool(_YEAR.fullmatch(said))


class _Model(NamedTuple):
    """A model, such as X2 Pro."""

    said: str
    series: str
    holds_on: bool = True

    def mentions(self, folded: str) -> Iterator[_Mention]:
        for match in _MODEL.finditer(folded):
            if match[1] == self.series:
                yield _Mention(*match.span(), _joined(match[0]))


class _Compound(NamedTuple):
    """A name with the kind of thing it names, such as 东林中学."""

    said: str
    stem: str
    ending: re.Pattern[str]
    holds_on: bool = True

    def mentions(self, folded: str) -> Iterator[_Mention]:
        start = folded.find(self.stem)
        while start >= 0:
            if ending := self.ending.match(folded, start + len(self.stem)):
                yield _Mention(start, ending.end(), in_digits(folded[start : ending.end()]))
            start = folded.find(self.stem, start + 1)


class _Thing(NamedTuple):
    """A thing by its own name and that of its like, such as 育儿假.

    A text that holds what tells it from its like speaks of it: 缆车 is enough for 往返票 to be a 缆车票. So
    does the character before its like: 年假 is 年休假.
    """

    said: str
    holds_on: bool = False

    def mentions(self, folded: str) -> Iterator[_Mention]:
        modifier, head = self.said[:-1], self.said[-1]
        if modifier not in folded:
            other = f"(?<=[^\\W0-9_])(?<![{_VERBS}{re.escape(modifier)}]){head}"
            for match in re.finditer(other, folded):
                yield _Mention(*match.span(), match[0])


_Name = _Figure | _Model | _Compound | _Thing


class _Sought(NamedTuple):
    """A name of the question, and where it and others of its kind stand.

    Attributes:
        name: The name.
        mentions: In the passage.
        in_title: What the title says, and the name of the document where the title says nothing.
    """

    name: _Name
    mentions: list[_Mention]
    in_title: set[str]

    @property
    def weight(self) -> int:
        """What a rival counts: 2 where neither passage nor title mention the name (a number: 0), else 1.

        A passage may well speak of 50岁 as 41至60岁, and what numbers it lacks is counted in the decision.
        """
        if self.name.said in {*self.in_title, *(mention.said for mention in self.mentions)}:
            return 1
        return 0 if isinstance(self.name, _Figure) else 2


class Rivals:
    """What a passage holds instead of the things that a question names."""

    def __init__(self, question: str, passage: Passage) -> None:
        """Look for what a question names, in either script, in a passage and its title."""
        names = _named(question)
        text, title, source = (
            (fold(passage.text), fold(passage.title), fold(passage.source)) if names else ("", "", "")
        )
        self._text = passage.text
        self._sought = [
            _Sought(name, [*name.mentions(text)], _said(name, title) or _said(name, source)) for name in names
        ]
        found = any(sought.mentions for sought in self._sought)
        self._clauses = [match.span() for match in _CLAUSE.finditer(text)] if found else []

    def beside(self, span: Span) -> int:
        """How many of the names have another of their kind beside a span, and are not there themselves.

        What is nearest counts: in the clauses of the span, in those before it, at last in the title. Each
        counts by its `weight`.
        """
        return sum(sought.weight for sought in self._sought if self._is_beside(sought, span))

    def _is_beside(self, sought: _Sought, span: Span) -> bool:
        name, mentions, in_title = sought
        start, end = self._clause(span.start, span.end)
        own = [mention for mention in mentions if start <= mention.start < end]
        if any(mention.said == name.said for mention in own):
            return False
        if any(mention.end <= span.start or span.end <= mention.start for mention in own):
            return True
        first = 0 if name.holds_on else sentence_around(self._text, span.start, span.end)[0]
        before = [mention for mention in mentions if first <= mention.start < start]
        if before:
            nearest, _ = self._clause(*before[-1][:2])
            return name.said not in {mention.said for mention in before if nearest <= mention.start}
        return name.holds_on and bool(in_title) and name.said not in in_title

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause that a part of the text stands in, or the clauses from its first to its last."""
        touched = [place for place in self._clauses if place[0] < end and start < place[1]]
        return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _said(name: _Name, folded: str) -> set[str]:
    return {mention.said for mention in name.mentions(folded)}


@lru_cache(maxsize=64)
def _named(question: str) -> tuple[_Name, ...]:
    """The numbers with units, the models and the compound names of a question, each once.

    Each is looked for in each passage, so of very many only the first count.
    """
    text = comparable(question)
    telling = subject(text).names  # 3个月, but not 一个月 where it means every
    figures = ((figure, unit_at(text, figure.end())) for figure in _FIGURE.finditer(text))
    names: tuple[_Name, ...] = (
        *(
            _Figure(figure[0], unit, _follows_month(figure))
            for figure, unit in figures
            if unit not in _ANY and figure[0].strip("第") + unit in telling
        ),
        *(_Model(_joined(model[0]), model[1]) for model in _MODEL.finditer(text)),
        *_compounds(text),
        *_things(text),
    )
    return tuple(dict.fromkeys(names))[:_MOST_NAMES]


def _compounds(text: str) -> Iterator[_Compound]:
    """The names in comparable text that end in a word for what they name."""
    end = 0
    for place, stem in _stems(text):
        if place >= end:
            for ending in _ENDINGS:
                if match := ending.match(text, place + len(stem)):
                    end = match.end()
                    yield _Compound(text[place:end], stem, ending)
                    break


def _things(text: str) -> Iterator[_Thing]:
    """The things in comparable text that are named after their like."""
    before = ""
    for word in tagged(text):
        thing = word.text if len(word.text) > 1 else before + word.text
        if is_content(word) and word.text[-1] in _HEADS and len(thing) > 1 and thing[-2] not in _VERBS:
            yield _Thing(thing)
        before = word.text if word.tag.startswith(_MODIFYING_TAGS) and word.tag != "v" else ""


def _stems(text: str) -> Iterator[tuple[int, str]]:
    """What names may begin with, and where: content words, and two single characters that are no word."""
    place, before = 0, ""
    for word in tagged(text):
        may_name = is_content(word) and word.text.isalpha()
        single = word.text if may_name and len(word.text) == 1 and not word.tag.startswith("v") else ""
        if may_name and len(word.text) > 1 and word.tag != "v":
            yield place, word.text
        elif before and single:
            yield place - 1, before + single
        before = single
        place += len(word.text)


def _follows_month(figure: re.Match[str]) -> bool:
    return figure.string[: figure.start()].endswith("月")


def _joined(model: str) -> str:
    return re.sub("[-_ ]", "", model)
