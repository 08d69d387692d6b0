"""Measuring on question answering data."""
