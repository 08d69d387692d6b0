"""PDF: lines in reading order, rows of tables, footnotes after their paragraph."""

from retrieval.ingestion.loaders.pdf.document import extract

__all__ = ["extract"]
