"""Databases: SQLite in a file, or PostgreSQL on a server."""

from retrieval.storage.databases.address import Address
from retrieval.storage.databases.opening import open_database
from retrieval.storage.databases.protocol import Connection, Database, Lock, marks
from retrieval.storage.databases.tables import Tables

__all__ = ["Address", "Connection", "Database", "Lock", "Tables", "marks", "open_database"]
