"""Questions for a quantity, and spans that tell none, or one of another kind: a price for 多久."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from retrieval.documents import Passage, Span
from retrieval.text import fold

_DIGIT: Final = "[0-9〇零一二两三四五六七八九十百千万亿半]"
_NUMBER: Final = rf"{_DIGIT}(?:{_DIGIT}|[,.])*"
_FEW: Final = "(?<![哪头前后这那好周期有拜])几"
"""Asks for a number, unlike 哪几 and 周几."""
CLOCK: Final = rf"(?:\d{{1,2}}:\d\d|{_DIGIT}{{1,3}}[点时](?:半|一刻|{_DIGIT}{{1,3}}分?)?)"
"""A time of day in folded text: 8:30, 八点半."""
_AMOUNT: Final = rf"[每一]?[年月天日周次]?{_NUMBER}(?:元|块|%)(?:/.)?"
_TIME: Final = "[年月日天周钟分秒季晚夜代旬刻点时届岁轮]|星期|礼拜|学期|世纪|期间|期限|直到|为止"
_MONEY: Final = r"元|块|角|毛|分(?!钟)|美金|英镑|円|港币|人民币|rmb|¥|\$|€|£|%|‰|分之|折"
_NO_MONEY: Final = (
    "℃|摄氏度|[度天秒亩吨人名]|个?月|小时|分钟|公里|[千厘毫]?米|平方米|公顷|公斤|千?克|[千大]卡|毫?升|千?瓦时?|"
    "周?岁"
)
_NO_NUMBER: Final = (
    "免|不[收限用要退交付补扣]|无需|没有|全|所有|若干|随时|即时|立即|立刻|当场|现场|"
    "终身|永久|长期|每|隔|次日|当[日天年]|同|双|倍|额"
)
"""Words that tell a quantity without a number."""
_ASKS_FOR_ANOTHER: Final = re.compile(
    "谁|[在去]哪(?!一?[天年月日])|哪[位里儿个家些种]|什么(?!时候|价)|怎么|为何|为啥|吗|是否"
)
"""What else a question asks for, although it may name a quantity: 5米多高的展台找哪位师傅."""


class _Kind(NamedTuple):
    """A kind of quantity."""

    asked: re.Pattern[str]
    """Found in questions for one."""
    told: re.Pattern[str]
    """Found in all spans that tell one."""
    other: re.Pattern[str] | None = None
    """What has the words of one and is none, all of it."""
    header: re.Pattern[str] | None = None
    """Found in the header of a table's cell where its bare number tells one."""

    def is_told(self, told: str, header: str) -> bool:
        """Whether a span may tell one, in a cell with this header."""
        if self.told.search(told):
            return not (self.other and self.other.fullmatch(told))
        return bool(self.header and self.header.search(header) and re.search(_DIGIT, told))


_NO_DAY: Final = re.compile(
    rf"(?:不?超过|满|提前)?{_NUMBER}[多余来]?个?(?:天|小时|工作日|分钟|周|星期)[之以]?[内后前]?"
    rf"|{_NUMBER}(?:元|%)|第{_NUMBER}[期届条章号]|[a-z]+[-a-z\d]*|(?:[上下]午|早上?|晚上?|中午)?{CLOCK}(?:[-—–~至到]+{CLOCK})?"
)
_KINDS: Final = (
    _Kind(
        asked=re.compile(f"{_FEW}点(?![个种条意建要])"),
        told=re.compile(rf"\d:\d|{_DIGIT}[点时]|24小时|全天|[上下中]午|早|晚|夜|凌晨|傍晚|{_NO_NUMBER}"),
        header=re.compile("时间|[点时]$"),
    ),
    _Kind(
        asked=re.compile("几号(?![楼机线馆仓库桌车门])"),
        told=re.compile(f"{_DIGIT}|[月年][初底末]|[明后今昨]|{_NO_NUMBER}"),
        other=_NO_DAY,
    ),
    _Kind(
        asked=re.compile("哪一?[天日]|几[月号日]"),
        told=re.compile(f"{_DIGIT}|[周日天节月初底末每明后今昨即]|星期|礼拜|{_NO_NUMBER}"),
        other=_NO_DAY,
    ),
    _Kind(
        asked=re.compile(
            "(?:保修|质保|保质|有效|试用|租赁|服务|任|工|聘|租|学)期[是有为限]*(?:多[久长]|几[个年天月])"
        ),
        told=re.compile(f"{_TIME}|{_NO_NUMBER}"),
        other=re.compile(rf"{_NUMBER}个?(?:小时|天|日|工作日|分钟|月)[之以]?内|{_AMOUNT}"),
    ),
    _Kind(
        asked=re.compile(
            rf"多久|多长时间|{_FEW}个?(?:[年天月周](?![级以份])|小时|钟头|星期|礼拜|学期|工作日|分钟)|"
            "多少个?(?:[年天月周]|小时|星期|工作日|分钟)"
        ),
        told=re.compile(f"{_TIME}|{_NO_NUMBER}"),
        other=re.compile(rf"(?:{_NUMBER}年)?{_NUMBER}月{_NUMBER}[日号]|{_AMOUNT}"),
        header=re.compile(_TIME),
    ),
    _Kind(
        asked=re.compile(
            "百分之[几多]|(?:比例|占比|比率|百分比|(?<![功频速产效])率)[是为有达占到]*(?:多少|几|多[大高])"
        ),
        told=re.compile(r"[%‰成折倍比半全点]|分之|百分|\d:\d"),
        header=re.compile("[%‰率比]"),
    ),
    _Kind(
        asked=re.compile("多[高长宽深重远厚]"),
        told=re.compile(f"{_DIGIT}|{_NO_NUMBER}"),
        other=re.compile(r"(?:1\d|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"),
    ),
    _Kind(
        asked=re.compile(
            f"多少(?!个?[月年天])|多大|{_FEW}[点岁元块倍米次人度层台辆分成吨斤折页桶箱瓦升]|{_FEW}(?:公里|平)"
        ),
        told=re.compile(f"{_DIGIT}|{_NO_NUMBER}"),
    ),
)
_OTHERS: Final = (
    _Kind(
        asked=re.compile(
            "^(?!.*(?:谁|哪|几[点位]|多久|时候|吗|打电))"
            ".*(?:电话|热线|总机|传真)[号码]*(?:[是为]?(?:多少|几号|什么|啥)|$)"
        ),
        told=re.compile("[0-9]{3}|[0-9]-[0-9]"),
    ),
    _Kind(
        asked=re.compile("(?:在|去|到|来)哪(?!一?[天年月日周])|哪[里儿]|(?:什么地方|地[址点])(?:[是为在]|$)"),
        told=re.compile(""),
        other=re.compile(
            rf"{CLOCK}(?:[-—–~至到]+{CLOCK})?|{_AMOUNT}|{_NUMBER}个?(?:小时|分钟|工作日|天)[之以]?[内后前]?"
        ),
    ),
    _Kind(
        asked=re.compile(
            "(?:要|用|需要?|给|收|交|花|掏|出|付)[^,。?几]{0,2}[钱费]用?[吗么嘛不呢没]"
            "|是否[要需]?(?:收费|免费|付费|交钱|花钱)|收不收[费钱]|要不要[花交给]?[钱费]"
        ),
        told=re.compile("[0-9元钱费免块付交缴租管请加折收补贴报扣罚押不]|自理|除外"),
    ),
)
"""What else is asked for: a telephone number, a place, whether something costs money."""
_ASKS_PRICE: Final = re.compile(
    "多少钱|多少元|多少块|几[块元]|什么价|(?:价[格钱位]?|[费租]金?|收费标准)[是为]?多少"
)
_IS_NO_PRICE: Final = re.compile(rf"{_NUMBER}(?:[-—–~至到]{_NUMBER})?(?:{_NO_MONEY})")
_ASKS_WHEN: Final = re.compile("什么时候|何时|啥时候|哪一?天|几[月号]")
_NAMES_PERIOD: Final = re.compile(r"(?:\d{4}年)?(?:第?[一二三四1-4]季度|[上下]半年|年度)")
_NAME: Final = 3
"""Characters behind a period that tell a name that the question has, too."""
_ASKS_DAYS: Final = re.compile("[多几][少久]?天")
_DAYS_PAY: Final = re.compile("的?(?:工资|薪|租金)")


def is_of_another_kind(question: str, passage: Passage, span: Span) -> bool:
    """Whether a question asks for a quantity and a span tells none, or one in a unit that cannot be meant.

    A bare number in a table is told in the unit of its column's header: 更换周期（月）：6.
    """
    asked, told = fold(question).rstrip("?。!,"), fold(passage.text[span.start : span.end])
    header = fold(_header(passage.text, span.start))
    if kind := _first_asked(asked, _OTHERS):
        return not kind.is_told(told, header)
    if _ASKS_FOR_ANOTHER.search(asked):
        return False
    if _is_no_price(asked, told) or _is_part_of_name(asked, told, fold(passage.text[span.end :])):
        return True
    kind = _first_asked(asked, _KINDS)
    return kind is not None and not kind.is_told(told, header)


def _first_asked(asked: str, kinds: Iterable[_Kind]) -> _Kind | None:
    return next((kind for kind in kinds if kind.asked.search(asked)), None)


def _is_no_price(asked: str, told: str) -> bool:
    return bool(_ASKS_PRICE.search(asked) and _IS_NO_PRICE.fullmatch(told) and not re.search(_MONEY, told))


def _is_part_of_name(asked: str, told: str, after: str) -> bool:
    """Whether a time is part of a name (2025年第二季度经营分析会) or of an amount (三天工资)."""
    if _ASKS_WHEN.search(asked) and _NAMES_PERIOD.fullmatch(told):
        return len(after) >= _NAME and after[:_NAME] in asked
    return bool(_ASKS_DAYS.search(asked) and _DAYS_PAY.match(after))


def _header(text: str, place: int) -> str:
    """The header of the cell at a place; empty where there is none."""
    cell = text[max(text.rfind("\u3000", 0, place), text.rfind("\n", 0, place)) + 1 : place]
    header, colon, _ = cell.partition("：")
    return header if colon else ""
