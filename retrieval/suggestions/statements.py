"""Questions made from sentences: 保修期为三年 → 保修期是多久？"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from retrieval.documents import Passage
from retrieval.suggestions.candidate import Candidate, Kind
from retrieval.suggestions.values import (
    AMOUNT,
    DATE,
    DURATION,
    MEASURED,
    NAME,
    NUMBER,
    OFFICES,
    TELEPHONE,
    UNIT,
)
from retrieval.suggestions.wording import in_script, is_name
from retrieval.text import fold

_BEGIN: Final = r"(?:^|(?<=[。!?;,:\n)、\s]))(?:其中,?|另外,?|目前,?|此外,?)?"
_END: Final = r"(?=$|[。!?;,:\n(])"
_END_OR_SPACE: Final = r"(?=$|[。!?;,:\n(、\s])"
_HAN: Final = r"[\u4e00-\u9fff]"
_LASTING: Final = "期|期限|工期|时长|年限|任期|寿命|周期|年假|婚假|产假|陪产假|丧假|病假|学制|用时|车程|时间"
_FLOOR: Final = "不少于|不得少于|不低于|不得低于|至少为?|最低为?|最短为?"
_CEILING: Final = "不超过|不得超过|不高于|不得高于|最高为?|最长为?|最多为?"
_STATES: Final = "为|是|共|共计|合计|达到?|约为?|定为|调整为|长达"
_HAPPENS: Final = (
    "举行|召开|举办|开幕|闭幕|开工|竣工|动工|通车|生效|施行|实施|启用|开放|开始|截止|结束|成立|投入使用|投用|开业|开学|放假|"
    "上线|发布|出版|交付|交房|验收|停水|停电|停运|复工|开馆|开班|开课|开赛|落幕|启动|建成|投产|揭牌|签订|签署|到期"
)
_HOLDS: Final = "举行|召开|举办|开展|组织|启动|发布|启用|开通|签订|签署"
_DONE: Final = "负责|承担|主持|牵头|审批|主办|承办|审核|管理|运营|建设|承建|施工|主讲|设计"


class _Pattern(NamedTuple):
    """A sentence and the question for it.

    Attributes:
        kind: What is asked for.
        sentence: Has the groups `name`, `answer` and, where the question repeats it, `verb`.
        question: {name} and {verb} stand for these.
        longest: Characters of a name, at most.
    """

    kind: Kind
    sentence: re.Pattern[str]
    question: str
    longest: int = 12


def _stated(nouns: str, value: str, says: str) -> re.Pattern[str]:
    """The pattern for: noun, how it is said, value."""
    return re.compile(rf"{_BEGIN}(?P<name>{_HAN}{{0,9}}?(?:{nouns})){says}(?P<answer>{value}){_END}")


_SUBJECT: Final = rf"(?P<name>{_HAN}{{2,12}}?)"
_IN_PLACE: Final = rf"在(?:{_HAN}|[0-9a-z]){{2,16}}?"
_PATTERNS: Final = (
    _Pattern(Kind.HOW_LONG, _stated(_LASTING, DURATION, f"(?:{_STATES})?"), "{name}是多久？"),
    _Pattern(Kind.HOW_LONG, _stated(_LASTING, DURATION, f"(?:{_CEILING})"), "{name}最长是多久？"),
    _Pattern(Kind.HOW_LONG, _stated(_LASTING, DURATION, f"(?:{_FLOOR})"), "{name}至少是多久？"),
    _Pattern(Kind.HOW_MUCH, _stated(MEASURED, AMOUNT, f"(?:{_STATES})?"), "{name}是多少？"),
    _Pattern(Kind.HOW_MUCH, _stated(MEASURED, rf"{NUMBER}%", f"(?:{_STATES})?"), "{name}是多少？"),
    _Pattern(Kind.HOW_MUCH, _stated(MEASURED, AMOUNT, f"(?:{_CEILING})"), "{name}最高是多少？"),
    _Pattern(Kind.HOW_MUCH, _stated(MEASURED, AMOUNT, f"(?:{_FLOOR})"), "{name}最低是多少？"),
    _Pattern(
        Kind.HOW_MUCH,
        re.compile(rf"{_BEGIN}{_SUBJECT}占地(?:面积)?约?(?P<answer>{NUMBER}(?P<verb>{UNIT})){_END}"),
        "{name}占地多少{verb}？",
    ),
    _Pattern(Kind.HOW_MUCH, _stated("票", rf"{NUMBER}(?:元|块)(?:/.)?", f"(?:{_STATES})?"), "{name}多少钱？"),
    _Pattern(
        Kind.HOW_MUCH,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?P<verb>每[天日月年次人张位户间晚]|每平方米|每小时|每公里)(?:收取|收费|收)?(?P<answer>{NUMBER}(?:元|块)){_END}"
        ),
        "{name}{verb}多少钱？",
    ),
    _Pattern(
        Kind.HOW_MUCH,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?P<verb>扣|扣除|罚款|罚|补贴|奖励|补助|收费|收取)(?P<answer>{NUMBER}(?:元|块)){_END}"
        ),
        "{name}{verb}多少钱？",
    ),
    _Pattern(
        Kind.HOW_MUCH,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?P<has>共有|现有|设有|拥有|配备|可容纳)(?P<what>{_HAN}{{2,6}}?)(?P<answer>{NUMBER}余?(?P<verb>{UNIT})){_END}"
        ),
        "{name}{has}多少{verb}{what}？",
    ),
    _Pattern(
        Kind.WHEN,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?:应当|应|须|需|请)?(?:于|在)?(?P<answer>{DATE})(?:之)?前(?:全部|一次性)?"
            rf"(?P<verb>提交|上交|缴纳|缴清|完成|报送|付清|支付|归还|交付|交齐|寄出|送达|到位)"
        ),
        "{name}最晚什么时候{verb}？",
    ),
    _Pattern(
        Kind.WHEN,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?:定于|拟于|将于|计划于|预计于|已于|计划|预计|将在|于|在|从)(?P<answer>{DATE})"
            rf"(?:{_IN_PLACE})?(?:正式|全面|起)?(?P<verb>{_HAPPENS}){_END}"
        ),
        "{name}什么时候{verb}？",
    ),
    _Pattern(
        Kind.WHEN,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?:定于|拟于|将于|计划于|预计于|已于|于|在)(?P<answer>{DATE})"
            rf"(?:{_IN_PLACE})?(?P<verb>{_HOLDS})(?P<what>{_HAN}{{2,8}}){_END}"
        ),
        "{name}什么时候{verb}{what}？",
    ),
    _Pattern(
        Kind.WHEN,
        re.compile(
            rf"{_BEGIN}(?P<name>本{_HAN}{{2,6}}?)自(?P<answer>{DATE})(?:起|开始)(?:正式)?(?P<verb>施行|实施|生效|执行)"
        ),
        "{name}从什么时候开始{verb}？",
    ),
    _Pattern(
        Kind.WHEN,
        re.compile(
            rf"{_BEGIN}(?P<name>{_HAN}{{2,10}}?(?:时间|日期))(?:定在|定于|为|是|截至|至|到)?(?P<answer>{DATE}){_END}"
        ),
        "{name}是什么时候？",
    ),
    _Pattern(
        Kind.WHEN,
        re.compile(
            rf"{_BEGIN}(?P<name>{_HAN}{{2,8}}?)截止(?:时间|日期)?(?:为|是|到|至)?(?P<answer>{DATE}){_END}"
        ),
        "{name}什么时候截止？",
    ),
    _Pattern(
        Kind.WHERE,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?:定于|拟于|将于|于)?(?:{DATE})?在(?P<answer>{_HAN}(?:{_HAN}|[0-9a-z]){{2,15}}?)"
            rf"(?P<verb>举行|召开|举办|开幕|落幕|揭牌|集合|报到){_END}"
        ),
        "{name}在哪里{verb}？",
    ),
    _Pattern(
        Kind.WHERE,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?P<verb>选址|位于|坐落于|坐落在|设在)(?P<answer>{_HAN}(?:{_HAN}|[0-9a-z]){{2,19}}){_END}"
        ),
        "{name}在哪里？",
    ),
    _Pattern(
        Kind.WHO,
        re.compile(
            rf"{_BEGIN}(?P<name>{_HAN}{{0,10}}?(?:{OFFICES}))(?:由|为|是|:)?(?P<answer>{NAME})"
            rf"(?:担任|出任|负责|兼任|任|表示|介绍|说|宣布|指出|主持|{_END})"
        ),
        "{name}是谁？",
        14,
    ),
    _Pattern(
        Kind.WHO,
        re.compile(
            rf"{_BEGIN}(?P<name>{_HAN}{{0,10}}?(?:{OFFICES}))由{_HAN}{{0,14}}?(?P<answer>{NAME})(?:担任|出任|兼任)"
        ),
        "{name}是谁？",
    ),
    _Pattern(
        Kind.WHO,
        re.compile(rf"{_BEGIN}(?P<name>{_HAN}{{0,6}}?(?:{OFFICES}))\s+(?P<answer>{NAME}){_END_OR_SPACE}"),
        "{name}是谁？",
    ),
    _Pattern(
        Kind.NUMBER,
        re.compile(
            rf"{_BEGIN}(?P<name>{_HAN}{{2,8}}?)(?:电话|热线)?:?\s*(?P<answer>{TELEPHONE}){_END_OR_SPACE}"
        ),
        "{name}电话是多少？",
    ),
    _Pattern(
        Kind.WHO,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}由(?P<answer>{_HAN}{{2,14}}?)(?:统一|具体|全权|自行|共同|另行)?(?P<verb>{_DONE}){_END}"
        ),
        "{name}由谁{verb}？",
    ),
    _Pattern(
        Kind.LIST,
        re.compile(
            rf"{_BEGIN}{_SUBJECT}(?P<verb>包括|包含|分为)(?P<answer>[^,。;:!?\n、]{{2,14}}(?:、[^,。;:!?\n、]{{2,14}})+){_END}"
        ),
        "{name}{verb}哪些？",
    ),
)
_CUT: Final = re.compile(
    "[付缴含]|收(?!入|费|款|益|据|购|藏|视|盘|件)|[交扣](?=.{0,3}(?:金|费)$)|^[〇零一二两三四五六七八九十]+[个次学]|现(?=月薪|价)"
)
"""What a name has only where it was cut out of a longer sentence: 进场前付押金."""
_NO_PLACE_TO_CALL: Final = re.compile("[打拨是的找或]|手机|电话|微信|小时|时$|分$|^[女男]|残疾")
_OFFICE_ALONE: Final = re.compile(f"副?(?:{OFFICES})")
_MEASURES: Final = (Kind.HOW_MUCH, Kind.HOW_LONG)
_BARE: Final = re.compile(
    "费用|金额|价格|标准|面积|数量|全长|总长|高度|长度|宽度|温度|规模|报价|售价|时间|利率|比例|收入|距离|单价|时长|[补奖]贴"
)
"""What is measured, without a word of whose it is."""
_ANSWERED_BY_NOBODY: Final = re.compile("[双各]方|其|自己|本人|专人|他们|我们|双方|公司|学校|单位")


def from_statements(passage: Passage, *, traditional: bool) -> Iterator[Candidate]:
    """Questions for what the sentences of a passage state."""
    folded = fold(passage.text)
    for pattern in _PATTERNS:
        for found in pattern.sentence.finditer(folded):
            if _is_good(pattern, found):
                yield _candidate(pattern, found, passage, traditional=traditional)


def _is_good(pattern: _Pattern, found: re.Match[str]) -> bool:
    name = found["name"]
    if not 2 <= len(name) <= pattern.longest or (pattern.kind in _MEASURES and _BARE.fullmatch(name)):
        return False
    if _CUT.search(name) or (pattern.kind is Kind.NUMBER and _NO_PLACE_TO_CALL.search(name)):
        return False
    if pattern.kind is Kind.WHO and _OFFICE_ALONE.fullmatch(name):
        return False
    is_this = name.startswith("本") and len(name) > 2  # 本合同 is what a contract calls itself
    if not is_name(name[1:] if is_this else name):
        return False
    return pattern.kind is not Kind.WHO or not _ANSWERED_BY_NOBODY.fullmatch(found["answer"])


def _candidate(pattern: _Pattern, found: re.Match[str], passage: Passage, *, traditional: bool) -> Candidate:
    words = in_script(pattern.question, traditional=traditional)
    parts = {group: passage.text[slice(*found.span(group))] for group in found.re.groupindex}
    items = found["answer"].count("、") + 1 if pattern.kind is Kind.LIST else 0
    return Candidate(words.format(**parts), pattern.kind, passage, *found.span("answer"), items)
