"""Numbers and days as a workbook's format codes show them: 00042, 12.5%, (500), 2025/3/5."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

from retrieval.ingestion.loaders.sheets.days import EPOCH, day_text
from retrieval.ingestion.loaders.sheets.numbers import Token, number_text

_SIGN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*](?P<space>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])(?=[0#?])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,}|e+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LONGEST_CODE = 255  # characters, as in Excel
_LAST_DAY = 2_958_466
_DAY_S = 86_400
_LARGEST = 10**15
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "=": lambda a, b: a == b,
        "<>": lambda a, b: a != b,
    }
)
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_ACCOUNT = "#,##0{0};-#,##0{0};-"
BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        **dict.fromkeys((5, 6), "¥#,##0;¥-#,##0"),
        **dict.fromkeys((7, 8), "¥#,##0.00;¥-#,##0.00"),
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        27: _YEAR_MONTH,
        28: _MONTH_DAY,
        29: _MONTH_DAY,
        30: "m-d-yy",
        31: _YEAR_MONTH + 'd"日"',
        32: 'h"时"mm"分"',
        33: 'h"时"mm"分"ss"秒"',
        34: '上午/下午h"时"mm"分"',
        36: _YEAR_MONTH,
        **dict.fromkeys((37, 38), "#,##0;-#,##0"),
        **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
        41: _ACCOUNT.format(""),
        42: _ACCOUNT.format("").replace("#,", "¥#,"),
        43: _ACCOUNT.format(".00"),
        44: _ACCOUNT.format(".00").replace("#,", "¥#,"),
        45: "mm:ss",
        46: "[h]:mm:ss",
        48: "##0.0E+0",
        50: _YEAR_MONTH,
        51: _MONTH_DAY,
        52: _YEAR_MONTH,
        53: _MONTH_DAY,
        54: _MONTH_DAY,
        55: '上午/下午h"时"mm"分"',
        57: _YEAR_MONTH,
        58: _MONTH_DAY,
    }
)
"""Codes of the formats that are built in, as they are in Chinese."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the forms of a code, parted by semicolons.

    Attributes:
        tokens: What it is made of.
        condition: A comparison and the number that a value is compared with, None where it has none.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None

    def has(self, kind: str) -> bool:
        """Whether there is a token of a kind in it."""
        return any(name == kind for name, _ in self.tokens)


@dataclass(frozen=True, slots=True)
class Format:
    """How a number or a day is shown.

    Attributes:
        sections: The forms for numbers above 0, below it, and 0; one or two stand for all.
    """

    sections: tuple[_Section, ...]

    @property
    def is_date(self) -> bool:
        """Whether it shows numbers as days or times."""
        return any(section.has("date") or section.has("elapsed") for section in self.sections)

    def shown(self, value: float | datetime | timedelta) -> str | None:
        """A value in this format, None where it says nothing about it."""
        number = _serial(value)
        section, is_negative = self._section(number)
        if section.has("general") or abs(number) >= _LARGEST:
            return None
        if section.has("date") or section.has("elapsed"):
            is_day = number >= 0 and round(number * _DAY_S) < _LAST_DAY * _DAY_S
            return day_text(section.tokens, value, number) if is_day else None
        if not section.has("digit"):
            text = "".join(text for kind, text in section.tokens if kind in {"text", "other"})
            return None if "@" in text else text.strip()
        try:
            text = number_text(section.tokens, Decimal(repr(number)).copy_abs())
        except (InvalidOperation, ValueError):
            return None
        return f"{'-' if is_negative and re.search('[1-9]', text) else ''}{text}"

    def _section(self, number: float) -> tuple[_Section, bool]:
        """The form for a number, and whether the sign stands in front of it."""
        for section in self.sections:
            if section.condition and _COMPARISONS[section.condition[0]](number, section.condition[1]):
                return section, number < 0
        free = [section for section in self.sections if not section.condition] or [self.sections[-1]]
        if len(self.sections) > len(free):
            return free[-1], number < 0
        if len(free) > 1 and number < 0:
            return free[1], False
        return (free[2] if len(free) > 2 and number == 0 else free[0]), number < 0


@lru_cache(maxsize=1_000)
def format_of(id_: int, code: str | None) -> Format | None:
    """The format of a code such as `¥#,##0.00` or `0%`, None for the general one.

    Args:
        id_: The number of a format that is built in.
        code: The code of one that the file defines.
    """
    written = code or BUILT_IN.get(id_, "")
    if not 0 < len(written) <= _LONGEST_CODE or written.lower() == "general" or written == "@":
        return None
    sections: list[_Section] = []
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    for found in _SIGN.finditer(written):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "other" and text == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket":
            if compared := _CONDITION.fullmatch(text):
                condition = compared[1], float(compared[2])
            elif money := _CURRENCY.fullmatch(text):
                tokens.append(("text", money[1]))
            elif _ELAPSED.fullmatch(text):
                tokens.append(("elapsed", text.lower()))
        elif kind in {"quoted", "escaped"}:
            tokens.append(("text", text))
        elif kind != "space":
            tokens.append((kind, text.lower() if kind == "date" else text))
    sections.append(_Section(tuple(tokens), condition))
    return Format(tuple(sections[:3]))


def _serial(value: float | datetime | timedelta) -> float:
    if isinstance(value, datetime):
        value -= EPOCH
    return value / timedelta(days=1) if isinstance(value, timedelta) else value
