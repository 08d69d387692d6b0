"""The rows of Milvus: passages as the store holds them, each with its vector once there is one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from embeddings.protocol import Vectors
from retrieval.documents import Passage
from retrieval.search.lexical.inverting import comparable_text
from retrieval.search.milvus.connection import Connection
from retrieval.search.milvus.expressions import among
from retrieval.search.milvus.schema import LONGEST_TEXT, PASSAGES
from retrieval.search.segments.filing import Filing
from retrieval.storage.store import Store

BATCH: Final = 500
"""Rows that are written at once."""
_FEW: Final = 50
"""Rows written to a file that may stay as they are: milvus-lite looks through them at each search."""
_PAGE: Final = 10_000
"""Rows that are listed at once."""

Table = NDArray[np.int64]
"""(passages, 4) of each passage: its id, the number of its collection, its day, the digest of its text."""


class Rows:
    """Reads and writes the rows of passages. One thread of a process at a time writes.

    Writing is what may be done twice, and by several processes at once: a row is written from the store,
    which is looked at again afterwards, until the row is what the store holds.
    """

    def __init__(self, connection: Connection, store: Store, dimension: int) -> None:
        """Nothing is read yet."""
        self._connection = connection
        self._store = store
        self._nothing = [0.0] * dimension
        self._unsettled = 0

    def write(self, ids: Iterable[int], vectors: Mapping[int, Vectors] | None = None) -> None:
        """Write the rows of some passages; those that are gone from the store are deleted.

        Args:
            ids: Of the passages.
            vectors: Theirs by id. Without it, a row keeps the vector that it has, if its text is the same.
        """
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), BATCH):
            self._write(wanted[start : start + BATCH], vectors)
            self.settle(BATCH)

    def settle(self, least: int = _FEW) -> None:
        """Have milvus-lite index what was written, where it is so many rows; a server does so by itself."""
        if self._connection.address.file and self._unsettled >= least:
            with self._connection.attempt() as client:
                client.flush(PASSAGES)
            self._unsettled = 0

    def delete(self, ids: Iterable[int]) -> None:
        """Delete rows; ids that have none are passed over."""
        gone = sorted(set(ids))
        for start in range(0, len(gone), _PAGE):
            with self._connection.attempt() as client:
                client.delete(PASSAGES, filter=among(gone[start : start + _PAGE]))

    def count(self, *, embedded: bool | None = None) -> int:
        """How many rows there are, of all or of those with or without a vector."""
        filter_ = "" if embedded is None else f"embedded == {str(embedded).lower()}"
        return self._count(filter_)

    def lacking(self, ids: Sequence[int]) -> list[int]:
        """Which of some passages have no vector, in the same order."""
        if not ids:
            return []
        filter_ = f"embedded == true and {among(ids)}"
        held = {row["id"] for page in self._pages(filter_, ["id"]) for row in page}
        return [id_ for id_ in ids if id_ not in held]

    def waiting(self) -> list[int]:
        """Ids of all rows without a vector."""
        return [row["id"] for page in self._pages("embedded == false", ["id"]) for row in page]

    def table(self) -> Table:
        """All rows, in no order."""
        fields = ["id", "collection", "day", "digest"]
        return _table(
            [row[field] for field in fields] for page in self._pages("id >= 0", fields) for row in page
        )

    def expected(self) -> Table:
        """The rows that there should be; every passage of the store is read."""
        filed = Filing.of(self._store.filed())
        tables = []
        for start in range(0, len(filed), _PAGE):
            rows = slice(start, start + _PAGE)
            passages = self._store.passages(filed.ids[rows].tolist())
            places = zip(
                filed.ids[rows].tolist(),
                filed.collections[rows].tolist(),
                filed.published[rows].tolist(),
                strict=True,
            )
            tables.append(
                _table(
                    [id_, place, day, _digest(passages[id_])] for id_, place, day in places if id_ in passages
                )
            )
        return np.concatenate([_table(()), *tables])

    def _write(self, ids: Sequence[int], vectors: Mapping[int, Vectors] | None) -> None:
        written: dict[int, tuple[int, int]] | None = None
        while (present := self._filed(ids)) != written:
            known = written or {}
            self._upsert([id_ for id_, place in present.items() if known.get(id_) != place], present, vectors)
            self.delete(id_ for id_ in ids if id_ not in present)
            written = present

    def _filed(self, ids: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Number of the collection and day of each passage that the store holds."""
        filed = Filing.of(self._store.filed(ids))
        places = zip(filed.collections.tolist(), filed.published.tolist(), strict=True)
        return dict(zip(filed.ids.tolist(), places, strict=True))

    def _upsert(
        self,
        ids: Collection[int],
        places: Mapping[int, tuple[int, int]],
        vectors: Mapping[int, Vectors] | None,
    ) -> None:
        passages = self._store.passages(ids)
        digests = {id_: _digest(passage) for id_, passage in passages.items()}
        held = self._held(digests) if vectors is None else vectors
        rows = [
            {
                "id": id_,
                "collection": places[id_][0],
                "day": places[id_][1],
                "digest": digests[id_],
                "embedded": id_ in held,
                "text": comparable_text(passage)[:LONGEST_TEXT],
                "vector": held.get(id_, self._nothing),
            }
            for id_, passage in passages.items()
        ]
        if rows:
            with self._connection.attempt() as client:
                client.upsert(PASSAGES, rows)
            self._unsettled += len(rows)

    def _held(self, digests: Mapping[int, int]) -> dict[int, Vectors]:
        """The vectors that passages have already."""
        if not digests:
            return {}
        pages = self._pages(f"embedded == true and {among(digests)}", ["id", "digest", "vector"])
        return {
            row["id"]: np.array(row["vector"], np.float32)
            for page in pages
            for row in page
            if digests[row["id"]] == row["digest"]
        }

    def _count(self, filter_: str) -> int:
        with self._connection.attempt() as client:
            rows = client.query(
                PASSAGES, filter=filter_, output_fields=["count(*)"], consistency_level="Strong"
            )
        return int(rows[0]["count(*)"])

    def _pages(self, filter_: str, fields: list[str]) -> Iterator[list[dict[str, Any]]]:
        with self._connection.attempt() as client:
            pages = client.query_iterator(
                PASSAGES,
                batch_size=BATCH if "vector" in fields else _PAGE,
                filter=filter_,
                output_fields=fields,
                consistency_level="Strong",
            )
        try:
            while True:
                with self._connection.attempt():
                    page = pages.next()
                if not page:
                    return
                yield page
        finally:
            pages.close()


def _table(rows: Iterable[Sequence[int]]) -> Table:
    return np.array(list(rows), np.int64).reshape(-1, 4)


def _digest(passage: Passage) -> int:
    text = f"{passage.title}\0{passage.text}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little", signed=True)
