"""How many passages are still to be embedded, in words for a terminal."""

from typing import TYPE_CHECKING

from bot.cli.language import say

if TYPE_CHECKING:
    from retrieval.search.embedding import Backlog

_MINUTE_S = 60


def lacking(backlog: "Backlog") -> str:
    """A sentence that says how many passages are still to be embedded, with the time left if it is known."""
    missing, total = f"{backlog.missing:,}", f"{backlog.total:,}"
    if backlog.seconds is None:
        return say("lacking", missing=missing, total=total)
    return say("lacking-time", missing=missing, total=total, time=time_left(backlog.seconds))


def time_left(seconds: float) -> str:
    """A rough time, as "about 40 s" or "about 3 min"."""
    if seconds < _MINUTE_S:
        return say("time-seconds", count=max(1, round(seconds)))
    return say("time-minutes", count=round(seconds / _MINUTE_S))
