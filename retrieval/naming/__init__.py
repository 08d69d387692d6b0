"""Names of documents: which document people mean, and where a question says that."""

from retrieval.naming.asked import Asked, asked_in_full
from retrieval.naming.catalogue import Catalogue
from retrieval.naming.matching import Matches, document_called, documents_called, matching
from retrieval.naming.mentions import Mention, mention_in

__all__ = [
    "Asked",
    "Catalogue",
    "Matches",
    "Mention",
    "asked_in_full",
    "document_called",
    "documents_called",
    "matching",
    "mention_in",
]
