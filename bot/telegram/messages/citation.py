"""Citations: title and file of a passage, and how sure something is."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, clip_middle, one_line, units
from retrieval.documents import TITLE_SEPARATOR, Answer, DocumentName, Passage
from retrieval.faq import is_faq

_TITLES: Final = 3
"""How many documents are named where a question was kept to some."""
_TITLE_UNITS: Final = 60
NAME_UNITS: Final = 120
"""The longest title or name of a file below a passage."""
_BRIEF_UNITS: Final = 20
"""The longest title before words of its passage, where little more than a line is seen."""
_SOURCES: Final = 5
_SOURCES_UNITS: Final = 1500
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


def sources(answer: Answer, translator: Translator) -> list[str]:
    """The lines under a passage: title, file, date and page, and other places that say the same."""
    own, passage = name(answer.passage), answer.passage
    if is_faq(passage) and passage.published:
        lines = [origin(title_of(passage), ""), translator.plain("faq-source", day=passage.published)]
    else:
        lines = [*filter(None, (own, whereabouts(passage, translator), _recognised(passage, translator)))]
    mine, *places = (_dated(place, translator) for place in (passage, *answer.also))
    others = [place for place in dict.fromkeys(places) if place not in {"", mine}]
    named = list(_fitting(others[:_SOURCES], _SOURCES_UNITS))
    if others:
        lines += ["", translator.plain("also-in"), *named]
    if len(others) > len(named):
        lines.append(translator.plain("more-places", count=len(others)))
    return lines


def _dated(passage: Passage, translator: Translator) -> str:
    """Title, file and date of a passage in one line."""
    day = translator.plain("published", day=passage.published) if passage.published else ""
    return beside(name(passage), day)


def whereabouts(passage: Passage, translator: Translator) -> str:
    """Date and page in one line, "" where neither is known."""
    return beside(
        translator.plain("published", day=passage.published) if passage.published else "",
        translator.plain("page", page=passage.page) if passage.page is not None else "",
    )


def _recognised(passage: Passage, translator: Translator) -> str:
    """That a passage was recognised in a picture, and how surely; "" where it was not."""
    if passage.recognised is None:
        return ""
    return translator.plain("recognised", percent=percent(passage.recognised))


def _fitting(lines: Iterable[str], room: int) -> Iterator[str]:
    """The first lines that fit into `room` units together."""
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            return
        yield line


def name(passage: Passage) -> str:
    """Title and file of a passage in one line, each clipped."""
    return origin(title_of(passage), unlinked(clip(one_line(passage.source), NAME_UNITS)))


def title_of(passage: Passage) -> str:
    """The title of a passage in one line, clipped."""
    return clip(one_line(passage.title), NAME_UNITS)


def brief_title(passage: Passage) -> str:
    """The title of a passage in half a line: a long one by its beginning and its end.

    The end is its last section, which tells passages of one document apart.
    """
    title = one_line(passage.title)
    document, separator, section = title.rpartition(TITLE_SEPARATOR)
    if separator and units(title) > _BRIEF_UNITS:
        section = clip_middle(section, _BRIEF_UNITS // 2)
        brief = beside(clip(document, _BRIEF_UNITS - units(separator + section)), section)
    else:
        brief = clip_middle(title, _BRIEF_UNITS)
    return brief if "《" in title else origin(brief, "")
