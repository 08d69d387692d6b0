"""Roles of people and parties: 组员 is asked for instead of 组长, 乙方 instead of 甲方."""

import re
from typing import Final

from retrieval.followup.question import Place, Question, attribute_at_end, start_of_word
from retrieval.text import fold

_POST: Final = (
    "(?:年级|教研|小)?组长|副?班主任|(?:教导|教务|政教|总务)主任|主任|村?支书|书记|经理|主管|主席|总监|总裁|秘书|"
    "副会长|[^全时特成增周身总最延会]长|(?:安全|[^人动复全满定])员|[^老]师|(?:主治|主刀|值班|保健|家庭)?医生|(?:责任|值班)?护士|"
    "(?:任课|带班|代课)?老师|(?:主|助理)?教练|课代表|代表|会计|出纳|导演|编剧|主持人|嘉宾|评委|裁判|顾问|助理|干事|理事|监事|董事|"
    "保安|司机|新[郎娘]|伴[郎娘]|负责人|联系人|队医|领队|导游"
)
_PARTY: Final = (
    "[甲乙丙丁买卖供需借贷]方|(?:出租|承租|出借|借款|发包|承包|委托|受托|转让|受让)[方人]|"
    "(?:施工|建设|监理|出卖|买受|担保)[方人]|房东|租客|中介"
)
_KINDS: Final = tuple(
    (re.compile(f"{which}(?:{words})"), re.compile(f"{part}(?:{words})$"))
    for words, which, part in (
        (_POST, "(?:[副总正前现新]|[\u4e00-\u9fff]{1,2})?", "[副总正]?"),
        (_PARTY, "", ""),
    )
)
"""Each kind of role by itself, with what says which one (学习委员), and at the end of a text."""
_WITHIN_WORD: Final = re.compile("[^组队委成社会团]员|.师")
_LEAST: Final = 2
"""Characters of what has roles; 小 in 小组长 is part of the role."""


def role(previous: Question, folded: str) -> Place | None:
    """The role that another one stands instead of; None for none.

    After 私域小组组长是谁, 组员 stands instead of 组长; after 合同甲方电话多少, 乙方 instead of 甲方.
    """
    attribute = attribute_at_end(fold(previous.cut(previous.attribute)))
    is_person = attribute is not None and attribute[0] == "person"
    common = attribute is not None and not is_person
    place = previous.topic if common else Place(previous.topic.start, previous.theme_at.end)
    if previous.attribute and is_person:
        place = Place(previous.topic.start, previous.attribute.end)
    for whole, at_end in _KINDS:
        if whole.fullmatch(folded) and (found := at_end.search(previous.folded, *place)):
            start = _start(previous.folded, found)
            of = previous.folded[place.start : start].removesuffix("的")
            return Place(place.start if len(of) < _LEAST else start, place.end)
    if is_person and _KINDS[0][0].fullmatch(folded):
        return previous.attribute
    return None


def _start(folded: str, found: re.Match[str]) -> int:
    """Where a role starts: that of its word, 工程师 of 高级工程师."""
    return start_of_word(folded, found.start()) if _WITHIN_WORD.fullmatch(found[0]) else found.start()
