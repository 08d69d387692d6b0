"""The questions that models learn from, and how they are varied."""
