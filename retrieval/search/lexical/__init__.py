"""Finding passages by words and characters."""

from retrieval.search.lexical.coverage import Coverage
from retrieval.search.lexical.index import BATCH, LexicalIndex

__all__ = ["BATCH", "Coverage", "LexicalIndex"]
