"""Periods: spans of days, as options give them, as questions and texts name them, and of documents."""
