"""What a table of the store needs of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from retrieval.storage.databases import Connection


class Rows(Protocol):
    """Gives the rows of a query."""

    def __call__(self, query: str, values: list[Any], /) -> list[Any]:
        """The rows of a query with these values."""


class Table:
    """A table beside the documents.

    Args:
        transaction: Begins a change of the store.
        rows: Gives the rows of a query.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]], rows: Rows) -> None:
        self._transaction = transaction
        self._rows = rows
