"""Citations: title and file of a passage, and how sure something is."""

import math
import re
from collections.abc import Sequence
from typing import Final

from bot.telegram.messages.truncation import clip, one_line
from retrieval.documents import DocumentName

_TITLES: Final = 3
"""How many documents are named where a question was kept to some."""
_TITLE_UNITS: Final = 60
_HOST_ENDING: Final = re.compile(r"\.(?=(?:md|zip)\b)", re.IGNORECASE)
"""The dot before an ending of files that is an ending of hosts, too."""
_WORD_JOINER: Final = "\u2060"


def titles(documents: Sequence[DocumentName]) -> str:
    """The first documents by title: 《采购合同》《租赁合同》; … stands for more."""
    shown = [origin(clip(one_line(each.label), _TITLE_UNITS), "") for each in documents[:_TITLES]]
    return "".join(shown) + "…" * (len(documents) > _TITLES)


def origin(title: str, source: str) -> str:
    """Title and source in one line: 《星湖高新区设立科创投资基金》 · 园区周报.txt."""
    if title and "《" not in title:
        title = f"《{title}》"
    return beside(title, source)


def unlinked(name: str) -> str:
    """The name of a file as Telegram makes no link of it: 计划.md would be somebody's host in Moldova."""
    return _HOST_ENDING.sub(f"{_WORD_JOINER}.", name)


def percent(confidence: float) -> int:
    """A confidence, 0 to 1, in whole per cent, never 100 for less than certain."""
    return math.floor(100 * confidence)


def beside(*parts: str) -> str:
    """All parts that are not empty, in one line."""
    return " · ".join(filter(None, parts))
