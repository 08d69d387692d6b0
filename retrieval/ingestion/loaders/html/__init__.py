"""HTML: what a browser shows of the text, without menus and the like."""

from retrieval.ingestion.loaders.html.page import extract, visible_blocks

__all__ = ["extract", "visible_blocks"]
