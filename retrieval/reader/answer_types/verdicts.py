"""Yes-or-no questions: the clauses that decide them, with their exception, or nothing."""

import re
from dataclasses import replace
from typing import Final

from retrieval.documents import RULED_OUT, Passage, Span
from retrieval.reader.answer_types.enumerations import without_marker
from retrieval.reader.decoding import trim
from retrieval.search.lexical.terms import holds_pair, subject
from retrieval.sentences import clause_around, sentence_around
from retrieval.text import fold

_POLAR: Final = re.compile(
    "[吗嘛么](?=$|[，。！？!?,、\\s呀啊呢])"
    "|是否|能否|可否|是不是|有没有|有无|能不能|会不会|要不要|行不行|可不可以|可以不可以|需不需要|用不用|算不算|"
    "该不该|应不应该|允不允许|让不让|给不给|支不支持|包不包|收不收|得不得"
    "|(?:可以|能|会|要|让|给|算)[^，。？?]*不(?=$|[，。！？!?])"
)
_OPEN: Final = re.compile("谁|什么|哪|几|多少|多久|多长|多大|多高|怎么|怎样|如何|为何|为什么|何时|何地")
_EXCEPTION: Final = re.compile("除外|不在此限|不受此限|不在此列|例外|不适用")
_WHETHER_THERE_IS: Final = re.compile("(?:有没有|有无|是否有|是不是有)([^，。？！?!,]+)")
_RESERVATION: Final = re.compile("但|不过|除非|只是")
_CELL: Final = "\u3000"
"""What parts the cells of a row."""
_LABEL: Final = re.compile("(?P<label>[^，,；;：:]*)(?:：|:(?![0-9]))")
"""What a clause is about: 退换：."""
_DECIDES: Final = re.compile(
    "(?:不(?:[做办含赔收包接予准许退保修管给让用]|[能可得].{0,2})|(?:禁止|严禁|谢绝).{0,3}|无需|免费)$"
)
"""A label that decides by itself, and stays: 不办：小产权."""
_SHARE: Final = 0.5
"""Of the characters of what is asked to be there, how many a sentence must hold that decides it."""


def asks_whether(question: str) -> bool:
    """Whether a question, in either script, wants a yes or a no: 可以退货吗, 有没有食堂."""
    folded = fold(question)
    return bool(_POLAR.search(folded)) and not _OPEN.search(folded)


def deciding(question: str, passage: Passage, span: Span) -> Span:
    """The clauses around a span that decide a yes-or-no question, and the exception in their sentence.

    Where the thing asked about is itself the exception, its clause alone; else an exception has its rule
    before it. Where it is asked whether there is something that the sentence does not speak of, the span is
    ruled out.
    """
    text, folded = passage.text, fold(passage.text)
    sentence = _in_cell(text, without_marker(text, *sentence_around(text, span.start, span.end)), span)
    if not _speaks_of(question, folded[slice(*sentence)]):
        return replace(span, score=RULED_OUT)
    start, end = _clauses(text, sentence, span)
    if exception := _exception(text, *sentence):
        if _is_about(question, folded, sentence, exception):
            start, end = exception
        else:
            rule, _ = clause_around(text, *_before(exception, sentence))
            start, end = min(start, max(rule, sentence[0])), max(end, exception[1])
    start, end = trim(text, start, end)
    return replace(span, start=start, end=end) if start < end else replace(span, score=RULED_OUT)


def _in_cell(text: str, sentence: tuple[int, int], span: Span) -> tuple[int, int]:
    """What a sentence has of the cells that a span has a part of, of a row or behind the number 第三条."""
    start, end = sentence
    cell = text.find(_CELL, span.end, end)
    return max(start, text.rfind(_CELL, start, span.start) + 1), end if cell < 0 else cell


def _clauses(text: str, sentence: tuple[int, int], span: Span) -> tuple[int, int]:
    """The clauses that a span has a part of, without a label (退换：), and with a reservation behind them."""
    folded, (first, last) = fold(text), sentence
    start, end = clause_around(text, span.start, span.end)
    first = max(first, start)
    if (
        (label := _LABEL.match(text, first))
        and label.end() <= span.start
        and not _DECIDES.search(folded, *label.span("label"))
    ):
        first = label.end()
    if _RESERVATION.match(folded, end + 1, last) and folded[end] == ",":
        _, end = clause_around(text, end + 1, end + 2)
    return first, min(end, last)


def _before(clause: tuple[int, int], sentence: tuple[int, int]) -> tuple[int, int]:
    """A place within the clause before another one of its sentence; where there is none, within itself."""
    start = clause[0] - 2 if clause[0] - 2 > sentence[0] else clause[0]
    return start, start + 1


def _exception(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The clause of a sentence that excepts something from its rule."""
    sign = _EXCEPTION.search(fold(text), start, end)
    return clause_around(text, *sign.span()) if sign else None


def _is_about(question: str, folded: str, sentence: tuple[int, int], exception: tuple[int, int]) -> bool:
    """Whether the exception holds a content word of the question that the rest of its sentence does not."""
    start, end = exception
    excepted, rest = folded[start:end], folded[sentence[0] : start] + folded[end : sentence[1]]
    return any(word in excepted and word not in rest for word in subject(fold(question)).words)


def _speaks_of(question: str, sentence: str) -> bool:
    """Whether a sentence holds what is asked to be there: most of its characters, and two beside each other.

    生育享受产假 has most of those of 育儿假, and does not speak of it.
    """
    thing = _WHETHER_THERE_IS.search(fold(question))
    if not thing:
        return True
    about = subject(thing[1])
    characters = "".join(about.words)
    beside = not about.pairs or any(holds_pair(sentence, pair) for pair in about.pairs)
    return beside and sum(character in sentence for character in characters) >= _SHARE * len(characters)
