"""The library: adds, removes and lists documents."""

import os
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from retrieval.documents import Document, Omission
from retrieval.errors import DocumentError, StoreError, Unfetched, Unreadable
from retrieval.faq import Faq
from retrieval.ingestion.digest import digest_of
from retrieval.ingestion.file_reader import FileReader
from retrieval.ingestion.files import File, find_files, resolved
from retrieval.ingestion.passages import split
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.workers import ReadingPool
from retrieval.lines import LineFiles, LinesOutcome, file_of
from retrieval.naming.called import called
from retrieval.storage.collections import PUBLIC, SAMPLE, check_name, is_private, visible
from retrieval.storage.store import Change, Entry, Size, Store
from retrieval.suggestions.sample import ANSWERED, of_sample, sample_files

__all__ = [
    "PUBLIC",
    "SAMPLE",
    "SAMPLE_QUESTIONS",
    "File",
    "Library",
    "Outcome",
    "find_files",
    "is_private",
    "visible",
]

SAMPLE_QUESTIONS = tuple(question for question, _ in ANSWERED[:3])
"""Questions that the sample page answers, as suggestions for a start."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        file: The file.
        change: "added", "replaced", "unchanged", "failed", or "full" where the collection has no room for it.
        passages: How many passages were read from it; 0 where it was unchanged or could not be read.
        reason: Why it failed or found no room, in a sentence, or "".
        unreadable: Why it could not be read, where that is why it failed.
        entry: The document as the collection holds it now; None where it failed or found no room.
        omissions: What of it could not be read, where it was read now.
        unfetched: Why its address could not be fetched, where that is why it failed.
        lines: What became of its lines, where each is a document.
    """

    file: File
    change: Change | Literal["failed", "full"]
    passages: int = 0
    reason: str = ""
    unreadable: Unreadable | None = None
    entry: Entry | None = None
    omissions: tuple[Omission, ...] = ()
    unfetched: Unfetched | None = None
    lines: LinesOutcome | None = None

    @property
    def has_failed(self) -> bool:
        """Whether it could not be read, or a line of it."""
        return self.change == "failed" or bool(self.lines and self.lines.faults)


class Library:
    """Adds, removes and lists the documents of a store. Safe to use from several threads.

    It holds a sample page as long as all other documents belong to single persons or chats, so that everybody
    has something to ask.

    Attributes:
        files: Reads the files.
        lines: Adds files in which every line is a document.
        faq: The questions that owners answered, a document of the public collection.
    """

    def __init__(self, store: Store, pool: ReadingPool | None = None) -> None:
        """Add the sample page where there is nothing else.

        `pool` reads files; None for one that starts with the first file.
        """
        self._store = store
        pool = pool or ReadingPool()
        self.files = FileReader(store.refused, pool)
        self.lines = LineFiles(store, pool, self._changing)
        self._renamed: dict[str, str] = {}
        self._lock = threading.Lock()
        self.faq = Faq(store.faq, PUBLIC, self._changing)
        with self._changing():
            pass  # a home without documents gets the sample page

    def add(
        self, file: File, collection: str = PUBLIC, quota: Size | None = None, on_page: OnPage | None = None
    ) -> Outcome:
        """Read a file into a collection; a failure leaves everything as it was.

        Args:
            file: What to read.
            collection: Where to; made if it is new.
            quota: How much the collection may hold with it, or None for any number.
            on_page: Called before each page whose text is recognised, on this thread.

        Raises:
            StoreError: The name of the collection cannot be used.
            ReadingStoppedError: Reading was stopped meanwhile.
        """
        check_name(collection)
        try:
            stamp = file.stamp  # before its bytes: a change meanwhile is not missed
            if stamp and self._store.originals.is_stamped(file.document_path, collection, stamp.text):
                return self._kept(file, "unchanged", collection)
            data = file.read()
            digest = digest_of(data)
            if self._store.holds(file.document_path, digest, collection):
                outcome = self._kept(file, "unchanged", collection)
            else:
                document = self.files.read(file, data, digest, on_page)
                outcome = self._put(file, document, collection, quota)
            if stamp and stamp.is_settled and outcome.entry:
                self._store.originals.stamp(outcome.entry.id, stamp.text)
            return outcome
        except DocumentError as error:
            return Outcome(file, "failed", reason=str(error), unreadable=error.reason)
        except StoreError as error:
            return Outcome(file, "failed", reason=str(error))

    def unchanged(self, files: Iterable[File], collection: str) -> dict[File, Outcome]:
        """The outcomes for those files of which the system says what it said when they were read.

        The store is looked at once for all of them.
        """
        stamps = self._store.originals.stamps(collection)
        entries = {entry.path: entry for entry in self.entries(collection)} if stamps else {}
        found: dict[File, Outcome] = {}
        for file in files if stamps else ():
            stamp, path = file.stamp, file.document_path
            if stamp and stamps.get(path) == stamp.text and path in entries:
                found[file] = Outcome(file, "unchanged", entry=entries[path])
        return found

    def _put(self, file: File, document: Document, collection: str, quota: Size | None) -> Outcome:
        """Keep a document where there is room."""
        passages = list(split(document, collection))
        with self._changing():
            name = self._renamed.get(collection, collection)
            if reason := self._lack_of_room(document.path, len(passages), name, quota):
                return Outcome(file, "full", len(passages), reason)
            change = self._store.put(document, passages, name)
        with suppress(StoreError):  # then they are compared after the next document
            self._store.copies.find(len(document.articles))
        return replace(self._kept(file, change, name, len(passages)), omissions=document.omissions)

    def _kept(self, file: File, change: Change, collection: str, passages: int = 0) -> Outcome:
        """The outcome for a file that the collection holds."""
        entry = self._store.document(file.document_path, collection)
        if entry and file.handle:
            self._store.originals.keep(entry.id, file.handle)
        return Outcome(file, change, passages, entry=entry)

    def _lack_of_room(self, path: str, passages: int, collection: str, quota: Size | None) -> str:
        """Why a collection has no room for the document of a path, or ""."""
        if quota is None:
            return ""
        others = self._store.size(collection, without=path)
        if others.documents >= quota.documents:
            count = others.documents
            return f"There are {count} documents already, and {quota.documents} may be kept: remove one."
        room = quota.passages - others.passages
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
        chosen = list({entry.id: entry for name in names for entry in called(name, entries)}.values())
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
        self._remove([found] if found else [])
        return found

    def clear(self, collection: str) -> list[Entry]:
        """Take all documents out of a collection, and return them."""
        found = self.entries(collection)
        self._remove(found)
        return found

    def rename(self, old: str, new: str) -> None:
        """Give a collection another name, or make it one with the collection of that name: `Store.rename`.

        Files that are being read for the old one are kept in the new one.
        """
        with self._changing():
            self._store.rename(old, new)
            self._renamed[old] = new

    def _remove(self, entries: Iterable[Entry]) -> None:
        with self._changing():
            self._store.remove(entry.id for entry in entries)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A block in which documents change, one at a time; then there is a sample page, or none."""
        with self._lock:
            yield
            self._update_sample()

    def documents(self) -> list[Entry]:
        """Every document, by collection and source."""
        return self._store.documents()

    def handle(self, id_: int) -> str:
        """The `File.handle` that a document was added with, by its id, or ""."""
        return self._store.originals.handle(id_)

    def entries(self, collection: str) -> list[Entry]:
        """The documents of one collection, by source; none where there is no such collection."""
        return self._store.documents(collection)

    def holds(self, passages: Collection[int], collections: Collection[str]) -> bool:
        """Whether all passages of these ids are in some collections, as `visible` has them."""
        found, names = self._store.passages(passages), visible(collections)
        return all(id_ in found and found[id_].collection in names for id_ in passages)

    def size(self, collection: str, without: File | None = None) -> Size:
        """How much a collection holds, a document that a file would replace left out."""
        return self._store.size(collection, without.document_path if without else "")

    def require(self, collections: Iterable[str]) -> None:
        """Make sure that collections are there.

        Raises:
            StoreError: One is not; the message names those that are.
        """
        present = self._store.collections()
        for name in collections:
            if name not in present:
                there = ", ".join(present)
                raise StoreError(f"There is no collection {name!r}; there are: {there}.").phrased(
                    "no-collection", name=name, present=there
                )

    def gone(self, folders: Iterable[Path]) -> list[Entry]:
        """Documents read below some folders whose files are no longer there."""
        roots = tuple(resolved(folder) + os.sep for folder in folders if folder.is_dir())
        below = (entry for entry in self.documents() if entry.path.startswith(roots))
        return [entry for entry in below if not Path(file_of(entry.path)).exists()]

    def _update_sample(self) -> None:
        """Add the sample page where no shared collection holds documents, and remove it where one does."""
        shared = [name for name in self._store.collections() if not is_private(name)]
        if not shared:
            from retrieval.ingestion.read import read_document  # noqa: PLC0415  # a quarter of a second

            for file in sample_files():
                document = replace(read_document(file.path, file.source), path=file.document_path)
                with suppress(StoreError):  # a home that cannot be changed now can still be asked
                    self._store.put(document, list(split(document, SAMPLE)), SAMPLE)
                    self._suggest_sample()
        elif SAMPLE in shared and len(shared) > 1:
            self._store.remove(entry.id for entry in self.entries(SAMPLE))

    def _suggest_sample(self) -> None:
        """Keep the questions that the sample page is known to answer."""
        kept = self._store.suggestions
        for entry in self.entries(SAMPLE):
            if not kept.made_for_document(entry.id):
                kept.keep(entry.id, of_sample(kept.passages_of_document(entry.id, entry.passages)))
