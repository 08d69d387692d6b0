"""The collections of Milvus: passages, and a note of what they stand for."""

import time
from typing import Any, Final

PASSAGES: Final = "yuanwen_passages"
"""Name of the collection of passages."""
NOTE: Final = "yuanwen_note"
"""Name of the collection whose one row says what the passages stand for."""
VERSION: Final = 1
"""Raised when passages are kept otherwise; those of another version are made anew."""

LONGEST_TEXT: Final = 16_000
"""Characters of a passage that are searched: Milvus takes 65,535 bytes, of which one takes 4 at most."""
_BYTES: Final = 65_535

_MADE_WITHIN_S: Final = 10.0
"""Seconds that another process has to make a collection ready."""
_RETRY_S: Final = 0.1

K1: Final = 0.6
B: Final = 0.4
"""Of BM25, as for the words of the index of a home (docs/decisions/0010)."""


def create_passages(client: Any, dimension: int, *, exact: bool) -> None:
    """Make the collection of passages where there is none.

    Args:
        client: Of pymilvus.
        dimension: Length of a vector.
        exact: Whether a question is compared with every vector, as in milvus-lite, whose own choice loses
            some of the passages that a filter lets through.
    """
    from pymilvus import DataType, Function, FunctionType  # noqa: PLC0415

    schema = client.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("collection", DataType.INT64)
    schema.add_field("day", DataType.INT64)
    schema.add_field("digest", DataType.INT64)
    schema.add_field("embedded", DataType.BOOL)
    schema.add_field(
        "text",
        DataType.VARCHAR,
        max_length=_BYTES,
        enable_analyzer=True,
        analyzer_params={"tokenizer": "jieba"},
    )
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_function(Function("bm25", FunctionType.BM25, ["text"], ["words"]))
    indexes = client.prepare_index_params()
    indexes.add_index(
        "words",
        index_type="SPARSE_INVERTED_INDEX",
        metric_type="BM25",
        params={"bm25_k1": K1, "bm25_b": B},
    )
    indexes.add_index("vector", index_type="FLAT" if exact else "AUTOINDEX", metric_type="IP")
    for scalar in ("collection", "day", "embedded"):
        indexes.add_index(scalar, index_type="INVERTED")
    _create(client, PASSAGES, schema, indexes)


def create_note(client: Any) -> None:
    """Make the collection of the note where there is none."""
    from pymilvus import DataType  # noqa: PLC0415

    schema = client.create_schema()
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("version", DataType.INT64)
    schema.add_field("revision", DataType.INT64)
    schema.add_field("dimension", DataType.INT64)
    schema.add_field("encoder", DataType.VARCHAR, max_length=_BYTES)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)  # no collection is without one
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="AUTOINDEX", metric_type="IP")
    _create(client, NOTE, schema, indexes)


def load(client: Any) -> None:
    """Make ready what is there already: a file of milvus-lite forgets which collections were loaded."""
    for name in (PASSAGES, NOTE):
        if client.has_collection(name):
            client.load_collection(name)


def _create(client: Any, name: str, schema: Any, indexes: Any) -> None:
    """Make a collection, ready to be searched, unless another process makes it just now.

    Nothing is indexed yet, so that indexes are not waited for.
    """
    from pymilvus.exceptions import MilvusException  # noqa: PLC0415

    late = time.monotonic() + _MADE_WITHIN_S
    while not client.has_collection(name):
        try:
            client.create_collection(name, schema=schema, consistency_level="Strong")
        except MilvusException:  # another process may be at it
            if time.monotonic() > late:
                raise
            time.sleep(_RETRY_S)
        else:
            client.create_index(name, indexes, sync=False)
            client.load_collection(name)
            return
    while client.get_load_state(name)["state"].name != "Loaded" and time.monotonic() < late:
        time.sleep(_RETRY_S)
