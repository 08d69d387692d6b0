"""Collections of documents by their names."""

import re
from collections.abc import Collection
from typing import Final

PUBLIC: Final = "public"
"""What everyone can ask."""

SAMPLE: Final = "sample"
"""The page that comes with the program, as long as nothing is public."""

_PRIVATE = re.compile(r"(?:user|chat)--?[0-9]+")


def is_private(collection: str) -> bool:
    """Whether a collection belongs to one person or one chat, by its name: user-5, chat--100200."""
    return bool(_PRIVATE.fullmatch(collection))


def visible(collections: Collection[str]) -> frozenset[str]:
    """Some collections, with the sample where the public one is among them: all that is searched."""
    return frozenset((*collections, SAMPLE)) if PUBLIC in collections else frozenset(collections)
