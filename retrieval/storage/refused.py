"""Files that ended the process that read them: they are not read again."""

from typing import Final

from retrieval.storage.table import Table

_KEPT: Final = 10_000
"""Files that are remembered, the newest ones."""


class Refused(Table):
    """The table of such files, by what tells their content."""

    def put(self, file: str, reason: str) -> None:
        """Keep why a file is not to be read again.

        Raises:
            StoreError: The store cannot be changed.
        """
        with self._transaction() as db:
            db.execute("DELETE FROM refused WHERE file = ?", (file,))
            db.execute("INSERT INTO refused (file, reason) VALUES (?, ?)", (file, reason))
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
