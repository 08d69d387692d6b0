"""Follow-ups: completes a question that depends on the one before it."""

from retrieval.followup.address import addressed, is_answered_by_documents
from retrieval.followup.dependence import FOLLOWS_WITHIN_S, is_fragment
from retrieval.followup.understanding import is_of_other, is_talk, readings, understood

__all__ = [
    "FOLLOWS_WITHIN_S",
    "addressed",
    "is_answered_by_documents",
    "is_fragment",
    "is_of_other",
    "is_talk",
    "readings",
    "understood",
]
