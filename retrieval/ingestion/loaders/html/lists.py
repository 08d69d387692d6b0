"""The numbers of ordered lists."""

import re

from retrieval.ingestion.loaders.html.markup import Open
from retrieval.ingestion.loaders.packages.counting import formatted

_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BARE = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)


class Numbers:
    """The numbers of an ordered list as a browser shows them.

    Args:
        tag: Where the list begins.
    """

    def __init__(self, tag: Open) -> None:
        self._next = count_of(tag, "start")
        self._form = _FORMS.get(tag.attributes.get("type", ""), "decimal")
        self._is_bare = _BARE.search(tag.attributes.get("style", "")) is not None

    def take(self, item: Open) -> str:
        """The number of the next item, "" where none is shown."""
        number = count_of(item, "value") if item.attributes.get("value") else self._next
        self._next = number + 1
        is_bare = self._is_bare or _BARE.search(item.attributes.get("style", "")) is not None
        return "" if is_bare else formatted(number, self._form)


def count_of(tag: Open, name: str) -> int:
    """A number among the attributes of a tag, 1 where there is none or a smaller one."""
    digits = re.match(r"\s*(\d{1,5})", tag.attributes.get(name, "")) if tag.attributes else None
    return max(int(digits[1]), 1) if digits else 1
