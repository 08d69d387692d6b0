"""Citations: title and file of a passage, and how sure something is."""

import math


def origin(title: str, source: str) -> str:
    """Title and source in one line: 《星湖高新区设立科创投资基金》 · 园区周报.txt."""
    if title and "《" not in title:
        title = f"《{title}》"
    return beside(title, source)


def percent(confidence: float) -> int:
    """A confidence, 0 to 1, in whole per cent, never 100 for less than certain."""
    return math.floor(100 * confidence)


def beside(*parts: str) -> str:
    """All parts that are not empty, in one line."""
    return " · ".join(filter(None, parts))
