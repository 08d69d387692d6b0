"""Files to documents, read by workers; a file that once ended its worker is not tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.documents import Document
from retrieval.errors import FATAL, DocumentError, Unreadable
from retrieval.ingestion.files import File
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.rendering import PagePicture, Place
from retrieval.ingestion.workers import ReadingPool
from retrieval.storage.refused import Refused


class FileReader:
    """Reads files as documents. Safe to use from several threads.

    Args:
        refused: Remembers the files that are not tried again.
        pool: The workers; closed with this.
    """

    def __init__(self, refused: Refused, pool: ReadingPool) -> None:
        self._refused = refused
        self._pool = pool

    @property
    def files_at_once(self) -> int:
        """How many files are read at the same time."""
        return self._pool.size

    def start(self) -> None:
        """Get ready in the background, so that the next file does not wait for it."""
        self._pool.start()

    def read(self, file: File, data: bytes, digest: str, on_page: OnPage | None = None) -> Document:
        """Read a file.

        Args:
            file: Its names.
            data: Its bytes.
            digest: `digest_of` these.
            on_page: Called before each page whose text is recognised.

        Raises:
            DocumentError: The file cannot be read, or not within the limits.
            ReadingStoppedError: Reading was stopped meanwhile.
            StoreError: The store that remembers files cannot be used.
            WorkerStartError: The system starts no process.
        """
        path = file.path_with_suffix
        with self._tried_once(f"{digest}{path.suffix.lower()}"):
            contents = self._pool.read(path, file.source, data, on_page)
        return Document(
            file.source,
            file.document_path,
            digest,
            contents.title,
            contents.articles,
            omissions=contents.omissions,
        )

    def render(self, path: Path, data: bytes, digest: str, place: Place) -> PagePicture:
        """Render the page of a file on which an answer stands.

        Args:
            path: The file, for its suffix.
            data: Its bytes.
            digest: `digest_of` these.
            place: Where the answer stands.

        Raises:
            DocumentError, ReadingStoppedError, StoreError, WorkerStartError: As for `read`.
        """
        with self._tried_once(f"{digest}{path.suffix.lower()}#{place.page}"):
            return self._pool.render(path, data, place)

    @contextmanager
    def _tried_once(self, key: str) -> Iterator[None]:
        """Work on a file that is not done where it ended its worker before.

        Raises:
            DocumentError: It did.
        """
        if before := self._refused.reason(key):
            raise DocumentError(
                "Reading the file failed before: it takes too much time or memory, or is damaged;"
                " save it anew, or in parts.",
                Unreadable[before],
            )
        try:
            yield
        except DocumentError as error:
            if error.reason in FATAL:
                self._refused.put(key, error.reason.name)
            raise

    def stop(self) -> None:
        """Give up the files that are being read or wait for it; those that come later are read."""
        self._pool.stop()

    def close(self) -> None:
        """Give up the files that are being read or wait for it; no more can be read."""
        self._pool.close()
