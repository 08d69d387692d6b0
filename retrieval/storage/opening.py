"""Opening the store of a home."""

from pathlib import Path

from retrieval.errors import StoreError
from retrieval.storage.databases import Address, open_database
from retrieval.storage.permissions import make_private_folder
from retrieval.storage.schema import TABLES
from retrieval.storage.store import FILE, WAIT_S, Store


def open_store(home: Path, database: Address | None = None) -> Store:
    """Open the store of a home, or the one that is kept on a server instead; what is missing is made.

    Raises:
        StoreError: The home is not a folder, or cannot be written to.
    """
    try:
        make_private_folder(home)
    except OSError as error:
        failed = StoreError(f"{home} cannot be used as a home: {error.strerror}. Choose another --home.")
        raise failed.phrased("home-unusable", home=home, reason=error.strerror) from error
    return Store(open_database(database, TABLES, StoreError, WAIT_S) if database else home / FILE)
