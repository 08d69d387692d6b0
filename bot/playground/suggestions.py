"""Questions that the page suggests."""

from contextlib import closing
from pathlib import Path
from typing import Final

from retrieval.library import PUBLIC, SAMPLE, Library
from retrieval.storage.databases import Address
from retrieval.storage.opening import open_store

_MOST: Final = 6


def suggestions(home: Path, database: Address | None = None) -> tuple[str, ...]:
    """Questions that the public documents of a home are known to answer.

    Args:
        home: Folder that holds the store; made if it is new.
        database: Where the store is kept instead, or None.

    Returns:
        Those that the bot shows as buttons, too; none where none have been found yet.

    Raises:
        StoreError: The home cannot be used.
    """
    with closing(open_store(home, database)) as store:
        Library(store)  # adds the sample page to a new home
        return tuple(each.question for each in store.suggestions.newest((PUBLIC, SAMPLE), _MOST))
