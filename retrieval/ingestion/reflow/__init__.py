"""Broken pages to articles of whole paragraphs."""

from retrieval.ingestion.reflow.articles import reflow

__all__ = ["reflow"]
