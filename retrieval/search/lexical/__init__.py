"""Finding passages by words and characters."""

from retrieval.search.lexical.index import Coverage, LexicalIndex

__all__ = ["Coverage", "LexicalIndex"]
