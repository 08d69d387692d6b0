"""What came to the store and left it, revision by revision."""

from retrieval.storage.changes.log import ChangeLog, Changes, count_change, note_removal

__all__ = ["ChangeLog", "Changes", "count_change", "note_removal"]
