"""Cutting answers out of passages."""

from retrieval.reader.convolutional import DEFAULT_FOLDER, ConvolutionalReader
from retrieval.reader.loading import load_reader
from retrieval.reader.protocol import Reader

__all__ = ["DEFAULT_FOLDER", "ConvolutionalReader", "Reader", "load_reader"]
