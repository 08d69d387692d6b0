"""A small convolutional network over characters that marks spans."""

from retrieval.reader.convolutional.reader import load_convolutional

__all__ = ["load_convolutional"]
