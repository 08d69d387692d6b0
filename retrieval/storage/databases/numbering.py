"""Marks for values as PostgreSQL writes them."""

import re
from functools import lru_cache
from itertools import count

_MARK = re.compile(r"""'[^']*'|"[^"]*"|\?(\d*)""")
"""A text or a name in quotes, in which no mark stands, or a mark."""


@lru_cache(maxsize=1024)
def numbered(query: str) -> str:
    """A statement with `$1` for each `?` in turn, and for each `?1`."""
    numbers = count(1)

    def number(found: re.Match[str]) -> str:
        if not found[0].startswith("?"):
            return found[0]
        return f"${found[1] or next(numbers)}"

    return _MARK.sub(number, query)
