"""Cutting answers out of passages."""

from retrieval.reader.joint import JointReader
from retrieval.reader.loading import DEFAULT_FOLDER, load_reader
from retrieval.reader.protocol import Reader
from retrieval.reader.spans import SpanReader

__all__ = ["DEFAULT_FOLDER", "JointReader", "Reader", "SpanReader", "load_reader"]
