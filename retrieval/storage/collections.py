"""Collections of documents by their names."""

import re
from collections.abc import Collection
from typing import Final

from retrieval.errors import StoreError

PUBLIC: Final = "public"
"""What everyone can ask."""

SAMPLE: Final = "sample"
"""The page that comes with the program, as long as nothing is public."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair, which no file can hold; the shell makes it of a name in another encoding."""
_PRIVATE = re.compile(r"(?:user|chat)--?[0-9]+")


def is_private(collection: str) -> bool:
    """Whether a collection belongs to one person or one chat, by its name: user-5, chat--100200."""
    return bool(_PRIVATE.fullmatch(collection))


def check_name(name: str) -> None:
    """Make sure that a collection may be called so.

    Raises:
        StoreError: It may not.
    """
    if name == SAMPLE or not name.strip() or _HALF_CHARACTER.search(name):
        error = StoreError(f"{name!r} cannot be a collection's name. Choose another with --collection.")
        raise error.phrased("collection-name", name=name)


def visible(collections: Collection[str]) -> frozenset[str]:
    """Some collections, with the sample where the public one is among them: all that is searched."""
    return frozenset((*collections, SAMPLE)) if PUBLIC in collections else frozenset(collections)
