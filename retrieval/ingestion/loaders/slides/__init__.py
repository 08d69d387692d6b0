"""Presentations (pptx): slide by slide its title, texts, tables and notes."""

from retrieval.ingestion.loaders.slides.presentation import extract

__all__ = ["extract"]
