"""Files to documents, read by workers; a file that once ended its worker is not tried again."""

from retrieval.documents import Document
from retrieval.errors import FATAL, DocumentError, Unreadable
from retrieval.ingestion.files import File
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

    def read(self, file: File, data: bytes, digest: str) -> Document:
        """Read a file.

        Args:
            file: Its names.
            data: Its bytes.
            digest: `digest_of` these.

        Raises:
            DocumentError: The file cannot be read, or not within the limits.
            ReadingStoppedError: Reading was stopped meanwhile.
            StoreError: The store that remembers files cannot be used.
            WorkerStartError: The system starts no process.
        """
        path = file.path_with_suffix
        key = f"{digest}{path.suffix.lower()}"
        if before := self._refused.reason(key):
            raise DocumentError(
                "Reading the file failed before: it takes too much time or memory, or is damaged;"
                " save it anew, or in parts.",
                Unreadable[before],
            )
        try:
            contents = self._pool.read(path, file.source, data)
        except DocumentError as error:
            if error.reason in FATAL:
                self._refused.put(key, error.reason.name)
            raise
        return Document(
            file.source,
            file.document_path,
            digest,
            contents.title,
            contents.articles,
            omissions=contents.omissions,
        )

    def stop(self) -> None:
        """Give up the files that are being read or wait for it; those that come later are read."""
        self._pool.stop()

    def close(self) -> None:
        """Give up the files that are being read or wait for it; no more can be read."""
        self._pool.close()
