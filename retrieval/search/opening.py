"""Which passage index a setting asks for."""

from pathlib import Path

from embeddings.protocol import Encoder
from retrieval.search.indexing import Indexing
from retrieval.search.passage_index import Notice, PassageIndex
from retrieval.storage.store import Store


def open_index(
    setting: str, store: Store, encoder: Encoder, home: Path | None, notice: Notice
) -> PassageIndex:
    """Open the index over a store.

    Args:
        setting: "" for the files of the home, or `milvus:` with a file or the address of a server.
        store: The documents.
        encoder: Makes the vectors.
        home: Keeps the files, or None to keep them in memory only.
        notice: As of `Retriever`.

    Raises:
        PassageIndexError: The setting says nothing that can be opened.
    """
    if not setting:
        return Indexing(store, encoder, home, notice)
    from retrieval.search.milvus.address import Address  # noqa: PLC0415  # pymilvus takes a second
    from retrieval.search.milvus.index import MilvusIndex  # noqa: PLC0415

    return MilvusIndex(Address.of(setting), store, encoder, notice)
