"""Finding passages by words and characters."""

from retrieval.search.lexical.coverage import Coverage
from retrieval.search.lexical.index import BATCH, LexicalIndex
from retrieval.search.lexical.spelling import Alternative

__all__ = ["BATCH", "Alternative", "Coverage", "LexicalIndex"]
