"""Characters of symbol fonts as ordinary ones: a tick of Wingdings is ✓."""

from collections.abc import Mapping
from types import MappingProxyType

_PRIVATE = 0xF000  # symbol fonts have their 256 characters from here on

_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_GREEK |= dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_FONTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "symbol": _GREEK
        | {0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±"}
        | {0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xD6: "√", 0xE5: "∑"},
        "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0xA1: "○", 0xA7: "▪"}
        | {0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒"}
        | {0xFE: "☑"}
        | dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
        "wingdings 2": {
            0x4F: "✗",
            0x50: "✓",
            0x51: "☒",
            0x52: "☑",
            0x53: "☒",
            0x54: "☒",
            0xA3: "□",
            0x96: "●",
        },
        "wingdings 3": {0x70: "▲", 0x71: "▼", 0x7D: "▶", 0x84: "▶"},
    }
)


def symbol(font: str, code: str) -> str:
    """The character of a font by its number in hex; "" for a picture that says nothing as a character."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if (known := _FONTS.get(font.lower())) is not None:
        return known.get(number & 0xFF, "")
    number -= _PRIVATE if _PRIVATE <= number <= _PRIVATE + 0xFF else 0
    return chr(number) if 0x20 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xF8FF else ""
