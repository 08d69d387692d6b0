"""Sums, differences and comparisons: nothing is reckoned, so only a sentence that states one answers."""

import re
from typing import Final

from retrieval.documents import Passage, Span
from retrieval.sentences import sentence_around
from retrieval.text import fold

_DEGREES: Final = "多少大小高低长短远快慢贵重轻早晚老便宜好差强弱热冷深浅宽窄"
_MOST: Final = re.compile(
    f"(?:哪(?!天|年|月|日)|谁)[^，。？?]*最[{_DEGREES}]|最[{_DEGREES}][^，。？?]*的[^，。？?]*(?:哪(?!天|年|月|日)|谁)"
)
_STATES_MOST: Final = re.compile(
    "最(?!高不|多不|大不|长不|低不|少不|迟|晚|后|近|新|终|初)|第一|首[位次个先创]|居首|[榜之]首|冠军|率先|"
    "均(?:高|低|多|少)于|超过其[他它]"
)
_SUM: Final = re.compile("一共|总共|共有|合计|总计|共计|加起来|加在一起|总和|之和|平均")
_SEVERAL: Final = re.compile(
    "和|(?<!参)与|跟|及(?!格)|、|[两二三四五六七八九十][所个家种类座条队班处人]|各|所有|全部|平均"
)
_STATES_SUM: Final = re.compile(
    "(?<!公)共(?![同用享])|合计|总计|总和|之和|总[数量额面人价体]|累计|平均|人均|加起来"
)
_DIFFERENCE: Final = re.compile(
    "相差|差距|差多少|差几|差额|比[^，。？?]+(?:多|少|高|低|贵|便宜|早|晚|大|小|长|短|快|慢|重|轻)(?:了|出)?(?:多少|几)"
)
_STATES_DIFFERENCE: Final = re.compile(
    "相差|差距|差额|差价|比(?![赛例如])|较|[高多]出|[高低多少]于|增长|增加|减少|下降|降低|上升|提高"
)
_COUNTED: Final = (
    r"(?<![\d.第])(?P<count>\d{1,2}(?:\.\d+)?|[一二两三四五六七八九十百半]+)(?P<measure>个半?(?:小时|钟头|月|星期|工作日)|"
    r"小时|天|晚|夜|周|年|次|张|件|个(?=[要得]?多少)|台|只|斤|公斤|千克|吨|公里|站|本|份|套|辆|间|门|科)"
)
_PRICE: Final = re.compile(
    f"{_COUNTED}[^，。？?]*(?:多少钱|多少元|多少块|几块|几元|什么价|多少费用|费用是?多少|(?:收|付|交|花|要)多少)"
)
_DIGITS: Final = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_ONE: Final = 1


def asks_what_is_not_stated(question: str, passage: Passage, span: Span) -> bool:
    """Whether a question asks for a sum, a difference, a comparison or a price of several things that the
    sentence around a span does not state in so many words."""
    asked = fold(question)
    text = fold(passage.text)
    sentence = text[slice(*sentence_around(passage.text, span.start, span.end))] + fold(passage.title)
    if _MOST.search(asked) and not _STATES_MOST.search(sentence):
        return True
    if _SUM.search(asked) and _SEVERAL.search(_SUM.sub("", asked)) and not _STATES_SUM.search(sentence):
        return True
    if _DIFFERENCE.search(asked) and not _STATES_DIFFERENCE.search(sentence):
        return True
    return _is_unstated_price(asked, sentence)


def _is_unstated_price(asked: str, sentence: str) -> bool:
    """Whether a price of several things is asked for (停3小时多少钱) whose number the sentence lacks."""
    price = _PRICE.search(asked)
    if price is None:
        return False
    wanted = _number(price["count"]), price["measure"]
    if wanted[0] == _ONE:
        return False
    return all(
        (_number(found["count"]), found["measure"]) != wanted for found in re.finditer(_COUNTED, sentence)
    )


def _number(count: str) -> float | str:
    """The value of a number up to 99, in Arabic or Chinese; others as they are written."""
    if count[0].isascii():
        return float(count)
    tens, ten, ones = count.rpartition("十")
    if any(digit not in _DIGITS for digit in (*tens, *ones)) or len(tens) > 1 or len(ones) > 1:
        return count
    if not ten:
        return _DIGITS[ones]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
