"""Spreadsheets as passages."""
