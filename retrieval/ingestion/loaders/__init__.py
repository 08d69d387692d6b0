"""Files to text: one module for each format, all of them give an `Extract`."""

from retrieval.ingestion.loaders.formats import SUFFIXES, load, read_bytes, unforeseen

__all__ = ["SUFFIXES", "load", "read_bytes", "unforeseen"]
