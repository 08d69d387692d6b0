"""Follow-ups: completes a question that depends on the one before it."""

from retrieval.followup.understanding import is_talk, understood

__all__ = ["is_talk", "understood"]
