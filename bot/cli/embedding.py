"""How many passages are still to be embedded, in words for a terminal."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.search.embedding import Backlog

_MINUTE_S = 60


def lacking(backlog: "Backlog") -> str:
    """A sentence that says how many passages are still to be embedded, with the time left if it is known."""
    left = "" if backlog.seconds is None else f" ({time_left(backlog.seconds)})"
    return (
        f"{backlog.missing:,} of {backlog.total:,} passages are still to be embedded{left}; "
        "until then only their words find them."
    )


def time_left(seconds: float) -> str:
    """A rough time, as "about 40 s" or "about 3 min"."""
    if seconds < _MINUTE_S:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / _MINUTE_S)} min"
