"""Broken pages to articles of whole paragraphs."""

from retrieval.reflow.articles import reflow

__all__ = ["reflow"]
