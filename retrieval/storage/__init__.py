"""What is kept on disk: documents in SQLite, and the lock between processes."""
