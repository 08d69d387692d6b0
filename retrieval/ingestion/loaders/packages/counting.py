"""Numbers as Word counts with them: 1, 01, iv, b, 三, 叁, 丙, ③, ３."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "零一二三四五六七八九"
_SIMPLIFIED_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_LEGAL = "零壹貳參肆伍陸柒捌玖"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST = 9_999  # larger numbers are written in digits, as are those below 1


def formatted(value: int, form: str) -> str:
    """A number in one of Word's number formats; one that is not known here counts in digits.

    Args:
        value: The number.
        form: The format as the file names it: decimal, chineseCounting.
    """
    counting = _FORMS.get(form)
    return counting(value) if counting and 0 < value <= _MOST else str(value)


def _thousands(value: int) -> str:
    """一百二十三, 一百零三; 十三, not 一十三."""
    text = _units(value, _DIGITS, "千百十")
    return text[1:] if text.startswith("一十") else text


def _units(value: int, digits: str, units: str) -> str:
    text = ""
    for place, unit in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        digit = value // place % 10
        if digit:
            text += digits[digit] + unit
        elif text and text[-1] != digits[0]:
            text += digits[0]
    return text.rstrip(digits[0])


def _up_to_99(value: int) -> str:
    """九十九, then digit by digit: 一○○."""
    return _thousands(value) if value < 100 else _digit_by_digit(value).replace("〇", "○")


def _digit_by_digit(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))


def _japanese(value: int) -> str:
    """百二十三: no 一 before a unit, nothing for an empty place."""
    text = _units(value, _DIGITS, "千百十").replace("零", "")
    for unit in "千百十":
        text = text.replace("一" + unit, unit)
    return text


def _letters(value: int) -> str:
    """a to z, then aa, bb."""
    repeated, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (repeated % 30 + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _ordinal(value: int) -> str:
    ending = "th" if value // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _characters(*ranges: str) -> Callable[[int], str]:
    """One character a number, from the first of each range to its last; larger numbers in digits."""
    every = [chr(code) for ends in ranges for code in range(ord(ends[0]), ord(ends[1]) + 1)]
    return lambda value: every[value - 1] if value <= len(every) else str(value)


def _cycle(characters: str) -> Callable[[int], str]:
    """One character a number, from the first again after the last."""
    return lambda value: characters[(value - 1) % len(characters)]


_STEMS, _BRANCHES = _cycle("甲乙丙丁戊己庚辛壬癸"), _cycle("子丑寅卯辰巳午未申酉戌亥")
_CIRCLES = _characters("①⑳", "㉑㉟", "㊱㊿")

_FORMS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimalZero": lambda value: f"{value:02}",
        "upperRoman": lambda value: _roman(value).upper(),
        "lowerRoman": _roman,
        "upperLetter": lambda value: _letters(value).upper(),
        "lowerLetter": _letters,
        "ordinal": _ordinal,
        "numberInDash": lambda value: f"- {value} -",
        "none": lambda _: "",
        "chineseCounting": _up_to_99,
        "taiwaneseCounting": _up_to_99,
        "chineseCountingThousand": _thousands,
        "taiwaneseCountingThousand": _thousands,
        "japaneseCounting": _japanese,
        "koreanCounting": _japanese,
        "ideographDigital": _digit_by_digit,
        "japaneseDigitalTenThousand": _digit_by_digit,
        "taiwaneseDigital": lambda value: _digit_by_digit(value).replace("〇", "○"),
        "chineseLegalSimplified": lambda value: _units(value, _SIMPLIFIED_LEGAL, "仟佰拾"),
        "ideographLegalTraditional": lambda value: _units(value, _TRADITIONAL_LEGAL, "仟佰拾"),
        "ideographTraditional": _STEMS,
        "ideographZodiac": _BRANCHES,
        "ideographZodiacTraditional": lambda value: _STEMS(value) + _BRANCHES(value),
        "decimalFullWidth": lambda value: str(value).translate(_WIDE),
        "decimalFullWidth2": lambda value: str(value).translate(_WIDE),
        "decimalEnclosedCircle": _CIRCLES,
        "decimalEnclosedCircleChinese": _CIRCLES,
        "decimalEnclosedFullstop": _characters("⒈⒛"),
        "decimalEnclosedParen": _characters("⑴⒇"),
        "ideographEnclosedCircle": _characters("㊀㊉"),
        "ideographParenthesis": _characters("㈠㈩"),
    }
)
