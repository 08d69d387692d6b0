"""Broken pages to articles of whole paragraphs."""

from retrieval.reflow.articles import reflow
from retrieval.reflow.page import TITLE_SEPARATOR

__all__ = ["TITLE_SEPARATOR", "reflow"]
