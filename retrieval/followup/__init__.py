"""Follow-ups: a question that leans on the one before it, said in full."""

from retrieval.followup.understanding import understood

__all__ = ["understood"]
