"""Near copies: articles that say the same but for small changes, such as reprints."""

from retrieval.storage.copies.comparison import is_reprint, says_the_same
from retrieval.storage.copies.table import Copies

__all__ = ["Copies", "is_reprint", "says_the_same"]
