"""Markdown: CommonMark with tables, and what pandoc, Obsidian, Hugo, MkDocs and Yuque write beside it."""

from retrieval.ingestion.loaders.markdown.document import extract

__all__ = ["extract"]
