"""A collection that follows folders: what is new in them, has changed, or is no longer there."""

import os
from collections.abc import Sequence
from pathlib import Path

from bot.cli.language import say
from retrieval.errors import StoreError
from retrieval.ingestion.files import File, find_files, resolved
from retrieval.library import Library
from retrieval.storage.store import Entry

_Stamp = tuple[int, int, int]
"""Size, time of the last change in nanoseconds, and number of a file on its disk."""


class Mirror:
    """Compares folders with what a library holds of them, again and again.

    A file counts as changed once it was the same at two looks one after the other, so that one that is still
    being written is left alone, and one that is replaced is not removed in between.
    """

    def __init__(self, library: Library, folders: Sequence[Path], collection: str) -> None:
        """Nothing is compared yet.

        Args:
            library: Holds the documents.
            folders: What it follows.
            collection: Where to; documents of other collections are left alone.
        """
        self._library = library
        self._folders = folders
        self._collection = collection
        self._known: dict[File, _Stamp] = {}
        self._unsettled: dict[File, _Stamp | None] = {}

    @property
    def is_settled(self) -> bool:
        """Whether the last look left nothing open."""
        return not self._unsettled

    def files(self) -> list[File]:
        """Every file that there is now, to begin with; from now on `changes` says what becomes of them.

        Raises:
            StoreError: A folder is not there.
        """
        self._known = self._look()
        return list(self._known)

    def orphans(self) -> list[Entry]:
        """Documents that were read below the folders and whose files are gone, all files having been added.

        None of a folder that is empty: it may be a disk that is not there.
        """
        present = {file.document_path for file in self._known}
        roots = tuple(resolved(folder) + os.sep for folder in self._folders if not _is_empty(folder))
        below = (entry for entry in self._library.entries(self._collection) if entry.path.startswith(roots))
        return [entry for entry in below if entry.path not in present and _is_gone(Path(entry.path))]

    def empty(self) -> list[Path]:
        """Folders in which there is nothing at all, though documents were read from them."""
        paths = [entry.path for entry in self._library.entries(self._collection)]
        return [
            folder
            for folder in self._folders
            if _is_empty(folder) and any(path.startswith(resolved(folder) + os.sep) for path in paths)
        ]

    def changes(self) -> tuple[list[File], list[Entry]]:
        """Files that are new or have changed since the last look, and documents whose files are gone.

        Raises:
            StoreError: A folder is not there.
        """
        now = self._look()
        open_: dict[File, _Stamp | None] = {
            file: now.get(file)
            for file in self._known.keys() | now.keys()
            if self._known.get(file) != now.get(file)
        }
        settled = {file for file, stamp in open_.items() if self._unsettled.get(file, 0) == stamp}
        self._unsettled = {file: stamp for file, stamp in open_.items() if file not in settled}
        gone = {file for file in settled if file not in now}
        for file in settled - gone:
            self._known[file] = now[file]
        for file in gone:
            del self._known[file]
        return sorted(settled - gone, key=lambda file: file.source), self._documents_of(gone)

    def _documents_of(self, files: set[File]) -> list[Entry]:
        paths = {file.document_path for file in files if _is_gone(file.path)}
        return [entry for entry in self._library.entries(self._collection) if entry.path in paths]

    def _look(self) -> dict[File, _Stamp]:
        found: dict[File, _Stamp] = {}
        for folder in self._folders:
            if not folder.is_dir():
                raise StoreError(say("watch-folder-gone", folder=str(folder)))
            for file in find_files([folder]):
                try:
                    stat = file.path.stat()
                except OSError:  # it was there a moment ago
                    continue
                if file.path != folder:  # stands for a folder without files
                    found[file] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
        return found


def _is_empty(folder: Path) -> bool:
    """Whether there is nothing at all in a folder, or it is not there."""
    try:
        return not any(folder.iterdir())
    except OSError:
        return True


def _is_gone(path: Path) -> bool:
    """Whether there is no such file, for sure: one that may not be looked at is not gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
