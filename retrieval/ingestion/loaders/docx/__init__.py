"""Word documents: what a reader sees on the printed page, once, in its order."""

from retrieval.ingestion.loaders.docx.document import extract

__all__ = ["extract"]
