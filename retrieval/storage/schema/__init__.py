"""The tables of the store, version by version, in both databases."""

from typing import Final

from retrieval.storage.databases.tables import Tables
from retrieval.storage.schema.postgres import POSTGRES
from retrieval.storage.schema.sqlite import MIGRATIONS

TABLES: Final = Tables("store", MIGRATIONS, POSTGRES)

__all__ = ["MIGRATIONS", "POSTGRES", "TABLES"]
