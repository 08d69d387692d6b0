"""Text in Telegram's HTML. Its own type, so that plain text cannot take its place unnoticed."""

from collections.abc import Iterable
from html import escape
from typing import NewType

Html = NewType("Html", str)
"""Text that is ready to be sent: the markup in it is ours, all else is escaped."""


def escaped(text: str) -> Html:
    """A plain text that shows as it is written, also within an attribute."""
    return Html(escape(text))


def bold(text: str) -> Html:
    """A plain text in bold."""
    return Html(f"<b>{escape(text)}</b>")


def joined(parts: Iterable[Html], between: str = "\n") -> Html:
    """All parts that are not empty, one after another."""
    return Html(escape(between).join(part for part in parts if part))
