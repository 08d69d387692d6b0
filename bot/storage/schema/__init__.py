"""The tables of the bot's state, version by version, in both databases."""

from typing import Final

from bot.storage.schema.postgres import POSTGRES
from bot.storage.schema.sqlite import MIGRATIONS
from retrieval.storage.databases import Tables

TABLES: Final = Tables("state", MIGRATIONS, POSTGRES)

__all__ = ["MIGRATIONS", "POSTGRES", "TABLES"]
