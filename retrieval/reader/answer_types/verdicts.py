"""Yes-or-no questions: the sentence that decides them, with its exception, or nothing."""

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
_SHORT: Final = 30
"""Characters of a sentence that is given whole; of a longer one the clauses."""
_SHARE: Final = 0.5
"""Of the characters of what is asked to be there, how many a sentence must hold that decides it."""


def asks_whether(question: str) -> bool:
    """Whether a question, in either script, wants a yes or a no: 可以退货吗, 有没有食堂."""
    folded = fold(question)
    return bool(_POLAR.search(folded)) and not _OPEN.search(folded)


def deciding(question: str, passage: Passage, span: Span) -> Span:
    """The clauses around a span that decide a yes-or-no question, up to the exception in their sentence.

    Where the thing asked about is itself the exception, its clause alone. Where it is asked whether there is
    something that the sentence does not speak of, the span is ruled out.
    """
    text, folded = passage.text, fold(passage.text)
    sentence = without_marker(text, *sentence_around(text, span.start, span.end))
    if not _speaks_of(question, folded[slice(*sentence)]):
        return replace(span, score=RULED_OUT)
    start, end = _clauses(text, sentence, span)
    if exception := _exception(text, *sentence):
        if _is_about(question, folded, sentence, exception):
            start, end = exception
        else:
            start, end = min(start, exception[0]), max(end, exception[1])
    start, end = trim(text, start, end)
    return replace(span, start=start, end=end) if start < end else replace(span, score=RULED_OUT)


def _clauses(text: str, sentence: tuple[int, int], span: Span) -> tuple[int, int]:
    """What semicolons part of a sentence, where it is short; else the clauses that a span has a part of."""
    folded, (first, last) = fold(text), sentence
    start = max(folded.rfind(";", first, span.start) + 1, first)
    stop = folded.find(";", span.end, last)
    end = last if stop < 0 else stop
    return (start, end) if end - start <= _SHORT else clause_around(text, span.start, span.end)


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
