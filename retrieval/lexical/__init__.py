"""Finding passages by words and characters."""

from retrieval.lexical.index import Coverage, LexicalIndex

__all__ = ["Coverage", "LexicalIndex"]
