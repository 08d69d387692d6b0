"""The library: files in, files out."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from retrieval.errors import DocumentError, StoreError
from retrieval.intake import read_document
from retrieval.loaders import SUFFIXES
from retrieval.passages import split
from retrieval.store import Change, Entry, Store

PUBLIC = "public"
SAMPLE = "sample"
SAMPLE_QUESTIONS = (
    "星湖科创投资基金总规模是多少？",
    "“六禾”联盟首任理事长是谁？",
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
        path = file.path.resolve()
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if self._store.holds(str(path), digest, collection):
                return Outcome(file, "unchanged")
            document = read_document(path, file.source)
            passages = list(split(document, collection))
            return Outcome(file, self._store.put(document, passages, collection), len(passages))
        except OSError as error:
            return Outcome(file, "failed", reason=f"it cannot be read: {error.strerror}")
        except (DocumentError, StoreError) as error:
            return Outcome(file, "failed", reason=str(error))

    def remove(self, names: Iterable[str], collection: str | None = None) -> list[Entry]:
        """Take documents out by their source or path; all of them, or none.

        Args:
            names: Sources or paths.
            collection: Where to look, or None for everywhere.

        Returns:
            What was removed.

        Raises:
            StoreError: A name fits no document, or more than one.
        """
        entries = [entry for entry in self.documents() if collection in {None, entry.collection}]
        chosen = [_only_match(name, entries) for name in names]
        self._store.remove(entry.id for entry in chosen)
        self._keep_sample_apart()
        return chosen

    def documents(self) -> list[Entry]:
        """Every document, by collection and source."""
        return self._store.documents()

    def _keep_sample_apart(self) -> None:
        """The sample page is there exactly while nothing else is."""
        entries = self._store.documents()
        samples = [entry.id for entry in entries if entry.collection == SAMPLE]
        if not entries:
            for file in _sample_files():
                self._add(file, SAMPLE)
        elif samples and len(samples) < len(entries):
            self._store.remove(samples)


def find_files(paths: Iterable[Path]) -> Iterator[File]:
    """The files that paths stand for: a file itself, a folder every file below it that can be read.

    Hidden files and folders are passed over. A path that is not there, or a folder with nothing to
    read, comes out as itself, so that adding it says what is wrong.
    """
    for path in paths:
        found = list(_below(path)) if path.is_dir() else []
        yield from found or [File(path, path.name)]


def _below(folder: Path) -> Iterator[File]:
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        hidden = any(part.startswith((".", "~$")) for part in below.parts)
        if not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
            yield File(path, str(below))


def _only_match(name: str, entries: Iterable[Entry]) -> Entry:
    resolved = str(Path(name).resolve())
    matches = [entry for entry in entries if name == entry.source or resolved == entry.path]
    if not matches:
        raise StoreError(f"No document is called {name!r}. `yuanwen list` shows the names.")
    if len(matches) > 1:
        paths = ", ".join(f"{entry.path} ({entry.collection})" for entry in matches)
        raise StoreError(f"{name!r} fits several documents: {paths}. Give the path or --collection.")
    return matches[0]


def _sample_files() -> Iterator[File]:
    for resource in sorted(files("retrieval.sample").iterdir(), key=lambda r: r.name):
        if resource.name.endswith(".txt"):
            yield File(Path(str(resource)), resource.name)
