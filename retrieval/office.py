"""Questions for who holds an office (管委会主任是谁): no place and no organisation answers them."""

import re
from collections.abc import Iterable
from typing import Final

from retrieval.documents import Passage, Span
from retrieval.text import fold

_ASKED: Final = re.compile(
    "(?:主任|经理|书记|校长|院长|处长|局长|科长|部长|省长|市长|区长|县长|镇长|乡长|村长|会长|社长|馆长|站长|台长|行长|"
    "园长|厂长|所长|组长|队长|班长|船长|团长|董事长|秘书长|总裁|总监|主席|总统|总理|首相|负责人|创始人|法人代表|发言人|"
    "教练|导演|主编|编剧|作者|记者|教授|医生|律师|设计师|工程师)(?:现在|目前)?(?:是|叫|由|为)?(?:谁|哪位|何人|什么名字)"
)
_NOBODY: Final = re.compile(
    "(?:[区市省县州国镇乡村局厅部会司]|集团|政府|大学|学院|学校|中心|园区|实验室|研究院|研究所|医院|银行|基金|项目|平台)$"
)


def asks_for_holder(question: str) -> bool:
    """Whether a question, in either script, asks who holds an office or a profession."""
    return bool(_ASKED.search(fold(question)))


def people(passage: Passage, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Of spans of a passage those that do not end like the name of a place or an organisation."""
    return tuple(span for span in spans if not _NOBODY.search(fold(passage.text[span.start : span.end])))
