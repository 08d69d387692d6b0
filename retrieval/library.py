"""The library: files in, files out."""

import os
import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from retrieval.documents import Document
from retrieval.errors import DocumentError, StoreError, Unreadable
from retrieval.ingestion.loaders import SUFFIXES, read_bytes
from retrieval.ingestion.passages import split
from retrieval.ingestion.read import digest, read_document
from retrieval.storage.store import Change, Entry, Size, Store

PUBLIC = "public"
SAMPLE = "sample"
SAMPLE_QUESTIONS = (
    "星湖科创投资基金总规模是多少？",
    "东陵港综合保税区物流处处长是谁？",
    "白鹭湾跨江大桥什么时候建成通车？",
)
"""Questions that the sample page answers, to begin with."""

_PRIVATE = re.compile(r"(?:user|chat)--?[0-9]+")
_UPLOAD = "upload:"
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class File:
    """A file to be added.

    Attributes:
        path: Where it lies.
        source: The name people will see.
        identity: What tells it from other documents of its collection, whatever it is called and wherever it
            lies; "" for its absolute path. Where one is given, the source says what kind of file it is.
        data: Its bytes, or None to read them from `path`.
    """

    path: Path
    source: str
    identity: str = ""
    data: bytes | None = field(default=None, repr=False)

    @classmethod
    def uploaded(cls, name: str, content: Path | bytes) -> Self:
        """A file that somebody sent; one of the same name takes its place in a collection.

        Args:
            name: As it was sent, in any characters; folders in it are left out.
            content: The bytes, or where they lie for the time being.
        """
        last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
        source = "".join(c for c in last if c.isprintable()).strip()[-_LONGEST_NAME:] or "document"
        if isinstance(content, bytes):
            return cls(Path(source), source, _UPLOAD + source, content)
        return cls(content, source, _UPLOAD + source)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        file: The file.
        change: "added", "replaced", "unchanged", "failed", or "full" where the collection has no room for it.
        passages: How many passages it holds; 0 where it was left as it is or could not be read.
        reason: Why it failed or found no room, in a sentence, or "".
        unreadable: Why it could not be read, where that is why it failed.
    """

    file: File
    change: Change | Literal["failed", "full"]
    passages: int = 0
    reason: str = ""
    unreadable: Unreadable | None = None


class Library:
    """Adds, removes and lists the documents of a store. Safe to use from several threads.

    A sample page is served as long as there is nothing else but what belongs to single persons and chats, so
    that everybody has something to ask.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changing = threading.Lock()
        with self._changing:
            self._keep_sample_apart()

    def add(self, file: File, collection: str = PUBLIC, quota: Size | None = None) -> Outcome:
        """Read a file into a collection; a failure leaves everything as it was.

        Args:
            file: What to read.
            collection: Where to; made if it is new.
            quota: How much the collection may hold with it, or None for any number.

        Raises:
            StoreError: The name of the collection cannot be used.
        """
        if collection == SAMPLE or not collection.strip():
            raise StoreError(
                f"{collection!r} cannot be a collection's name. Choose another with --collection."
            )
        return self._add(file, collection, quota)

    def _add(self, file: File, collection: str, quota: Size | None) -> Outcome:
        try:
            document = self._read(file, collection)
            if document is None:
                return Outcome(file, "unchanged")
            passages = list(split(document, collection))
            with self._changing:
                if reason := self._too_much(document, len(passages), collection, quota):
                    return Outcome(file, "full", len(passages), reason)
                change = self._store.put(document, passages, collection)
                self._keep_sample_apart()
            return Outcome(file, change, len(passages))
        except DocumentError as error:
            return Outcome(file, "failed", reason=str(error), unreadable=error.reason)
        except StoreError as error:
            return Outcome(file, "failed", reason=str(error))

    def _read(self, file: File, collection: str) -> Document | None:
        """The file as a document; None where the collection has it already."""
        identity = file.identity or _identity(file.path)
        if file.data is None:
            _check_kind(file.path)
        data = read_bytes(file.path) if file.data is None else file.data
        if self._store.holds(identity, digest(data), collection):
            return None
        named = Path(file.source) if file.identity else file.path
        return replace(read_document(named, file.source, data), path=identity)

    def _too_much(self, document: Document, passages: int, collection: str, quota: Size | None) -> str:
        """Why a collection has no room for a document, or ""."""
        if quota is None:
            return ""
        kept = [entry for entry in self._store.documents(collection) if entry.path != document.path]
        if len(kept) >= quota.documents:
            return f"There are {len(kept)} documents already, and {quota.documents} may be kept: remove one."
        room = quota.passages - sum(entry.passages for entry in kept)
        if passages > room:
            return f"It holds {passages} passages, and there is room for {max(room, 0)}: remove a document."
        return ""

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
        self._remove(chosen)
        return chosen

    def discard(self, id_: int, collection: str) -> Entry | None:
        """Take one document out of a collection.

        Args:
            id_: `Entry.id`.
            collection: Where it must be.

        Returns:
            What was removed; None where the collection has no such document, or no longer.
        """
        found = next((entry for entry in self.entries(collection) if entry.id == id_), None)
        if found:
            self._remove([found])
        return found

    def clear(self, collection: str) -> list[Entry]:
        """Take all documents out of a collection, and return them."""
        found = self.entries(collection)
        self._remove(found)
        return found

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name, or make it one with the collection of that name: `Store.rename`."""
        with self._changing:
            self._store.rename(old, new)
            self._keep_sample_apart()

    def _remove(self, entries: Iterable[Entry]) -> None:
        with self._changing:
            self._store.remove(entry.id for entry in entries)
            self._keep_sample_apart()

    def documents(self) -> list[Entry]:
        """Every document, by collection and source."""
        return self._store.documents()

    def entries(self, collection: str) -> list[Entry]:
        """The documents of one collection, by source; none where there is no such collection."""
        return self._store.documents(collection)

    def holds(self, passages: Collection[int], collections: Collection[str]) -> bool:
        """Whether all passages of these ids are in some collections, as `visible` has them."""
        found, names = self._store.passages(passages), visible(collections)
        return all(id_ in found and found[id_].collection in names for id_ in passages)

    def size(self, collection: str) -> Size:
        """How much a collection holds."""
        return self._store.size(collection)

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
        """The sample page is there exactly while nothing else is that more than one chat can see."""
        shared = [name for name in self._store.collections() if not is_private(name)]
        if not shared:
            for file in _sample_files():
                document = replace(read_document(file.path, file.source), path=_identity(file.path))
                with suppress(StoreError):  # a home that cannot be changed now can still be asked
                    self._store.put(document, list(split(document, SAMPLE)), SAMPLE)
        elif SAMPLE in shared and len(shared) > 1:
            self._store.remove(entry.id for entry in self.entries(SAMPLE))


def is_private(collection: str) -> bool:
    """Whether a collection belongs to one person or one chat, by its name: user-5, chat--100200."""
    return bool(_PRIVATE.fullmatch(collection))


def visible(collections: Collection[str]) -> frozenset[str]:
    """The collections that serve some: for the public one also the sample page, while there is one."""
    return frozenset((*collections, SAMPLE)) if PUBLIC in collections else frozenset(collections)


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
        raise DocumentError(
            f"Nothing below it can be read; these can: {', '.join(sorted(SUFFIXES))}.", Unreadable.KIND
        )
    if path.exists() and not path.is_file():
        raise DocumentError("It is a device or a pipe; add files and folders.", Unreadable.MISSING)


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
    matches = [entry for entry in entries if name in {entry.source, entry.path} or path == entry.path]
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
