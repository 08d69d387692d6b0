"""Citations: title, file, date and page of a passage; and phrases of the terminal."""

import math
from typing import Final

from retrieval.documents import Passage
from retrieval.faq import is_faq

NOT_FOUND: Final = "没有找到"
"""The terminal's text for no answer."""

UNSURE: Final = "不太确定"
"""The terminal's mark before an answer that is not sure."""


def origin(title: str, source: str) -> str:
    """Title and source in one line: 《星湖高新区设立科创投资基金》 · 园区周报.txt."""
    if title and "《" not in title:
        title = f"《{title}》"
    return beside(title, source)


def whereabouts(passage: Passage) -> str:
    """Date and page in one line for the terminal, "" where neither is known: 2024年6月18日 · 第3页."""
    day = passage.published
    date = f"{day.year}年{day.month}月{day.day}日" if day else ""
    if is_faq(passage):
        return f"由管理者答复，{date}"
    page = f"第{passage.page}页" if passage.page is not None else ""
    return beside(date, page)


def recognised(passage: Passage) -> str:
    """For the terminal, that a passage was recognised in a picture, and how surely; "" where it was not."""
    return "" if passage.recognised is None else f"识别自图片，识别置信度 {percent(passage.recognised)}%"


def percent(confidence: float) -> int:
    """A confidence, 0 to 1, in whole per cent, never 100 for less than certain."""
    return math.floor(100 * confidence)


def beside(*parts: str) -> str:
    """All parts that are not empty, in one line."""
    return " · ".join(filter(None, parts))
