"""Numerals: what counts as a number in Chinese text, and its value, however it is written."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

_FINANCIAL: Final = str.maketrans("壹贰叁参肆伍陆柒捌玖拾佰仟○", "一二三三四五六七八九十百千零")
_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SHARES: Final = {"百": "%", "千": "‰", "万": "‱"}

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[0-9]+)(?:\.[0-9]+)?"
_CHINESE = "〇零○一二两三四五六七八九"
_WRITTEN = f"[{_CHINESE}十壹贰叁肆伍陆柒捌玖拾]|参(?=[拾佰仟])"
_POWERS = "百佰千仟万亿"
_FRACTION = f"(?<=[{_CHINESE}])点[{_CHINESE}]++(?![十刻钟]|分(?!之))"
_RUN = (
    f"(?:{_ARABIC}|{_WRITTEN})"
    f"(?:(?<![0-9])(?:{_WRITTEN})|[{_POWERS}]|(?<=[{_POWERS}]){_ARABIC}|{_FRACTION})*+"
)
_NUMERAL: Final = re.compile(
    rf"(?=[0-9{_CHINESE}十百千万壹贰叁参肆伍陆柒捌玖拾])(?<![a-z0-9廿卅十{_CHINESE}{_POWERS}])(?<![0-9]\.)(?:(?P<share>[百千万])分之(?P<part>{_RUN}|百)"
    rf"|(?P<whole>(?:{_WRITTEN})+)分之(?P<of>(?:{_WRITTEN})+)|(?P<run>{_RUN}))(?![a-z0-9]|\.[0-9])"
)
_TOKEN: Final = re.compile(rf"{_ARABIC}|.点[{_CHINESE}]+|.")
_DATE: Final = re.compile(
    r"(?<![0-9./-])((?:19|20)[0-9]{2})([-/.])(0?[1-9]|1[0-2])\2([12][0-9]|3[01]|0?[1-9])(?![0-9]|[./-][0-9])"
)

_UNIT: Final = re.compile(
    "个月|个?(?:小时|工作日|星期|季度|百分点|月|学[分年期时]|课时)|周?[年岁]|公[里斤顷分升]|平方(?:公里|千米|米)?|立方米?|千米|英[寸里]|海里|"
    "[月日号天时秒周次人名位家个条章款项期届批级等层楼栋幢座班组段米斤克吨升毫厘亩倍折辆艘架只根支枝朵颗粒块片张幅本份封套件"
    "副间所户桌笔种类部枚起步箱瓶盒袋包杯碗罐桶棵株排列字句页册卷编集局轮场趟遍回头匹双对室区环圆]|刻|分钟?(?!店)|点|代(?!表)|节|"
    "台(?![山河县])|元(?![里桥化论次函方])|单元|口(?:人|之家)|门(?:课|功课|学科|科)|路(?:公交|车)|道(?:题|菜|工序)|"
    "成(?!不变|为|了|立)|车道|维(?:空间|图)"
)
_ALIKE: Final = ("号日", "日天", "点时", "元圆块", "人名位", "楼层")
# Words of numerals that count nothing, read from the numeral on.
_NO_NUMBERS: Final = re.compile(
    "一(?:起|次性|条龙|块儿|时|回事|日游|级棒|片汪洋|家之言|对一|双手|般|成不变|节省|排除|年到头|天到晚|个劲|代(?!码)"
    "|点(?![钟半整零至到前后]|[二三四五]?十))|十分(?!钟|之)|四季(?!度)|二人转|两(?:口子|岸|会)|八路|三级跳|三字经|"
    "三个代表|四周(?:围|都|是|环)"
)
_NO_ORDINALS: Final = re.compile("一(?:时间|手|线|夫人|反应|印象|桶金)|三(?:方|者|世界)")
_POINTING: Final = re.compile("[哪每某同另这那任统唯万单]一$")
_HOUR: Final = re.compile("[午晨晚夜上]$|[点时]$")


class Numeral(NamedTuple):
    """A number in a text.

    Attributes:
        start: Where it starts.
        end: One past its last character.
        value: Its value in Arabic digits: 12000, 3.5, 2/3, 5%; codes keep their zeros in front.
    """

    start: int
    end: int
    value: str


_TO: Final = "-—–~至到"
"""What stands between the two numbers of a range."""
_FROM: Final = re.compile(rf"(?<![0-9.])(?P<number>[0-9]{{1,6}})[^0-9\s,;。—–~-]{{0,2}}[{_TO}]+$")
_LONGEST_FROM: Final = 12
_LONGEST_WRITTEN: Final = 32
"""Characters of the same before its number is written in digits: 十二万三千四百五十六元至."""
_WITH_UNIT: Final = re.compile(r"(?P<number>[0-9]{1,6})(?P<unit>[^0-9\s]{1,4})")


def numerals(text: str) -> Iterator[Numeral]:
    """Find the numbers in folded text, in their order.

    Left out are words that hold numerals but count nothing (一般, 三亚, 万一, 第一时间), approximations
    (三四天, 几十), and digits that are part of a Latin word (h7n9).
    """
    for match in _NUMERAL.finditer(text):
        if value := _value(text, match):
            yield Numeral(*match.span(), value)


def in_digits(text: str) -> str:
    """Folded text with each number written in one way: 第三条 → 第3条, 一万二千 → 12000, 百分之五 → 5%."""
    text = _DATE.sub(lambda date: f"{date[1]}年{int(date[3])}月{int(date[4])}日", text)
    pieces, end = [], 0
    for numeral in numerals(text):
        pieces += [text[end : numeral.start], numeral.value]
        end = numeral.end
    return "".join([*pieces, text[end:]])


def unit_at(text: str, place: int) -> str:
    """The unit or classifier that stands at a place of folded text, "" for none: 年, 公里, 个月."""
    unit = _UNIT.match(text, place)
    return unit[0] if unit else ""


def same_unit(one: str, other: str) -> bool:
    """Whether two units may count the same: 号 and 日, 3个 and 3名, 10周年 and 10年, and none and any."""
    one, other = _bare(one), _bare(other)
    return one == other or not one or not other or any(one in alike and other in alike for alike in _ALIKE)


def _bare(unit: str) -> str:
    return unit if unit == "个月" else re.sub("^(?:个|周(?=.))|(?<=分)钟$", "", unit)


def _value(text: str, match: re.Match[str]) -> str | None:
    if match["share"]:
        part = "100" if match["part"] == "百" else _read(match["part"])
        return part and part + _SHARES[match["share"]]
    if match["whole"]:
        whole, part = _read(match["whole"]), _read(match["of"])
        return f"{part}/{whole}" if whole and part else None
    if not match["run"].isascii() and not _counts(text, *match.span()):
        return None
    return _read(match["run"])


def _counts(text: str, start: int, end: int) -> bool:
    """Whether Chinese numerals at a place count something, and are no part of another word."""
    run = text[start:end]
    if start and text[start - 1] == "第":
        return not _NO_ORDINALS.match(text, start)
    if start and text[start - 1] in "几数" and not set(run) - set("十百千万亿"):
        return False
    if len(run) > 1:
        return True
    if _POINTING.search(text, max(0, start - 1), end):
        return False
    if run in "一十" and _HOUR.search(text, max(0, start - 1), start) and text[end : end + 1] in ("点", "分"):
        return True
    return bool(_UNIT.match(text, end)) and not _NO_NUMBERS.match(text, start)


def _read(run: str) -> str | None:
    """The value of a run of digits and numerals, or None where it is none: 三四, 二三十."""
    if run.isascii():
        return _plain(run.replace(",", ""))
    run = run.translate(_FINANCIAL)
    if all(character in _DIGITS for character in run):
        return _spelt(run)
    value = _counted(run)
    return None if value is None else _plain(format(value, "f"))


def _spelt(run: str) -> str | None:
    """Digits one after another, 二〇二一; two or three without a nought are none: 三四天, 一二线."""
    if len(run) == 1 and run not in "零〇":
        return str(_DIGITS[run])
    if "两" in run or (len(run) < 4 and not set(run) & set("零〇")) or len(run) == 1:
        return None
    return _plain("".join(str(_DIGITS[character]) for character in run))


def _counted(run: str) -> Decimal | None:
    """Numerals with their units: 一万二千, 3.6万, 三百五 (350)."""
    total = section = Decimal(0)
    number: Decimal | None = None
    unit, nought = Decimal(1), False
    for token in _TOKEN.findall(run):
        if token in _UNITS:
            power, counted, number = Decimal(_UNITS[token]), number, None
            if power >= 10_000:
                section += counted or 0
                if not section and not total:
                    return None
                total = (total + section) * power if power > 10_000 else total + section * power
                section = Decimal(0)
            elif counted is None and power > 10:
                return None
            else:
                section += (1 if counted is None else counted) * power
            unit, nought = power, False
        elif number is not None:
            return None
        elif _DIGITS.get(token) == 0:
            nought = True
        else:
            number = _digit(token)
    if number is not None and not nought and unit >= 100 and number < 10:
        number *= unit / 10
    return total + section + (number or 0)


def _digit(token: str) -> Decimal:
    """What one token is worth: 五, 36, 3.6, 三点五."""
    if token.isascii():
        return Decimal(token.replace(",", ""))
    whole, _, part = token.partition("点")
    places = "".join(str(_DIGITS[character]) for character in part)
    return Decimal(f"{_DIGITS[whole]}.{places or 0}")


def _plain(digits: str) -> str:
    """Digits without what adds nothing to their value: 3.50 → 3.5, 07 → 7; 0386 is a code and kept."""
    whole, _, part = digits.partition(".")
    if len(whole) == 2 or part:
        whole = whole.lstrip("0") or "0"
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _range_from(text: str) -> int | None:
    """The number that begins a range whose end comes right behind a text, in digits: 7 for 7—, before 9幢."""
    match = _FROM.search(text[-_LONGEST_FROM:])
    return int(match["number"]) if match else None


@lru_cache(maxsize=1024)
def _range_from_written(text: str) -> int | None:
    return _range_from(in_digits(text)) if text.endswith(tuple(_TO)) else None


def range_from_before(text: str, place: int) -> int | None:
    """The number, however written, from which a range goes that ends at a place of folded text: 7 in 7—9幢.

    It is asked for each number of a passage, so no more of the text is read than a range may have.
    """
    return _range_from_written(text[max(0, place - _LONGEST_WRITTEN) : place])


def is_in_range(name: str, text: str) -> bool:
    """Whether a text, in digits, has a range that a number with its unit is in: 8幢 is in 7—9幢."""
    said = _WITH_UNIT.fullmatch(name)
    if said is None:
        return False
    number, unit = int(said["number"]), said["unit"]
    for last in re.finditer(rf"(?<![0-9.])([0-9]{{1,6}}){re.escape(unit)}", text):
        first = _range_from(text[max(0, last.start() - _LONGEST_FROM) : last.start()])
        if first is not None and first <= number <= int(last[1]):
            return True
    return False
