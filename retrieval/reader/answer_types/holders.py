"""Who holds an office (管委会主任是谁): no place, no organisation, and neither a deputy nor a predecessor.

The other way round, too: whoever asks for the deputy does not want the holder.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from retrieval.documents import Passage, Span
from retrieval.sentences import clause_around, sentence_around
from retrieval.text import fold, words

Standing = Literal["holder", "deputy", "former", "acting", "elect", "honorary", "staff"]

_OFFICES: Final = (
    "主任|经理|书记|校长|院长|处长|局长|科长|部长|省长|市长|区长|县长|镇长|乡长|村长|会长|社长|馆长|站长|台长|行长|"
    "园长|厂长|所长|组长|队长|班长|船长|团长|董事长|秘书长|总裁|总监|主席|总统|总理|首相|负责人|法人代表|发言人|教练|主编"
)
_PROFESSIONS: Final = "创始人|导演|编剧|作者|记者|教授|医生|律师|设计师|工程师"
_ASKED: Final = re.compile(
    f"(?:{_OFFICES}|{_PROFESSIONS})(?:现在|目前)?(?:是|叫|由|为)?(?:谁|哪位|何人|什么名字)"
)
_NOBODY: Final = re.compile(
    "(?:[区市省县州国镇乡村局厅部会司]|集团|政府|大学|学院|学校|中心|园区|实验室|研究院|研究所|医院|银行|基金|项目|平台)$"
)
_OFFICE_ALONE: Final = re.compile(f"(?:现任|新任|时任|学校|公司)?(?:{_OFFICES})")
# 目前, 历代 and 中原 end in a character that elsewhere says how somebody holds an office.
_BEFORE: Final = (
    ("deputy", r"(?<!正)副(?:总)?"),
    ("former", r"(?:前任|上任|上届|原任|(?<![目日当以之此先年])前|(?<![中平高草太还])原|已故|卸任)"),
    ("acting", r"(?:代理|临时|(?<![现古历当年近世时第一二三四五六七八九])代)"),
    ("elect", r"(?:候任|拟任|继任|下任|下届)"),
    ("honorary", r"名誉"),
)
_LEAVING: Final = re.compile("(?:不再(?:担任|任|兼任)|辞去|卸去|卸任|免去|离任|曾任|曾担任)[^，,。；;、]*$")
_THEIRS: Final = re.compile("的?(?:姓名|名字|电话|手机|分机|邮箱|邮件|微信|联系方式|办公室|年薪|工资|任期)")
_PART: Final = re.compile("[^，,；;。\n\\s][^，,；;。\n]*")
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
)
"""The hundred commonest, in simplified script."""
_FULL_NAME: Final = 3
"""Characters of a surname and a given name."""
_GIVEN_NAME: Final = 2
_TITLED: Final = re.compile(f".*(?:{_OFFICES})(?P<name>[\u4e00-\u9fff]{{2,3}})")
"""An office, and behind it the name of who held it."""
_FOLLOWING: Final = re.compile("接任|继任|接替|接棒")
_AFTER: Final = re.compile("助理|秘书(?!长)|办公室|[医护药]师|办(?!公)")


class _Mention(NamedTuple):
    start: int
    end: int
    standing: Standing


def asks_for_holder(question: str) -> bool:
    """Whether a question, in either script, asks who holds an office or a profession."""
    return bool(_ASKED.search(fold(question)))


def is_nobody(passage: Passage, span: Span) -> bool:
    """Whether a span ends like the name of a place or an organisation, or is the office alone: 现任校长."""
    text = fold(passage.text[span.start : span.end])
    return not _is_person(text) and bool(_NOBODY.search(text) or _OFFICE_ALONE.fullmatch(text))


def _is_person(name: str) -> bool:
    """Whether a name that ends like that of a country or a meeting is a person's: 周建国."""
    return (
        len(name) == _FULL_NAME
        and name[-1] in "国州会"
        and name[0] in _SURNAMES
        and words(name)[0] == name[0]
    )


def in_one_clause(passage: Passage, span: Span) -> Span:
    """What a span has of the first clause it has a part of: 陆思远 of 陆思远，副校长为.

    A given name gets its surname, which may look like a part of another word: 为何静娴. A full name stands
    without the office before it: 冯秀兰 of 原卫生院副院长冯秀兰.
    """
    first = next(iter(_PART.finditer(passage.text, span.start, span.end)), None)
    if first is None:
        return span
    start, end = first.span()
    before, name = fold(passage.text[max(0, start - 1) : start]), fold(first[0])
    if len(name) == _GIVEN_NAME and name[0] not in _SURNAMES and before in _SURNAMES:
        start -= 1
    if (titled := _TITLED.fullmatch(name)) and titled["name"][0] in _SURNAMES:
        start += titled.start("name")
    return replace(span, start=start, end=end)


def is_of_another(question: str, passage: Passage, span: Span) -> bool:
    """Whether a question asks for a holder, or something of theirs, and a span is of another.

    The mention of the office that is nearest to the span tells how its person holds it: in its clause, or
    where a question asks who that is, else in its sentence before it.
    """
    folded = fold(question)
    asked = next(_mentions(folded, _OFFICES), None)
    if asked is None or not (asks_for_holder(question) or _THEIRS.match(folded, asked.end)):
        return False
    office = re.escape(folded[asked.start : asked.end])
    text = fold(passage.text)
    first, last = clause_around(passage.text, span.start, span.end)
    mentions = list(_mentions(text[first:last], office, first))
    if not mentions and asks_for_holder(question) and not _FOLLOWING.search(text[first:last]):
        first, _ = sentence_around(passage.text, span.start, span.end)
        mentions = list(_mentions(text[first : span.start], office, first))
    if not mentions:
        return False
    nearest = min(mentions, key=lambda mention: _distance(mention, span))
    return nearest.standing != asked.standing


def _mentions(text: str, offices: str, offset: int = 0) -> Iterator[_Mention]:
    """The mentions of offices in folded text, each with how it is held."""
    for match in re.finditer(offices, text):
        yield _Mention(offset + match.start(), offset + match.end(), _standing(text, *match.span()))


def _standing(text: str, start: int, end: int) -> Standing:
    if _AFTER.match(text, end):
        return "staff"
    for standing, sign in _BEFORE:
        if re.search(f"{sign}$", text[:start]):
            return standing  # type: ignore[return-value]  # the table's own names
    return "former" if _LEAVING.search(text[:start]) else "holder"


def _distance(mention: _Mention, span: Span) -> int:
    """Characters between a mention and a span, 0 where they touch or overlap."""
    return max(0, span.start - mention.end, mention.start - span.end)
