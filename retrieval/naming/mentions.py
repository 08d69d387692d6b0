"""Mentions: the document that a question says to look in. 在采购合同里，违约金是多少 asks 违约金是多少."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from retrieval.documents import DocumentName
from retrieval.everyday.courtesy import without_courtesy
from retrieval.naming.matching import having, key, keys
from retrieval.search.lexical.terms import is_about_something, is_word
from retrieval.text import fold, tagged

_LONGEST_NAME: Final = 60
"""Characters of a name in a question."""
_BOOK: Final = "《([^《》]{2,60})》"
_KIND: Final = (
    "合同|协议|协议书|手册|制度|办法|规定|条例|章程|细则|规范|规程|规则|守则|标准|指南|指引|说明|说明书|须知|通知|通告|公告|"
    "公报|周报|月报|日报|年报|简报|报告|方案|计划|规划|预案|纪要|备忘录|清单|名单|目录|简历|论文|讲义|教材|课件|招标书|标书|"
    "投标书|白皮书|倡议书|意见书|计划书|任务书|意见|决定|批复|保单|发票|账单|词典|百科|法|faq|"
    "(?<!代)表|通讯录|简章|总结|日志|攻略|食谱|菜单|报价单|名册"
)
"""How names of documents end."""
_THIS: Final = f"(?:[这那该此][份个本篇部]?(?:{_KIND}|文件|文档|资料|材料)?)?"
_BY: Final = "(?:根据|依据|依照|按照|遵照|参照|参考|对照|依|按|照)"
_SAYS: Final = "(?:的(?:规定|约定|要求|内容|说法|条款|说明)|(?:规定|约定|要求))?"
_INSIDE: Final = "(?:里面|里头|里边|之中|当中|里|中|内)"
_STOP: Final = "[,，:：;；、 ]*"

_MARKED: Final = re.compile(
    f"(?:(?:在|从|查|看){_BOOK}{_THIS}{_INSIDE}?|{_BY}{_BOOK}{_THIS}{_SAYS}|^{_BOOK}{_THIS}{_INSIDE}){_STOP}"
)
"""A name within 《》, wherever it stands."""
_BY_NAME: Final = re.compile(rf"{_BY}(?P<name>[^,，。？?!！]{{2,{_LONGEST_NAME}}}?){_THIS}{_SAYS}[,，:：]")
_INSIDE_AT: Final = re.compile(_INSIDE)
_TABLE_INSIDE: Final = "表里"
"""A word of its own, inside and outside, and what 课程表里 ends with."""
_KIND_AT_END: Final = re.compile(f"(?:{_KIND})$")
_LEAST_PART: Final = 4
"""Characters from which on a part of a name counts that does not end as names of documents do."""
_LEAST_WHOLE: Final = 3
"""The same for a whole name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What a question says of where to look.

    Attributes:
        documents: The documents of that name, one at least.
        rest: The question without it: "" where it asks nothing else, or only goes on with a question before.
        question: The question that asks the same of these documents: the rest, or all of it where the rest
            says too little.
    """

    documents: tuple[DocumentName, ...]
    rest: str
    question: str


class _Place(NamedTuple):
    """A name in a question, and what of the question goes with it."""

    name: str
    is_marked: bool
    start: int
    end: int


def mention_in(question: str, documents: Sequence[DocumentName]) -> Mention | None:
    """The documents that a question says to look in.

    Args:
        question: In either script.
        documents: Those that may be meant.

    Returns:
        None where it names none of them.
    """
    core = without_courtesy(question)
    folded = fold(core)
    for place in _places(folded):
        if found := _named(place, documents):
            rest = (core[: place.start] + core[place.end :]).strip()
            rest = rest.removeprefix("的") if is_word(rest) else ""
            return Mention(found, rest, rest if is_about_something(rest) else core)
    return None


def _places(folded: str) -> Iterator[_Place]:
    """The names that a folded question may say, the clearest first."""
    for marked in _MARKED.finditer(folded):
        name = next(filter(None, marked.groups()))
        yield _Place(name, True, *marked.span())
    if by := _BY_NAME.match(folded):
        yield _Place(by["name"], False, *by.span())
    yield from _inside(folded)


def _inside(folded: str) -> Iterator[_Place]:
    """What stands before a word for inside, at the start: 采购合同里 has one, 采购合同里程碑 none."""
    begins = re.match("(?:在|从)?", folded)
    start, end = begins.end() if begins else 0, 0
    for word in tagged(folded[: _LONGEST_NAME + start]):
        begin, end = end, end + len(word.text)
        if word.text == _TABLE_INSIDE:
            begin += 1
        if begin > start and _INSIDE_AT.fullmatch(folded, begin, end):
            name = re.sub(f"{_THIS}$", "", folded[start:begin]) or folded[start:begin]
            if word.text == "内" and not _KIND_AT_END.search(name):
                continue  # of places: 彰化市内
            stop = re.compile(_STOP).match(folded, end)
            yield _Place(name, False, 0, stop.end() if stop else end)


def _named(place: _Place, documents: Sequence[DocumentName]) -> tuple[DocumentName, ...]:
    """The documents of a name; one without 《》 has to be plainly a name, as 公司里 says something else."""
    wanted = key(place.name)
    if len(wanted) < 2:
        return ()
    is_kind = bool(_KIND_AT_END.search(wanted))
    if (place.is_marked or is_kind or len(wanted) >= _LEAST_WHOLE) and (whole := having(wanted, documents)):
        return whole
    is_plain = place.is_marked or is_kind
    return tuple(each for each in documents if any(_is_part(wanted, text, is_plain) for text in keys(each)))


def _is_part(wanted: str, text: str, is_plain: bool) -> bool:
    """Whether what is said is a part of a name, or ends with all of it: 公司采购合同 says 采购合同.

    Args:
        wanted: What is said.
        text: The name.
        is_plain: Whether it is plainly a name; what is not has to be half of the name.
    """
    if wanted in text:
        return is_plain or (len(wanted) >= _LEAST_PART and 2 * len(wanted) >= len(text))
    return is_plain and wanted.endswith(text) and len(text) >= _LEAST_PART
