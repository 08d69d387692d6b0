"""Documents: uploads and their ingestion, /add, and /docs."""
