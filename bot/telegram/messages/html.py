"""Text in Telegram's HTML, with a type of its own so that plain text is not sent as HTML by mistake."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Final, NewType

from bot.telegram.messages.truncation import ELLIPSIS, Excerpt, excerpt, marked, opening, units

Html = NewType("Html", str)
"""Text to be sent as HTML: everything but the bot's own markup is escaped."""

_LEAD_UNITS: Final = 40
"""Units before a span in a folded quotation, of which a telephone shows three lines of some 16."""
_LEAD_LINES: Final = 2
"""Lines of the text that these may stand in, that of the span counted."""


def escaped(text: str) -> Html:
    """A plain text as HTML; safe in attributes, too."""
    return Html(escape(text))


def bold(text: str) -> Html:
    """A plain text in bold."""
    return Html(f"<b>{escape(text)}</b>")


def joined(parts: Iterable[Html], between: str = "\n") -> Html:
    """All parts that are not empty, one after another."""
    return Html(escape(between).join(part for part in parts if part))


def quoted(quote: Excerpt, marks: Sequence[tuple[int, int]] = (), *, is_folded: bool = True) -> Html:
    """An excerpt as a quotation, with parts of its span in bold: (start, end) within the span.

    Where it is folded, Telegram shows its first three lines until someone taps it.
    """
    span = "".join(
        bold(piece) if is_marked else escaped(piece) for piece, is_marked in marked(quote.span, marks)
    )
    tag = "blockquote expandable" if is_folded else "blockquote"
    return Html(f"<{tag}>{escaped(quote.before)}{span}{escaped(quote.after)}</blockquote>")


def folded(text: str, span: tuple[int, int], marks: Sequence[tuple[int, int]], room: int) -> Html:
    """A text as a quotation that shows its span also while it is folded; … stands for what is before.

    Args:
        text: The text.
        span: (start, end) of the span.
        marks: The parts of the span to put in bold.
        room: The most units.
    """
    begins = opening(text, span[0], _LEAD_UNITS)
    lines = text[begins.start : span[0]].split("\n")
    begin = span[0] - len("\n".join(lines[-_LEAD_LINES:]))
    sign = begins.sign or ELLIPSIS * bool(begin)
    quote = excerpt(text[begin:], span[0] - begin, span[1] - begin, room - units(sign) - 1)
    return quoted(replace(quote, before=sign + quote.before), marks)
