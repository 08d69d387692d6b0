"""Broken pages to articles of whole paragraphs."""

from retrieval.ingestion.reflow.articles import reflow
from retrieval.ingestion.reflow.page import TITLE_SEPARATOR

__all__ = ["TITLE_SEPARATOR", "reflow"]
