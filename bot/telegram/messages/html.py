"""Text in Telegram's HTML, with a type of its own so that plain text is not sent as HTML by mistake."""

from collections.abc import Iterable
from html import escape
from typing import NewType

Html = NewType("Html", str)
"""Text to be sent as HTML: everything but the bot's own markup is escaped."""


def escaped(text: str) -> Html:
    """A plain text as HTML; safe in attributes, too."""
    return Html(escape(text))


def bold(text: str) -> Html:
    """A plain text in bold."""
    return Html(f"<b>{escape(text)}</b>")


def joined(parts: Iterable[Html], between: str = "\n") -> Html:
    """All parts that are not empty, one after another."""
    return Html(escape(between).join(part for part in parts if part))
