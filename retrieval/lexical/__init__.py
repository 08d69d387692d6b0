"""Finding passages by words and characters."""

from retrieval.lexical.index import LexicalIndex

__all__ = ["LexicalIndex"]
