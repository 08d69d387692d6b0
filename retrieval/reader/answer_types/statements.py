"""Statements of a document: a clause that is asked for by its number, and what is no answer.

No answers are the questions of an FAQ, the day of a signature, and what is forbidden.
"""

import re
from dataclasses import replace
from typing import Final

from retrieval.documents import TITLE_SEPARATOR, Passage, Span
from retrieval.numerals import in_digits
from retrieval.reader.decoding import trim
from retrieval.sentences import clause_around, sentence_around
from retrieval.text import alike, fold

_DIGIT: Final = "[0-9〇零一二三四五六七八九十]"
_DAY_ALONE: Final = re.compile(rf"\s*{_DIGIT}{{4}}\s?年\s?{_DIGIT}{{1,2}}\s?月\s?{_DIGIT}{{1,3}}\s?日\s*")
_ASKS_ISSUE: Final = re.compile(
    "发[布出文的]|[印签下颁]发|落款|公[布告示]|出台|颁布|制定|修[订改]|签[订署的字]|写|成文|生效|施行|实施|执行|"
    "通知(?:是|的|什么|哪|何)|文件"
)
"""Asks about the document itself, which its last line may tell."""
_ASKS_WHAT_TO_DO: Final = re.compile(
    "[带穿备]什么|[带穿备]啥|[带穿备]哪些|(?:携带|准备|自备)(?:什么|啥|哪些)"
)
_NOT: Final = re.compile("请?勿|不[要得可能准许允带穿]|禁止|严禁|谢绝|别带")
_ASKED_AND_ANSWERED: Final = re.compile(
    r"\s*(?:问题?|提问|q\d*)\s*[:.、]\s*(?P<question>[^\n]+?)\s*(?:答|回答|解答|a\d*)\s*[:.、]\s*|"
    r"(?P<line>[^\n]+?[?？])[ \t]*\n\s*(?:(?:答|回答|解答|a\d*)\s*[:.、]\s*)?",
    re.IGNORECASE,
)
_CLAUSE_NUMBER: Final = re.compile(rf"\s*(?P<number>第{_DIGIT}+百?十?{_DIGIT}*[条款章])\s*")
_ASKS_CLAUSE: Final = re.compile(
    "(?P<number>第[0-9]+[条款章])(?:的?(?:具体)?(?:规定|内容|说|讲|写)(?:了|的)?(?:是|有)?|是|有)?(?:什么|啥|哪些)(?:规定|内容)?[?？。]?$"
)
_LONGEST_CLAUSE: Final = 200
"""Characters of a clause that is given whole."""
_STATED: Final = 3.0
"""Log-odds of a clause that is asked for by its number."""
_QUESTION: Final = re.compile(r"\s*(?:[-*#>\d.、\s]*)(?:问题?|提问|q)\d*\s*[:.、]")
"""The beginning of a line that is a question of an FAQ."""


def clause_asked_for(question: str, passage: Passage) -> Span | None:
    """The clause whose number a question names, where it asks what that says: 第三条规定了什么.

    It stands behind its number on one line, or is all of a passage of one line whose title begins with that.

    Returns:
        The span, as likely as an answer that is read without doubt; None for others.
    """
    asked = _ASKS_CLAUSE.search(in_digits(fold(question)))
    if asked is None:
        return None
    place = 0
    for line in passage.text.split("\n"):
        number = _CLAUSE_NUMBER.match(fold(line))
        if number and in_digits(number["number"]) == asked["number"] and number.end() < len(line):
            start, end = trim(passage.text, place + number.end(), place + len(line))
            return Span(start, end, _STATED) if end - start <= _LONGEST_CLAUSE else None
        place += len(line) + 1
    heading = _CLAUSE_NUMBER.match(fold(passage.title.rpartition(TITLE_SEPARATOR)[2]))
    is_all = heading and in_digits(heading["number"]) == asked["number"] and "\n" not in passage.text
    start, end = trim(passage.text, 0, len(passage.text))
    return Span(start, end, _STATED) if is_all and 0 < end - start <= _LONGEST_CLAUSE else None


def without_question(passage: Passage) -> tuple[Passage, int]:
    """A passage of an FAQ as what is answered, with the question as part of its title.

    Returns:
        The passage, and where its text begins in that of the whole one; others as they are, and 0.
    """
    asked = _ASKED_AND_ANSWERED.match(passage.text.replace("：", ":"))
    if not asked or asked.end() == len(passage.text):
        return passage, 0
    question = passage.text[slice(*asked.span("question" if asked["question"] else "line"))]
    title = TITLE_SEPARATOR.join(filter(None, (passage.title, question)))
    return replace(passage, text=passage.text[asked.end() :], title=title), asked.end()


def is_asked(question: str, passage: Passage) -> bool:
    """Whether a question, whatever its script and punctuation, is the last part of the title of a passage."""
    asked = alike(question)
    return bool(asked) and asked == alike(passage.title.rpartition(TITLE_SEPARATOR)[2])


def is_question(passage: Passage, span: Span) -> bool:
    """Whether a span is of a question that a passage answers: 问：可以带宠物吗？

    It stands on a line or in a sentence that begins with 问, or is the first of several lines.
    """
    start, end = sentence_around(passage.text, span.start, span.end)
    if _QUESTION.match(fold(passage.text), start, end):
        return True
    head, break_, _ = passage.text.partition("\n")
    return bool(break_) and span.end <= len(head) and head.rstrip().endswith(("？", "?"))


def is_forbidden(question: str, passage: Passage, span: Span) -> bool:
    """Whether a question asks what to take or do, and a span is what its clause says not to: 请勿携带手机."""
    asked = fold(question)
    if not _ASKS_WHAT_TO_DO.search(asked) or _NOT.search(asked):
        return False
    start, _ = clause_around(passage.text, span.start, span.end)
    return bool(_NOT.search(fold(passage.text[start : span.start])))


def is_signature(question: str, passage: Passage, span: Span) -> bool:
    """Whether a span is the day below a document, and the question asks about something in it.

    Such a day stands alone on the last line of a passage.
    """
    head, _, last = passage.text.rstrip().rpartition("\n")
    if span.start < len(head) or not _DAY_ALONE.fullmatch(fold(last)):
        return False
    return not _ASKS_ISSUE.search(fold(question))
