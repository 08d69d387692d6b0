"""Documents that people send, list and remove."""
