"""Segments: immutable parts of an index, merged as they become many, each in a file of its own."""
