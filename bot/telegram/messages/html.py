"""Text in Telegram's HTML, with a type of its own so that plain text is not sent as HTML by mistake."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Final, NewType

from bot.telegram.messages.truncation import ELLIPSIS, Excerpt, clip_start, excerpt, lead, marked, units

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


def quoted(quote: Excerpt, marks: Sequence[tuple[int, int]] = ()) -> Html:
    """An excerpt as a quotation, with parts of its span in bold: (start, end) within the span."""
    span = "".join(
        bold(piece) if is_marked else escaped(piece) for piece, is_marked in marked(quote.span, marks)
    )
    return Html(f"<blockquote expandable>{escaped(quote.before)}{span}{escaped(quote.after)}</blockquote>")


def folded(
    text: str, span: tuple[int, int], marks: Sequence[tuple[int, int]], room: int, *, is_wide: bool
) -> Iterator[Html]:
    """A text as a quotation that shows its span also while it is folded.

    Args:
        text: The text.
        span: (start, end) of the span.
        marks: The parts of the span to put in bold.
        room: The most units.
        is_wide: Whether what stands further ahead comes first, in a quotation of its own; else … does.
    """
    lines = text[lead(text, span[0], _LEAD_UNITS) : span[0]].split("\n")
    begin = span[0] - len("\n".join(lines[-_LEAD_LINES:]))
    ahead = clip_start(text[:begin].rstrip(), room // 3) if is_wide and text[:begin].strip() else ""
    if ahead:
        shown = excerpt(ahead, 0, 0, room // 3 + 1)
        room -= units(shown.text)  # with the marks that close what it leaves open
        yield quoted(shown)
    sign = ELLIPSIS if begin and not ahead else ""
    quote = excerpt(text[begin:], span[0] - begin, span[1] - begin, room - 2)
    yield quoted(replace(quote, before=sign + quote.before), marks)
