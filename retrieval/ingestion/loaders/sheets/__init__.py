"""Spreadsheets: each row of each sheet with its headers."""

from retrieval.ingestion.loaders.sheets.workbook import extract

__all__ = ["extract"]
