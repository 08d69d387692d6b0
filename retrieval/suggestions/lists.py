"""Questions made from headings, and from what leads to a list: 报销流程 → 报销流程是什么？"""

import re
from collections.abc import Iterator
from typing import Final

from retrieval.documents import TITLE_SEPARATOR, Passage
from retrieval.reader.answer_types.enumerations import enumerations
from retrieval.suggestions.candidate import Candidate, Kind
from retrieval.suggestions.wording import in_script, is_name, without_numbering
from retrieval.text import fold

_ASKED_WHAT: Final = re.compile(r"[\u4e00-\u9fff]{2,9}(?:流程|步骤|程序|原则|宗旨|目标|方式|方法|标准)")
_ASKED_WHICH: Final = re.compile(
    r"[\u4e00-\u9fff]{2,9}(?:条件|材料|要求|职责|措施|注意事项|事项|对象|范围|内容|情形|福利|设施|物品)"
)
_NEEDS: Final = re.compile(
    r"(?:^|[。;\n,])(?P<name>[\u4e00-\u9fff]{2,10}?)(?:还)?(?:需要|需|须|应当|应|必须)(?P<verb>提交|提供|准备|携带|出示|满足|具备|符合|带)"
    r"(?:以下|下列|如下)?(?P<what>材料|条件|证件|资料|文件|物品|要求)?:?\s*$"
)
_INCLUDES: Final = re.compile(
    r"(?:^|[。;\n,])(?P<name>[\u4e00-\u9fff]{2,10}?)(?P<verb>包括|如下|有)(?:以下|下列)?[\u4e00-\u9fff]{0,4}:?\s*$"
)
_LEAST_ITEMS: Final = 2
_MOST_ITEMS: Final = 10


def from_lists(passage: Passage, *, traditional: bool) -> Iterator[Candidate]:
    """Questions for the lists of a passage: by what leads to them, or by its heading."""
    text = passage.text
    for found in enumerations(text):
        if found.loose or not _LEAST_ITEMS <= len(found.items) <= _MOST_ITEMS:
            continue
        lead_in = text[slice(*found.lead_in)].rstrip()
        question = _of_lead_in(lead_in, traditional=traditional) or _of_heading(
            passage.title, traditional=traditional
        )
        if question:
            start, end = found.items[0][0], found.items[-1][1]
            yield Candidate(question, Kind.LIST, passage, start, end, len(found.items))


def _of_lead_in(lead_in: str, *, traditional: bool) -> str:
    folded = fold(lead_in)
    if (found := _NEEDS.search(folded)) and is_name(found["name"]):
        what = lead_in[slice(*found.span("what"))] if found["what"] else ""
        words = in_script("需要{}哪些{}？" if what else "需要{}什么？", traditional=traditional)
        verb = lead_in[slice(*found.span("verb"))]
        return lead_in[slice(*found.span("name"))] + (
            words.format(verb, what) if what else words.format(verb)
        )
    if (found := _INCLUDES.search(folded)) and is_name(found["name"]):
        return _asked(lead_in[slice(*found.span("name"))], traditional=traditional)
    return ""


def _of_heading(title: str, *, traditional: bool) -> str:
    heading = without_numbering(title.rsplit(TITLE_SEPARATOR, 1)[-1])
    folded = fold(heading)
    if not (_ASKED_WHAT.fullmatch(folded) or _ASKED_WHICH.fullmatch(folded)) or not is_name(folded):
        return ""
    return _asked(heading, traditional=traditional)


def _asked(name: str, *, traditional: bool) -> str:
    words = "是什么？" if _ASKED_WHAT.fullmatch(fold(name)) else "有哪些？"
    return name + in_script(words, traditional=traditional)
