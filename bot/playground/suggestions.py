"""Questions that the page suggests."""

from contextlib import closing
from pathlib import Path
from typing import Final

from bot.services.visibility import own_collection
from retrieval.library import PUBLIC, SAMPLE, Library
from retrieval.storage.databases import Address
from retrieval.storage.opening import open_store

_MOST: Final = 6


def suggestions(home: Path, database: Address | None = None, person: int = 0) -> tuple[str, ...]:
    """Questions that the documents of a person and the public ones of a home are known to answer.

    Args:
        home: Folder that holds the store; made if it is new.
        database: Where the store is kept instead, or None.
        person: Telegram's id of the person at the page; 0 for nobody.

    Returns:
        Those that the bot shows as buttons, too; none where none have been found yet.

    Raises:
        StoreError: The home cannot be used.
    """
    with closing(open_store(home, database)) as store:
        own = own_collection(person)
        names = (own, PUBLIC) if Library(store).entries(own) else (PUBLIC, SAMPLE)
        return tuple(each.question for each in store.suggestions.newest(names, _MOST))
