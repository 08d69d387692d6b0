"""The log of changes: which passages came and left, and at which revision of the store."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import randbits
from typing import Final

from retrieval.storage.databases import Connection
from retrieval.storage.table import Table

_COUNT: Final = "UPDATE contents SET revision = revision + ? RETURNING revision"
_STEP_BITS: Final = 20
"""Steps are random: stores that went different ways from one copy then have different revisions,
and none takes the index of another one for its own."""
MOST_KEPT: Final = 100_000
"""Revisions, and removed passages, that are remembered."""
_CHANGES_BETWEEN_LOOKS: Final = 256
"""Changes after which, by chance, the length of the log is looked at: it takes a few milliseconds."""

_NOTE_REMOVAL: Final = """
INSERT INTO removed_passages (revision, collection_id, passage_id)
SELECT ?, d.collection_id, p.id
FROM passages p JOIN articles a ON a.id = p.article_id JOIN documents d ON d.id = a.document_id
WHERE {where}
"""
_OLDEST_KEPT: Final = """
SELECT max(revision) FROM (
    SELECT * FROM (SELECT revision FROM revisions ORDER BY revision DESC LIMIT 1 OFFSET ?1) AS revised
    UNION ALL
    SELECT * FROM (SELECT revision FROM removed_passages ORDER BY revision DESC LIMIT 1 OFFSET ?1) AS removed
) AS oldest
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the passages of a store between two revisions.

    Attributes:
        revision: The later one.
        added: Ids of passages that came: to the store, to their collection, or anew with another date.
        removed: Ids of passages that left a collection, by its number; they may have come back since.
    """

    revision: int
    added: frozenset[int] = frozenset()
    removed: Mapping[int, frozenset[int]] = field(default_factory=dict)


class ChangeLog(Table):
    """Reads the log; what changes the store writes it, by `count_change` and `note_removal`."""

    def since(self, revision: int) -> Changes | None:
        """What happened since a revision; the cost is that of what happened.

        Args:
            revision: One that this store had.

        Returns:
            None where the log does not reach back so far, or the store never had this revision: then only a
            comparison of all passages tells.

        Raises:
            StoreError: The store cannot be read.
        """
        # One statement, so that no change falls between its parts.
        found = self._rows(
            "SELECT 'now', CAST(NULL AS BIGINT), revision FROM contents "
            "UNION ALL SELECT 'known', NULL, revision FROM revisions WHERE revision = ?1 "
            "UNION ALL SELECT 'added', NULL, id FROM passages WHERE revision > ?1 "
            "UNION ALL SELECT 'removed', collection_id, passage_id FROM removed_passages WHERE revision > ?1",
            [revision],
        )
        parts = defaultdict[str, set[int]](set)
        removed = defaultdict[int, set[int]](set)
        for part, collection, number in found:
            (parts[part] if collection is None else removed[collection]).add(number)
        if not parts["known"]:
            return None
        (now,) = parts["now"]
        left = {collection: frozenset(ids) for collection, ids in removed.items()}
        return Changes(now, frozenset(parts["added"]), left)


def count_change(db: Connection) -> int:
    """Begin a revision, within a transaction; gives its number, which its new passages carry.

    Now and then the oldest part of the log goes, so that `MOST_KEPT` are kept, or a few more.
    """
    ((revision,),) = db.execute(_COUNT, (1 + randbits(_STEP_BITS),)).fetchall()
    db.execute("INSERT INTO revisions (revision) VALUES (?)", (revision,))
    if not revision % _CHANGES_BETWEEN_LOOKS:
        _forget_oldest(db)
    return int(revision)


def note_removal(db: Connection, revision: int, where: str, values: Sequence[object]) -> None:
    """Note which passages a revision is about to remove.

    Args:
        db: Within the transaction of the revision, before they are deleted.
        revision: Of `count_change`.
        where: Which passages, as a condition on articles `a` and documents `d`.
        values: For the marks in `where`.
    """
    db.execute(_NOTE_REMOVAL.format(where=where), (revision, *values))


def _forget_oldest(db: Connection) -> None:
    ((oldest,),) = db.execute(_OLDEST_KEPT, (MOST_KEPT,)).fetchall()
    if oldest:
        db.execute("DELETE FROM revisions WHERE revision < ?", (oldest,))
        db.execute("DELETE FROM removed_passages WHERE revision <= ?", (oldest,))
