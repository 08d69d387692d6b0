"""Names of a question, and where a passage has them or others of their kind."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from retrieval.numerals import in_digits, range_from_before, same_unit, unit_at
from retrieval.search.lexical.terms import comparable, is_content, subject
from retrieval.text import tagged

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
_OPPOSITE_WORDS: Final = (
    "工作日=平日 休息日=双休日=周末 节假日",
    "夏季=夏天=夏令 冬季=冬天=冬令",
    "旺季 淡季",
    "上午 下午",
    "寒假 暑假",
    "上半年 下半年",
    "上学期 下学期",
    "组长 组员",
    "队长 队员",
    "男员工=男职工=男性=男生 女员工=女职工=女性=女生",
    "省内 省外",
    "市内 市外",
    "校内 校外",
    "单程 往返",
    "小型 中型 大型",
    "小杯 中杯 大杯",
    "银卡 金卡 白金卡 钻石卡",
    "堂食 外带=打包=带走",
    "线上 线下",
    "住宅 商铺=非住宅",
    "高一 高二 高三",
)
"""Words that part things of one kind, those of a line from each other; what = joins is the same."""
_OPPOSITE: Final = {
    word: group.split("=")[0]
    for line in _OPPOSITE_WORDS
    for group in line.split()
    for word in group.split("=")
}
_OPPOSITES: Final = tuple(
    re.compile("|".join(sorted(re.split("[ =]", line), key=len, reverse=True))) for line in _OPPOSITE_WORDS
)
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


class Mention(NamedTuple):
    """Where a passage has a name, or another one of its kind.

    Attributes:
        start: First character.
        end: One past the last.
        said: The name, comparable.
        is_range: Whether it is a range of numbers; one that holds the number of the question is that one.
    """

    start: int
    end: int
    said: str
    is_range: bool = False


class Figure(NamedTuple):
    """A number with its unit; 第3 is another than 3, and the day of a month another than so many days."""

    said: str
    unit: str
    is_day: bool

    @property
    def holds_on(self) -> bool:
        """Whether it may stand in a sentence before the one it is about, as a year may."""
        return self._is_year(self.said)

    def mentions(self, folded: str) -> Iterator[Mention]:
        for match in _FIGURE.finditer(folded):
            unit = unit_at(folded, match.end())
            if unit not in _ANY and same_unit(unit, self.unit) and _follows_month(match) == self.is_day:
                said = in_digits(match[0] + unit).removesuffix(unit)
                alike = said.startswith("第") == self.said.startswith("第")
                if alike and self._is_year(said) == self.holds_on:
                    yield self._of_range(match, said) or Mention(*match.span(), said)

    def _of_range(self, match: re.Match[str], last: str) -> Mention | None:
        """The range that a number ends: 7-9幢 is 8幢; None where it ends none."""
        first = range_from_before(match.string, match.start())
        if first is None or not (last.isdigit() and self.said.isdigit() and first < int(last)):
            return None
        said = self.said if first <= int(self.said) <= int(last) else f"{first}-{last}"
        return Mention(*match.span(), said, is_range=True)

    def _is_year(self, said: str) -> bool:
        return self.unit == "年" and bool(_YEAR.fullmatch(said))


class Model(NamedTuple):
    """A model, such as X2 Pro."""

    said: str
    series: str
    holds_on: bool = True

    def mentions(self, folded: str) -> Iterator[Mention]:
        for match in _MODEL.finditer(folded):
            if match[1] == self.series:
                yield Mention(*match.span(), _joined(match[0]))


class Compound(NamedTuple):
    """A name with the kind of thing it names, such as 东林中学."""

    said: str
    stem: str
    ending: re.Pattern[str]
    holds_on: bool = True

    def mentions(self, folded: str) -> Iterator[Mention]:
        start = folded.find(self.stem)
        while start >= 0:
            if ending := self.ending.match(folded, start + len(self.stem)):
                yield Mention(start, ending.end(), in_digits(folded[start : ending.end()]))
            start = folded.find(self.stem, start + 1)


class Thing(NamedTuple):
    """A thing by its own name and that of its like, such as 育儿假.

    A text that holds what tells it from its like speaks of it: 缆车 is enough for 往返票 to be a 缆车票. So
    does the character before its like: 年假 is 年休假.
    """

    said: str
    holds_on: bool = False

    def mentions(self, folded: str) -> Iterator[Mention]:
        modifier, head = self.said[:-1], self.said[-1]
        if modifier not in folded:
            other = f"(?<=[^\\W0-9_])(?<![{_VERBS}{re.escape(modifier)}]){head}"
            for match in re.finditer(other, folded):
                yield Mention(*match.span(), match[0])


class Opposite(NamedTuple):
    """One of a few words that part things of one kind, such as 夏季 and 冬季, in any wording."""

    said: str
    words: re.Pattern[str]
    holds_on: bool = False

    def mentions(self, folded: str) -> Iterator[Mention]:
        for match in self.words.finditer(folded):
            yield Mention(*match.span(), _OPPOSITE[match[0]])


Name = Figure | Model | Compound | Thing | Opposite


@lru_cache(maxsize=64)
def named(question: str) -> tuple[Name, ...]:
    """The numbers with units, the models and the compound names of a question, each once.

    Each is looked for in each passage, so of very many only the first count.
    """
    text = comparable(question)
    telling = subject(text).names  # 3个月, but not 一个月 where it means every
    figures = ((figure, unit_at(text, figure.end())) for figure in _FIGURE.finditer(text))
    names: tuple[Name, ...] = (
        *(
            Figure(figure[0], unit, _follows_month(figure))
            for figure, unit in figures
            if unit not in _ANY and figure[0].strip("第") + unit in telling
        ),
        *(Model(_joined(model[0]), model[1]) for model in _MODEL.finditer(text)),
        *_compounds(text),
        *_things(text),
        *_opposites(text),
    )
    return tuple(dict.fromkeys(names))[:_MOST_NAMES]


def _compounds(text: str) -> Iterator[Compound]:
    """The names in comparable text that end in a word for what they name."""
    end = 0
    for place, stem in _stems(text):
        if place >= end:
            for ending in _ENDINGS:
                if match := ending.match(text, place + len(stem)):
                    end = match.end()
                    yield Compound(text[place:end], stem, ending)
                    break


def _things(text: str) -> Iterator[Thing]:
    """The things in comparable text that are named after their like."""
    before = ""
    for word in tagged(text):
        thing = word.text if len(word.text) > 1 else before + word.text
        if is_content(word) and word.text[-1] in _HEADS and len(thing) > 1 and thing[-2] not in _VERBS:
            yield Thing(thing)
        before = word.text if word.tag.startswith(_MODIFYING_TAGS) and word.tag != "v" else ""


def _opposites(text: str) -> Iterator[Opposite]:
    """The words in comparable text that have opposites, where none of these is in it, too."""
    for words in _OPPOSITES:
        said = {_OPPOSITE[match[0]] for match in words.finditer(text)}
        if len(said) == 1:
            yield Opposite(said.pop(), words)


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
