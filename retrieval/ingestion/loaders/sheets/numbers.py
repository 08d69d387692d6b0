"""Numbers in the signs of a format code: digits at their places, thousands, per cent, fractions."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Token = tuple[str, str]
"""Kind and text: text, digit, date, elapsed, half, other."""


def number_text(tokens: Sequence[Token], value: Decimal) -> str:
    """A number without its sign."""
    kinds = [kind for kind, _ in tokens]
    places = [at for at, kind in enumerate(kinds) if kind == "digit"]
    first, last = places[0], places[-1]
    others = [text for kind, text in tokens if kind == "other"]
    value *= 100 ** others.count("%")
    if "exponent" in kinds:
        return _scientific(tokens, value)
    if ("other", "/") in tokens[first:last]:
        return _fraction(tokens, value)
    commas = 0
    while last + commas + 1 < len(tokens) and tokens[last + commas + 1] == ("other", ","):
        commas += 1
    value /= 1000**commas
    point = next((at for at in range(first, len(tokens)) if tokens[at] == ("other", ".")), len(tokens))
    point = point if point <= last + 1 else len(tokens)
    decimals = sum(at > point for at in places)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, rest = f"{rounded:f}".partition(".")
    groups = any(tokens[at] == ("other", ",") for at in range(first, min(point, last)))
    left = _filled([token for token in tokens[:point] if token != ("other", ",")], whole.lstrip("0"), groups)
    return (left + _decimals(tokens[point:], rest)).strip()


def _filled(tokens: Sequence[Token], digits: str, groups: bool) -> str:
    """The digits before the point at their places, from the right; those left over stand at the first."""
    text = ""
    count = sum(kind == "digit" for kind, _ in tokens)
    done = 0
    for kind, mark in reversed(tokens):
        if kind != "digit":
            text = mark + text
            continue
        count -= 1
        taken, digits = (digits[-1:], digits[:-1]) if count else (digits, "")
        for digit in reversed(taken or {"0": "0", "?": " "}.get(mark, "")):
            comma = "," if groups and done and done % 3 == 0 and digit != " " else ""
            text, done = digit + comma + text, done + 1
    return text


def _decimals(tokens: Sequence[Token], digits: str) -> str:
    """What stands behind the whole number: the point, digits, and other signs."""
    text = ""
    at = 0
    for kind, mark in tokens:
        if kind == "digit":
            is_shown = mark != "#" or digits[at:].strip("0")
            text += digits[at] if is_shown else ""
            at += 1
        elif (kind, mark) != ("other", ",") and not (mark == "." and not digits):
            text += mark
    return text if any(map(str.isdigit, text)) else text.replace(".", "", 1)


def _scientific(tokens: Sequence[Token], value: Decimal) -> str:
    at = next(at for at, (kind, _) in enumerate(tokens) if kind == "exponent")
    point = next((place for place in range(at) if tokens[place] == ("other", ".")), at)
    decimals = sum(kind == "digit" for kind, _ in tokens[point:at])
    power = sum(kind == "digit" for kind, _ in tokens[at:])
    mantissa, _, exponent = f"{value:.{decimals}E}".partition("E")
    sign = "-" if exponent.startswith("-") else "+" if tokens[at][1].endswith("+") else ""
    return f"{mantissa}E{sign}{exponent.lstrip('+-').zfill(power)}"


def _fraction(tokens: Sequence[Token], value: Decimal) -> str:
    bar = tokens.index(("other", "/"))
    under = sum(kind == "digit" for kind, _ in tokens[bar:])
    has_whole = any(
        kind != "digit" for kind, _ in tokens[next(i for i, t in enumerate(tokens) if t[0] == "digit") : bar]
    )
    part = Fraction(value).limit_denominator(10**under - 1)
    whole, over = divmod(part.numerator, part.denominator) if has_whole else (0, part.numerator)
    if not over:
        return str(whole)
    return f"{whole or ''} {over}/{part.denominator}".strip()
