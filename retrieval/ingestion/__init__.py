"""From a file to the passages of a document."""
