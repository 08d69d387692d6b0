"""The library: files in, files out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

from retrieval.errors import DocumentError, StoreError
from retrieval.intake import read_document
from retrieval.loaders import SUFFIXES, read_bytes
from retrieval.passages import split
from retrieval.store import Change, Entry, Store

PUBLIC = "public"
SAMPLE = "sample"
SAMPLE_QUESTIONS = (
    "星湖科创投资基金总规模是多少？",
    "东陵港综合保税区物流处处长是谁？",
    "白鹭湾跨江大桥什么时候建成通车？",
)
"""Questions that the sample page answers, to begin with."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be added.

    Attributes:
        path: Where it lies.
        source: The name people will see.
    """

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        file: The file.
        change: "added", "replaced", "unchanged" or "failed".
        passages: How many passages it holds; 0 unless it was added or replaced.
        reason: Why it failed, or "".
    """

    file: File
    change: Change | Literal["failed"]
    passages: int = 0
    reason: str = ""


class Library:
    """Adds, removes and lists the documents of a store.

    A store that holds nothing else serves a sample page, so that there is something to ask.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keep_sample_apart()

    def add(self, file: File, collection: str = PUBLIC) -> Outcome:
        """Read a file into a collection; a failure leaves everything as it was.

        Raises:
            StoreError: The name of the collection cannot be used.
        """
        if collection == SAMPLE or not collection.strip():
            raise StoreError(
                f"{collection!r} cannot be a collection's name. Choose another with --collection."
            )
        outcome = self._add(file, collection)
        self._keep_sample_apart()
        return outcome

    def _add(self, file: File, collection: str) -> Outcome:
        try:
            _check_kind(file.path)
            data = read_bytes(file.path)
            if self._store.holds(_identity(file.path), sha256(data).hexdigest(), collection):
                return Outcome(file, "unchanged")
            document = replace(read_document(file.path, file.source, data), path=_identity(file.path))
            passages = list(split(document, collection))
            return Outcome(file, self._store.put(document, passages, collection), len(passages))
        except (DocumentError, StoreError) as error:
            return Outcome(file, "failed", reason=str(error))

    def remove(self, names: Iterable[str], collection: str | None = None) -> list[Entry]:
        """Take documents out by their source or path; all of them, or none.

        Args:
            names: Sources or paths; a folder stands for all documents that were read below it.
            collection: Where to look, or None for everywhere.

        Returns:
            What was removed.

        Raises:
            StoreError: A name fits no document, or more than one.
        """
        entries = [entry for entry in self.documents() if collection in {None, entry.collection}]
        chosen = list({entry.id: entry for name in names for entry in _matches(name, entries)}.values())
        self._store.remove(entry.id for entry in chosen)
        self._keep_sample_apart()
        return chosen

    def documents(self) -> list[Entry]:
        """Every document, by collection and source."""
        return self._store.documents()

    def require(self, collections: Iterable[str]) -> None:
        """Make sure that collections are there.

        Raises:
            StoreError: One is not; the message names those that are.
        """
        present = self._store.collections()
        for name in collections:
            if name not in present:
                raise StoreError(f"There is no collection {name!r}; there are: {', '.join(present)}.")

    def gone(self, folders: Iterable[Path]) -> list[Entry]:
        """Documents read below some folders whose files are no longer there."""
        roots = tuple(_identity(folder) + os.sep for folder in folders if folder.is_dir())
        below = (entry for entry in self.documents() if entry.path.startswith(roots))
        return [entry for entry in below if not Path(entry.path).exists()]

    def _keep_sample_apart(self) -> None:
        """The sample page is there exactly while nothing else is."""
        collections = self._store.collections()
        if not collections:
            for file in _sample_files():
                self._add(file, SAMPLE)
        elif SAMPLE in collections and len(collections) > 1:
            self._store.remove(entry.id for entry in self.documents() if entry.collection == SAMPLE)


def find_files(paths: Iterable[Path]) -> Iterator[File]:
    """The files that paths stand for: a file itself, a folder every file below it that can be read.

    Hidden files and folders are passed over. A path that is not there, or a folder with nothing to
    read, comes out as itself, so that adding it says what is wrong.
    """
    for path in paths:
        found = list(_below(path)) if path.is_dir() else []
        yield from found or [File(path, _readable(path.name))]


def _below(folder: Path) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in below.parts)
        if not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
            yield File(path, _readable(str(below)))


def _check_kind(path: Path) -> None:
    """Refuse what is no file, before anything is read from it."""
    if path.is_dir():
        raise DocumentError(f"Nothing below it can be read; these can: {', '.join(sorted(SUFFIXES))}.")
    if path.exists() and not path.is_file():
        raise DocumentError("It is a device or a pipe; add files and folders.")


def _identity(path: Path) -> str:
    """The absolute path, as text that can be kept."""
    return _readable(str(path.resolve()))


def _readable(name: str) -> str:
    """A file's name as people wrote it: archives made on Chinese systems often leave names in GB18030."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _matches(name: str, entries: Iterable[Entry]) -> list[Entry]:
    """The document of this source or path, or all that were read below this folder."""
    path = _identity(Path(name))
    matches = [entry for entry in entries if name == entry.source or path == entry.path]
    below = [entry for entry in entries if entry.path.startswith(path + os.sep)]
    if not matches and below:
        return below
    if not matches:
        raise StoreError(f"No document is called {name!r}. `yuanwen list` shows the names.")
    if len(matches) > 1:
        paths = ", ".join(f"{entry.path} ({entry.collection})" for entry in matches)
        raise StoreError(f"{name!r} fits several documents: {paths}. Give the path or --collection.")
    return matches


def _sample_files() -> Iterator[File]:
    for resource in sorted(files("retrieval.sample").iterdir(), key=lambda r: r.name):
        if resource.name.endswith(".txt"):
            yield File(Path(str(resource)), resource.name)
