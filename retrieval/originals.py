"""The files that documents were read from, none of them copied; and the page of an answer as a picture."""

from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Final

from retrieval.documents import Answer, Passage
from retrieval.errors import OriginalError, Unshown
from retrieval.ingestion.digest import is_of
from retrieval.ingestion.file_reader import FileReader
from retrieval.ingestion.files import is_upload
from retrieval.ingestion.loaders.formats import PICTURES
from retrieval.ingestion.rendering import RENDERED, PagePicture, Place
from retrieval.library import visible
from retrieval.storage.originals import Original
from retrieval.storage.store import Store

__all__ = ["Original", "Originals", "can_mark", "can_show", "was_sent"]

MOST_BYTES: Final = 100 << 20
"""The largest file whose pages are shown."""


def can_show(passage: Passage) -> bool:
    """Whether the page of a passage can be shown, if its file is still there."""
    is_rendered = PurePath(passage.source).suffix.lower() in RENDERED
    return is_rendered and (was_sent(passage) or Path(passage.path).is_absolute())


def can_mark(document: Original | Passage) -> bool:
    """Whether words are marked on the pages of a file; photos and scans are shown as they are."""
    return PurePath(document.source).suffix.lower() not in PICTURES


def was_sent(passage: Passage) -> bool:
    """Whether somebody sent the file of a passage to the bot."""
    return is_upload(passage.path)


class Originals:
    """Finds the files of passages, and has their pages rendered. Safe to use from several threads.

    Args:
        store: Where the documents are kept.
        files: Renders the pages, in processes of their own.
    """

    def __init__(self, store: Store, files: FileReader) -> None:
        self._store = store
        self._files = files

    def of(self, passage: Passage, collections: Collection[str] | None = None) -> Original:
        """The file that a passage comes from.

        Args:
            passage: The passage, by its id.
            collections: Names of the collections that it may be in, as for `Engine.ask`; None for all.

        Raises:
            OriginalError: The document was removed or changed, or is in none of these collections.
            StoreError: The store cannot be read.
        """
        found = self._store.originals.of(passage.id)
        if found is None or (collections is not None and found.collection not in visible(collections)):
            raise OriginalError(
                f"{passage.source} is no longer among the documents as it was.", Unshown.REMOVED
            )
        return found

    def picture(self, original: Original, answer: Answer, data: bytes | None = None) -> PagePicture:
        """The page of a file on which an answer stands, its words marked.

        Args:
            original: The file.
            answer: The answer, from a passage of it.
            data: Its bytes; None to read them from its path.

        Raises:
            OriginalError: There is no picture of such a page, or no file, or another one than was read.
            DocumentError: The page cannot be rendered, or not within the limits.
            ReadingStoppedError, StoreError, WorkerStartError: As for `FileReader.read`.
        """
        suffix = PurePath(original.source).suffix.lower()
        if suffix not in RENDERED:
            raise OriginalError(
                f"{original.source} has no pages that can be shown; those of .pdf files can.", Unshown.KIND
            )
        data = _read(original) if data is None else data
        if not is_of(data, original.digest):
            raise OriginalError(
                f"{original.source} has changed since it was added, so the page may be another one now."
                " Add it again, and ask again.",
                Unshown.CHANGED,
            )
        return self._files.render(Path(f"page{suffix}"), data, original.digest, Place.of(answer))

    def stop(self) -> None:
        """Give up the pages that are being rendered, and the files that are being read."""
        self._files.stop()


def _read(original: Original) -> bytes:
    """The bytes of a file of this machine."""
    path = Path(original.path)
    if not path.is_absolute():
        where = "was sent to the bot" if is_upload(original.path) else f"is at {original.path}"
        raise OriginalError(
            f"{original.source} {where}: it is not on this machine, so its page cannot be shown.",
            Unshown.ELSEWHERE,
        )
    try:
        if path.is_file() and path.stat().st_size <= MOST_BYTES:
            return path.read_bytes()
        is_there = path.is_file()
    except OSError:
        is_there = False
    if is_there:
        raise OriginalError(
            f"{original.path} has over {MOST_BYTES >> 20} MB; its pages are not shown.", Unshown.TOO_LARGE
        )
    raise OriginalError(
        f"{original.path} is gone, so its page cannot be shown; `yuanwen add` it from where it is now.",
        Unshown.GONE,
    )
