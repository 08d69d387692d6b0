"""Formalities of letters and notices: 尊敬的业主：, 幸福物业管理有限公司, 2026年9月28日."""

import re
from typing import Final

from retrieval.text import fold

_LINES: Final = 3
"""The most lines of a formality."""
_DAY: Final = (
    r"(?:(?:[\d〇零○一二三四五六七八九]{4}[年./-])?(?:[\d一二三四五六七八九十]{1,3}月)(?:[\d一二三四五六七八九十]{1,3}[日号])?"
    r"|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[(]?(?:星期|周)[一二三四五六日天][)]?)?"
)
_PEOPLE: Final = (
    "(?:业主|家长|同学|同事|同仁|员工|职工|师生|老师|教师|居民|住户|租户|朋友|客户|顾客|会员|用户|"
    "旅客|乘客|读者|村民|商户)"
)
_ADDRESSED: Final = (
    rf"(?:尊敬的|敬爱的|亲爱的)[^。,;!?:\d]{{1,12}}[:,!]?|(?:各位|全体|致)+[^。,;!?:\d]{{0,6}}{_PEOPLE}(?:们|朋友)?[:,!]?"
    r"|[^。,;!?:\d]{1,15}:"
)
_SIGNED: Final = (
    r"[^。,;!?:\d]{2,25}(?:公司|集团|小学|中学|大学|学校|学院|幼儿园|委员会|[居村管业]委会|办公室|服务中心|[管物][理业]处|协会|工会|"
    r"党支部|物业)(?:[(]盖?章[)])?"
)
_CLOSED: Final = r"(?:特此(?:通知|公告|函告|说明)|此致|敬礼)[。!]?"
_FORMALITY: Final = re.compile(f"{_DAY}|{_ADDRESSED}|(?:{_SIGNED})(?:{_DAY})?|{_CLOSED}")


def is_formality(text: str) -> bool:
    """Whether a text only says for whom something is, by whom, or of which day: 尊敬的业主：."""
    lines = text.split()
    return 0 < len(lines) <= _LINES and all(_FORMALITY.fullmatch(fold(line)) for line in lines)
