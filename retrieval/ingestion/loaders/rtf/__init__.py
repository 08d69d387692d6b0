"""Rich text (rtf): headings, paragraphs and rows of tables."""

from retrieval.ingestion.loaders.rtf.document import extract

__all__ = ["extract"]
