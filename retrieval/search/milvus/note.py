"""The note: by which encoder, and for which revision of the store, the passages in Milvus are."""

from dataclasses import dataclass
from typing import Any, Final, Self

from embeddings.protocol import Encoder
from retrieval.search.milvus.schema import NOTE, VERSION, create_note

_ID: Final = 0
_NO_REVISION: Final = -1


@dataclass(frozen=True, slots=True)
class Note:
    """What the passages stand for.

    Attributes:
        encoder: Name of the encoder that makes the vectors.
        dimension: Length of a vector.
        revision: The revision of the store, or None where all has to be compared.
        version: How passages are kept.
    """

    encoder: str
    dimension: int
    revision: int | None = None
    version: int = VERSION

    @classmethod
    def of(cls, encoder: Encoder, revision: int | None = None) -> Self:
        """The note of passages whose vectors an encoder makes."""
        return cls(encoder.name, encoder.dimension, revision)

    def fits(self, encoder: Encoder) -> bool:
        """Whether vectors of an encoder go with those that are there."""
        return (self.encoder, self.dimension, self.version) == (encoder.name, encoder.dimension, VERSION)


def read_note(client: Any) -> Note | None:
    """The note as it is now, whoever wrote it; None where there is none."""
    if not client.has_collection(NOTE):
        return None
    fields = ["encoder", "dimension", "revision", "version"]
    rows = client.query(NOTE, filter=f"id == {_ID}", output_fields=fields, consistency_level="Strong")
    if not rows:
        return None
    row = rows[0]
    revision = None if row["revision"] == _NO_REVISION else int(row["revision"])
    return Note(str(row["encoder"]), int(row["dimension"]), revision, int(row["version"]))


def write_note(client: Any, note: Note) -> None:
    """Put a note in place of the one that is there."""
    create_note(client)
    row = {
        "id": _ID,
        "version": note.version,
        "revision": _NO_REVISION if note.revision is None else note.revision,
        "dimension": note.dimension,
        "encoder": note.encoder,
        "vector": [1.0, 0.0],
    }
    client.upsert(NOTE, [row])
