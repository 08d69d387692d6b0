"""Exported chats: what was said, day by day, and by whom."""

from retrieval.ingestion.loaders.chats.export import extract

__all__ = ["extract"]
