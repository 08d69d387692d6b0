"""Cutting answers out of passages."""

from retrieval.reader.loading import load_reader
from retrieval.reader.protocol import Reader
from retrieval.reader.spans import DEFAULT_FOLDER, SpanReader

__all__ = ["DEFAULT_FOLDER", "Reader", "SpanReader", "load_reader"]
