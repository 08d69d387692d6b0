"""The day that a document is signed with, which is not the day of what it tells of."""

import re
from typing import Final

from retrieval.documents import Passage, Span
from retrieval.text import fold

_DIGIT: Final = "[0-9〇零一二三四五六七八九十]"
_DAY_ALONE: Final = re.compile(rf"\s*{_DIGIT}{{4}}\s?年\s?{_DIGIT}{{1,2}}\s?月\s?{_DIGIT}{{1,3}}\s?日\s*")
_ASKS_ISSUE: Final = re.compile(
    "发[布出文的]|[印签下颁]发|落款|公[布告示]|出台|颁布|制定|修[订改]|签[订署的字]|写|成文|生效|施行|实施|执行|"
    "通知(?:是|的|什么|哪|何)|文件"
)
"""Asks about the document itself, which its last line may tell."""


def is_signature(question: str, passage: Passage, span: Span) -> bool:
    """Whether a span is the day below a document, and the question asks about something in it.

    Such a day stands alone on the last line of a passage.
    """
    head, _, last = passage.text.rstrip().rpartition("\n")
    if span.start < len(head) or not _DAY_ALONE.fullmatch(fold(last)):
        return False
    return not _ASKS_ISSUE.search(fold(question))
