"""`yuanwen add`, `remove` and `list`: which documents a home holds."""

from bot.cli.documents.adding import add
from bot.cli.documents.listing import list_, remove

__all__ = ["add", "list_", "remove"]
