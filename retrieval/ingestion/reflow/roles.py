"""Lists of who does what, in which 摄影：赵六安 is an entry and no credit of a picture."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from retrieval.ingestion.reflow.fields import is_field

_LONGEST = 45  # characters of an entry
_FEWEST = 2  # entries that are nothing but fields


def is_role(text: str) -> bool:
    """Whether a line may be an entry: a field, no sentence."""
    return len(text) <= _LONGEST and is_field(text) and "。" not in text


def in_lists(lines: Iterable[tuple[str, bool]]) -> Iterator[bool]:
    """Of each line, whether it is an entry of a list of roles.

    Args:
        lines: Each with whether its own text leaves it body text.
    """
    for is_run, run in groupby(lines, key=lambda line: is_role(line[0])):
        bodies = [is_body for _, is_body in run]
        yield from [is_run and sum(bodies) >= _FEWEST] * len(bodies)
