"""HTML: what a browser shows of the text, without menus and the like."""

from retrieval.ingestion.loaders.html.contents import is_of_links
from retrieval.ingestion.loaders.html.page import extract, visible_blocks
from retrieval.ingestion.loaders.html.saved import is_saved

__all__ = ["extract", "is_of_links", "is_saved", "visible_blocks"]
