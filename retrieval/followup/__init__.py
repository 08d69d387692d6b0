"""Follow-ups: a question that leans on the one before it, said in full."""

from retrieval.followup.understanding import is_talk, understood

__all__ = ["is_talk", "understood"]
