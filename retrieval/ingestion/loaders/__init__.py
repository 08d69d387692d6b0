"""Files to text: one module for each format, all of them give an `Extract`."""

from retrieval.ingestion.loaders.formats import SUFFIXES, UNREAD, is_readable, load, read_bytes, unforeseen

__all__ = ["SUFFIXES", "UNREAD", "is_readable", "load", "read_bytes", "unforeseen"]
