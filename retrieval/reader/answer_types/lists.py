"""List questions (有哪些, 包括什么): all items of the enumeration that the reader found a part of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from retrieval.documents import TITLE_SEPARATOR, Passage, Span
from retrieval.reader.answer_types.enumerations import Enumeration, Place, enumerations
from retrieval.reader.answer_types.tables import column
from retrieval.reader.decoding import trim
from retrieval.text import fold, tagged, words

_WANTED: Final = (
    "[有含带交备需要供卖列设穿戴拿领装搁放]|包括|包含|携带|准备|提交|提供|开设|经营|安排|涉及|注意|出示|"
    "符合|带上"
)
_WHICH_NUMBER: Final = "几号(?P<kind>[楼厅门窗馆线院库桌房厂])"
_LIST: Final = re.compile(
    f"哪些|哪[几两二三四五六七八九十]|{_WHICH_NUMBER}"
    f"|(?:{_WANTED})[了着过些点]*(?:什么|啥)(?!时|地方|人|价|关系|区别|意思|名字|用|问题[？?]?$)"
    "|(?:分别|依次)(?:是|为|有|叫|由)|都(?:有|是|叫)(?:谁|什么|啥|哪)|有谁|何种情[形况]|啥事"
)
_MOST: Final = 0.5
"""How much of an item the reader must have found that did not begin where it begins."""
_ASIDE: Final = 2
"""Characters from the beginning of an item that still are its beginning."""
_JOINTS: Final = re.compile("、|以及|及|和|与")
_STOPS: Final = re.compile("[、，,。；;：:！？!?\n]")
_CUES: Final = re.compile("包括|包含|分为|分成|开设|设有|提供|提交|携带|准备|[有是为含带由设]")
_RUN_ITEM: Final = re.compile(
    r"(?:[(（][^()（）\n]*[)）]|(?<=\d):(?=\d)|"
    r"(?!、|以及|及|和|与|等|[两二三四五六七八九十\d]+[个种项门类所家名位大座款])[^，,。；;：:！？!?\n])+"
)
_NUMBERED: Final = re.compile(r"\d+(?P<kind>[^\d、，,。；;]{1,3})$")
_NUMBERED_JOINT: Final = "(?:[、和及与至到]|[-—~～]+)"
_ITEM: Final = 8
"""Characters of an item of a run that its clause does not seem to go on after."""
_HEADED: Final = 2.0
"""Log-odds that a list gains whose heading is what the question asks for: 报名材料 over 报名材料有哪些."""
_HEADING_NUMBER: Final = re.compile(
    r"(?:第?[〇零一二三四五六七八九十百\d.]+[章节条款部分、.．)）\s]*|[(（][^()（）]*[)）])\s*"
)
_LEAST_HEADING: Final = 2
_GOING_ON: Final = ("v", "d", "p", "u")
"""Tags of words with which a clause goes on after its last item."""


def asks_for_list(question: str) -> bool:
    """Whether a question, in either script, wants all of several things, and not their number."""
    return bool(_LIST.search(fold(question)))


def with_all_items(question: str, passage: Passage, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch an enumeration become all of its items, in one span of several pieces.

    Items in one run within a sentence (甲、乙和丙) become one span. Spans of the same enumeration become one,
    as good as the best of them, and better where its heading is asked for; others stay as they are.
    """
    known = enumerations(passage.text)
    gain = _HEADED if _asks_for_section(question, passage.title) else 0.0
    return tuple(_completed(question, passage.text, span, known, gain) for span in spans)


def _asks_for_section(question: str, title: str) -> bool:
    """Whether a question names the heading of the section that a passage stands in."""
    heading = _HEADING_NUMBER.sub("", fold(title.rpartition(TITLE_SEPARATOR)[2]), count=1)
    return len(heading) >= _LEAST_HEADING and heading in fold(question)


def _completed(question: str, text: str, span: Span, known: Sequence[Enumeration], gain: float) -> Span:
    enumerated = _items(text, span, known)
    items = enumerated or column(question, text, span)
    if len(items) < 2:
        start, end = _run(text, span.start, _with_kind(question, text, span.end))
        return replace(span, start=start, end=end)
    score = span.score + gain if enumerated else span.score
    return replace(span, start=items[0][0], end=items[0][1], score=score, items=items)


def _items(text: str, span: Span, known: Sequence[Enumeration]) -> tuple[Place, ...]:
    """The items of the smallest enumeration that a span has a part of, or leads in."""
    touched = [
        enumeration
        for enumeration in known
        if any(_is_part(enumeration, item, span) for item in enumeration.items)
        or _leads_in(enumeration, span)
    ]
    smallest = min(touched, key=lambda each: each.items[-1][1] - each.items[0][0], default=None)
    return smallest.items if smallest else ()


def _is_part(enumeration: Enumeration, item: Place, span: Span) -> bool:
    """Whether a span is an item, or the beginning of one; of a loose one most of it.

    What stands in the midst of a long item is an answer of its own.
    """
    shared = min(item[1], span.end) - max(item[0], span.start)
    begins = not enumeration.loose and item[0] <= span.start <= item[0] + _ASIDE
    return shared > 0 and (begins or shared >= _MOST * (item[1] - item[0]))


def _leads_in(enumeration: Enumeration, span: Span) -> bool:
    start, end = enumeration.lead_in
    return not enumeration.loose and start <= span.start and span.end <= end


def _with_kind(question: str, text: str, end: int) -> int:
    """Where a span ends that ends here, with what the number is one of: 7号 of 7号楼 for 几号楼."""
    asked = re.search(_WHICH_NUMBER, fold(question))
    return end + 1 if asked and text[end - 1 : end + 1] == f"号{asked['kind']}" else end


def _run(text: str, start: int, end: int) -> Place:
    """A span that stops within a run of items (甲、乙和丙), with the rest of the run."""
    start, end = _numbered_run(text, start, end)
    while start > 0 and text[start - 1] == "、":
        start = _item_before(text, start - 1)
    while joint := _JOINTS.match(text, end):
        after = _item_after(text, joint.end())
        if after == joint.end() or (joint[0] != "、" and "、" not in text[start:end]):
            break
        end = after
    return trim(text, start, end)


def _numbered_run(text: str, start: int, end: int) -> Place:
    """A span of numbered things (7号楼) with those beside it: 3号楼、5号楼和7号楼, 1至6号楼."""
    numbered = _NUMBERED.search(text, start, end)
    if not numbered:
        return start, end
    kind = re.escape(numbered["kind"])
    before = re.search(rf"(?:\d+(?:{kind})?{_NUMBERED_JOINT})*$", text[:start])
    after = re.compile(rf"(?:{_NUMBERED_JOINT}\d+{kind})*").match(text, end)
    return (before.start() if before else start), (after.end() if after else end)


def _item_before(text: str, end: int) -> int:
    """Where the item begins that ends here: after 、, or where its clause comes to the items."""
    start = max((mark.end() for mark in _STOPS.finditer(text, 0, end)), default=0)
    if text[start - 1 : start] == "、":
        return start
    cues = [cue.end() for cue in _CUES.finditer(text, start, end) if cue.end() < end]
    if cues:
        return cues[-1]
    before = words(fold(text[start:end]))
    return end - len(before[-1]) if before else end


def _item_after(text: str, start: int) -> int:
    """Where the item ends that begins here: before the next, or where its clause ends or goes on."""
    item = _RUN_ITEM.match(text, start)
    if item is None or len(item[0]) <= _ITEM:
        return item.end() if item else start
    end = start
    for number, word in enumerate(tagged(fold(item[0]))):
        if number and word.tag.startswith(_GOING_ON):
            break
        end += len(word.text)
    return end
