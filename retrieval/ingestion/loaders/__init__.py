"""Files to text: one module for each format, all of them give an `Extract`."""

from retrieval.ingestion.loaders.formats import INSTEAD, SUFFIXES, is_readable, load, read_bytes, unforeseen

__all__ = ["INSTEAD", "SUFFIXES", "is_readable", "load", "read_bytes", "unforeseen"]
