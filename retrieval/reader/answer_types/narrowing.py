"""Spans that tell more than was asked: 8个月，40节14个月 for 二十节的课多久内上完."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from retrieval.documents import Passage, Span
from retrieval.numerals import in_digits, unit_at
from retrieval.reader.answer_types.quantities import CLOCK
from retrieval.text import fold

_DIGIT: Final = "[0-9〇零一二两三四五六七八九十百千万亿半]"
_COMMA: Final = r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"
"""The comma within a number."""
_NUMBER: Final = rf"{_DIGIT}(?:{_DIGIT}|\.|{_COMMA})*"
_QUANTITY: Final = re.compile(rf"(?<![0-9.]){_NUMBER}(?P<unit>[^0-9()]{{0,4}})$")
"""A number and its unit at the end of a clause."""
_ASKS_QUANTITY: Final = re.compile("多少|多[久长大高深重宽远]|几(?!部分|[个种类项]方面|点)")
_ASKS_SEVERAL: Final = re.compile("分别|各|哪些|构成|组成|怎么|如何|依次|星期|周几")
_CLAUSE: Final = re.compile(rf"(?:[^,;]|{_COMMA})+")
_LONGEST_CLAUSE: Final = 14
"""Characters of a clause that tells a quantity and what it is of, and nothing else."""
_SHARED: Final = 2
"""Characters and numbers that a clause shares with a question that asks for its quantity, at least."""

_ASKS_DAY: Final = re.compile("几[月号日]|哪一?[天日]")
_ASKS_TIME: Final = re.compile("几点|时间|时候|几时")
_DAY: Final = re.compile(
    rf"(?:{_DIGIT}{{2,4}}年)?{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}[日号](?:[（(](?:周|星期).[）)])?"
    rf"(?=(?:上午|下午|早上|晚上?|中午|凌晨)?\s?{_DIGIT}{{1,3}}[点时:：])"
)
_PART_OF_DAY: Final = "次日|凌晨|早上?|上午|中午|下午|傍晚|晚上?|夜里"
_CLOCK: Final = rf"(?:{_PART_OF_DAY})?{CLOCK}"
_HOURS: Final = re.compile(rf"(?P<opening>{_CLOCK})[-—–~至到]+(?P<closing>{_CLOCK})")
"""From when to when something is open."""
_ASKS_HOURS: Final = re.compile("(?:几点|时候).*(?:几点|时候)|时间|时段")
_ASKS_CLOSING: Final = re.compile(
    "(?:几点|时候)(?:才|就|会|能)?(?:下班|关(?!注|系)|闭|打烊|结束|收摊|散|锁|停止|截止|清场)|到(?:几点|什么时候)"
)
_ASKS_OPENING: Final = re.compile("(?:几点|时候)(?:才|就|会|能)?(?:开门|开馆|开园|开店|上班|到岗)")
_DAY_ALONE: Final = rf"(?:{_DIGIT}{{2,4}}年)?{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}[日号]?"
_DAYS: Final = re.compile(
    rf"(?:自|从)?(?P<opening>{_DAY_ALONE})(?:起)?[-—–~至到]+(?P<closing>(?:次年|当年)?{_DAY_ALONE})(?:止)?"
)
"""From which day to which day something lasts."""
_ASKS_LAST_DAY: Final = re.compile(
    "到(?:几[月号日]|哪一?[天日]|什么时候|啥时候|何时)|(?:几[月号日]|哪一?[天日]|什么时候|啥时候|何时)(?:结束|截止|到期|为止|完工|闭幕)|截止"
)
_ASKS_FIRST_DAY: Final = re.compile(
    "从(?:几[月号日]|哪一?[天日]|什么时候|何时)|(?:几[月号日]|哪一?[天日]|什么时候|啥时候|何时)(?:开始|起(?![飞来])|开工|开幕)"
)
_ASKS_NEW: Final = re.compile("新|调整?后|现在|现行|改成|改后|涨到|降到|如今|目前|今后")
_ASKS_OLD: Final = re.compile("原|以前|之前|旧")
_CHANGE: Final = re.compile(
    "(?:调整?[为至到]|改[为成至]|(?:提高|[上下]调|降低|增加|减少|涨|降|升)[至到为])(?=.*[0-9])"
)
_PER: Final = re.compile(r"[每一](?P<unit>[^\d,]{1,2})(?=\d)")
_ARTICLE: Final = re.compile(rf"第{_DIGIT}+[条款项]\s+")
_LINK: Final = re.compile("但是?|而且|并且|因此")
_ASKS_WHO: Final = re.compile("谁|哪[个位家]?(?:人|部门|单位|机构|方)")
_ASKS_WHY: Final = re.compile("为什么|为[何啥]|因何|原因|理由|缘故")
_BECAUSE: Final = re.compile("[因由][为于]|因(?!此)|[理原][由因][是为]")
_ASKS_SIGN: Final = re.compile("(?:怎么|怎样|如何|咋)[^,]{0,4}(?:知道|看出|判断|发现|分辨|确认)")
_MEANING: Final = re.compile("[,;](?:就|则|即|便)?(?:表示|说明|意味着|表明|代表)[^,;]*$")
_COUNT: Final = re.compile("(?P<count>[两三四五六七八九])(?:[个大项种类座所家]\\w{0,2}|\\w)$")
"""How many items a list has, behind it: 贵阳、昆明、南宁三城."""
_COUNTS: Final = "零一两三四五六七八九"
_ITEM_LINK: Final = re.compile("、|以及|[和及与]")
_DANGLING: Final = re.compile("(?<=[日号年月后])[在方]$")
_MEASURE: Final = re.compile("(?:发放|计发|支付|收取|执行|计算|计收|给付)$")
_BY: Final = re.compile("(?:按照?|依照?|以)$")
_LEADING: Final = re.compile(_NUMBER)
_GOES_ON: Final = re.compile("[在向]|[^;]*;")
"""What comes behind a quantity that is all that was asked for."""
_EXCEPTION: Final = re.compile(rf"{_NUMBER}[^0-9,.]{{0,4}}?(?=[之以]?外)")


def narrowed(question: str, passage: Passage, span: Span) -> Span:
    """A span without what it tells beyond the quantity or the day that is asked for.

    Of several quantities beside each other (8个月，40节14个月) the one stays whose clause has most of the
    question, or else the first; of a change (由80元涨到100元) what is new, where that is asked for; of a day
    and an hour the day; of 每天600元 the amount, where the question says 一天; and of 按基本工资的70%发放
    no verb that 按 stands before.
    """
    whole, asked = fold(passage.text), fold(question)
    text = whole[span.start : span.end]
    if _BY.search(whole, 0, span.start) and (measure := _MEASURE.search(text)) and measure.start():
        return replace(span, end=span.start + measure.start())
    start, end = next(_narrower(asked, text), (0, len(text)))
    return replace(span, start=span.start + start, end=span.start + end)


def _narrower(asked: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the narrower spans of a text are that a question asks for, the first one the best."""
    yield from _without_rest(asked, text)
    if counted := _COUNT.search(text):
        items = len(_ITEM_LINK.split(text[: counted.start()]))
        if items > 1 and _COUNTS[items : items + 1] == counted["count"]:
            yield 0, counted.start()
    if dangling := _DANGLING.search(text):
        yield 0, dangling.start()
    if _ASKS_DAY.search(asked) and not _ASKS_TIME.search(asked) and (day := _DAY.match(text)):
        yield day.span()
    if (
        (hours := _HOURS.search(text))
        and not _ASKS_HOURS.search(asked)
        and _HOURS.search(text, hours.end()) is None
    ):
        if _ASKS_CLOSING.search(asked):
            yield hours.span("closing")
        elif _ASKS_OPENING.search(asked):
            yield hours.span("opening")
    if (days := _DAYS.fullmatch(text)) and not _ASKS_HOURS.search(asked):
        if _ASKS_LAST_DAY.search(asked) and not _ASKS_FIRST_DAY.search(asked):
            yield days.span("closing")
        elif _ASKS_FIRST_DAY.search(asked) and not _ASKS_LAST_DAY.search(asked):
            yield days.span("opening")
    if _ASKS_NEW.search(asked) and not _ASKS_OLD.search(asked) and (change := _CHANGE.search(text)):
        yield change.end(), len(text)
    if _ASKS_QUANTITY.search(asked) and not _ASKS_SEVERAL.search(asked):
        yield from _quantities(asked, text)


def _without_rest(asked: str, text: str) -> Iterator[tuple[int, int]]:
    """Without the words that join a span to its sentence, or say what it means."""
    if (article := _ARTICLE.match(text)) and article.end() < len(text):
        yield article.end(), len(text)
    if (link := _LINK.match(text)) and not text.endswith("除外") and link.end() < len(text):
        yield link.end(), len(text)
    if _ASKS_WHO.search(asked) and text.startswith("由") and len(text) > _SHARED:
        yield 1, len(text)
    if _ASKS_WHY.search(asked) and (because := _BECAUSE.match(text)):
        yield because.end(), len(text)
    if _ASKS_SIGN.search(asked) and (meaning := _MEANING.search(text)) and meaning.start():
        yield 0, meaning.start()


def _quantities(asked: str, text: str) -> Iterator[tuple[int, int]]:
    if (per := _PER.match(text)) and re.search(f"[一每]{re.escape(per['unit'])}", asked):
        yield per.end(), len(text)
    if leading := _leading_quantity(text):
        yield leading
    if chosen := _quantity_of(asked, text):
        yield chosen


def _leading_quantity(text: str) -> tuple[int, int] | None:
    """Where the quantity stands that a text begins with, where more comes behind it: 3天在网上申请."""
    if exception := _EXCEPTION.match(text):
        return exception.span()
    number = _LEADING.match(text)
    end = number.end() + len(unit_at(text, number.end())) if number else 0
    return (0, end) if number and _GOES_ON.match(text, end) else None


def _quantity_of(asked: str, text: str) -> tuple[int, int] | None:
    """Where the quantity stands that is meant, of several in one unit that stand beside each other.

    It is that of the clause whose label has most of the question, or else that of the first one.
    """
    clauses = [clause for clause in _CLAUSE.finditer(text) if clause[0].strip()]
    found = [quantity for clause in clauses if (quantity := _QUANTITY.search(clause[0]))]
    if not 1 < len(clauses) == len(found) or any(len(clause[0]) > _LONGEST_CLAUSE for clause in clauses):
        return None
    if len({quantity["unit"] for quantity in found}) > 1:
        return None
    shared = [
        _shared(asked, clause[0][: quantity.start()]) for clause, quantity in zip(clauses, found, strict=True)
    ]
    best = max(range(len(shared)), key=shared.__getitem__)
    if not best or shared[best] < _SHARED:
        return clauses[0].span()
    return clauses[best].start() + found[best].start(), clauses[best].end()


def _shared(asked: str, label: str) -> int:
    """How many characters and numbers of a label the question has; none where it has none of its numbers."""
    numbers = re.findall("[0-9]+", in_digits(label))
    in_question = re.findall("[0-9]+", in_digits(asked))
    if numbers and not set(numbers) & set(in_question):
        return 0
    return len(set(label) & set(asked)) + _SHARED * len(numbers)
