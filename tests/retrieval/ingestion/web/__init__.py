"""Pages and files that are fetched from the web."""
