"""Finding passages by vectors."""

from retrieval.search.vectors.index import VectorIndex

__all__ = ["VectorIndex"]
