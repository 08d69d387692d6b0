"""What of the store is searched."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from retrieval.periods.period import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the store is searched: passages for which all of this is so.

    Attributes:
        collections: Names of the collections that they are in, or None for any.
        documents: Ids of the documents that they are in, or None for any.
        period: When they were published, or None for any time; one without a date is of none. Where only a
            name of the document tells the time (2023版), its first day counts.
    """

    collections: Collection[str] | None = None
    documents: Collection[int] | None = None
    period: Period | None = None

    def has(self, collection: str) -> bool:
        """Whether a collection is searched."""
        return self.collections is None or collection in self.collections


EVERYTHING: Final = Scope()
