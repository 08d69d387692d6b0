"""Tables in both databases, version by version."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tables:
    """Some tables that belong together.

    Attributes:
        part: What they are: "store" or "state".
        sqlite: A script for each version in SQLite: see `SqliteFile.migrations`.
        postgres: A script for each version in PostgreSQL, which makes it from the version before; the first
            makes new tables. Statements are cut at semicolons, so none may hold one.
    """

    part: str
    sqlite: Sequence[str]
    postgres: Sequence[str]

    @property
    def names(self) -> frozenset[str]:
        """The names of the tables in PostgreSQL."""
        return frozenset(re.findall(r"^CREATE TABLE (\w+)", "\n".join(self.postgres), re.MULTILINE))
