"""Files that ended the process that read them: they are not read again."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

_KEPT: Final = 10_000
"""Files that are remembered, the newest ones."""


class _Rows(Protocol):
    def __call__(self, query: str, values: list[Any], /) -> list[Any]: ...


class Refused:
    """The table of such files, by what tells their content.

    Args:
        transaction: Begins a change of the store.
        rows: Gives the rows of a query.
    """

    def __init__(
        self, transaction: Callable[[], AbstractContextManager[sqlite3.Connection]], rows: _Rows
    ) -> None:
        self._transaction = transaction
        self._rows = rows

    def put(self, file: str, reason: str) -> None:
        """Keep why a file is not to be read again.

        Raises:
            StoreError: The store cannot be changed.
        """
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO refused (file, reason) VALUES (?, ?)", (file, reason))
            db.execute(
                "DELETE FROM refused WHERE id <= (SELECT max(id) FROM refused) - ?",
                (_KEPT,),
            )

    def reason(self, file: str) -> str | None:
        """Why a file is not to be read again; None where it may be.

        Raises:
            StoreError: The store cannot be read.
        """
        found = self._rows("SELECT reason FROM refused WHERE file = ?", [file])
        return found[0][0] if found else None
