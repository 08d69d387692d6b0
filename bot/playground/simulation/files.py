"""The files that people and the bot send."""

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from bot.playground.protocol.refusals import bad_request, not_found

DOWNLOAD_BYTES: Final = 20 << 20
"""The largest file that a bot may download: the documented 20 MB, taken as mebibytes."""

PATH_SECONDS: Final = 3600.0
"""How long the path of a file is valid."""

KEPT_BYTES: Final = 256 << 20
"""The bytes of the newest files that are kept in memory."""

_DEFAULT_TYPE = "application/octet-stream"


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file as Telegram holds it.

    Attributes:
        id: Its file_id.
        name: The name that the sender gave.
        mime_type: The type that the sender gave.
        size: The size that the sender claims, in bytes.
        data: Its content; empty once it has been dropped in favour of newer files.
        pixels: Width and height, where it was sent as a photo.
    """

    id: str
    name: str
    mime_type: str
    size: int
    data: bytes
    pixels: tuple[int, int] | None = None

    @property
    def unique_id(self) -> str:
        """Its file_unique_id."""
        return f"unique-{self.id}"

    def json(self) -> dict[str, Any]:
        """A Document of the Bot API."""
        return {**self.identity(), "file_name": self.name, "mime_type": self.mime_type}

    def content(self) -> dict[str, Any]:
        """The field of a message that holds it: a document, or a photo, which has one size here."""
        if self.pixels is None:
            return {"document": self.json()}
        width, height = self.pixels
        return {"photo": [{**self.identity(), "width": width, "height": height}]}

    def identity(self) -> dict[str, Any]:
        """The fields that Document and File of the Bot API share."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """The newest files that were sent; older ones are dropped, beyond a number of bytes.

    Args:
        clock: Gives the time in seconds.
        ids: The numbers of the files to come.
        kept_bytes: The bytes that are kept; the newest file is kept whatever its size.
    """

    def __init__(self, clock: Callable[[], float], ids: Iterator[int], kept_bytes: int = KEPT_BYTES) -> None:
        self._clock = clock
        self._ids = ids
        self._kept_bytes = kept_bytes
        self._bytes = 0
        self._files: dict[str, StoredFile] = {}
        self._paths: dict[str, tuple[StoredFile, float]] = {}

    def add(
        self,
        name: str,
        data: bytes,
        mime: str = "",
        size: int | None = None,
        pixels: tuple[int, int] | None = None,
    ) -> StoredFile:
        """Add a file.

        Args:
            name: Its name.
            data: Its content.
            mime: Its type; "" to guess it from the name.
            size: The size it claims; by default the true one.
            pixels: Width and height of a photo; None for a document.
        """
        kind = mime or mimetypes.guess_type(name)[0] or _DEFAULT_TYPE
        claimed = len(data) if size is None else size
        stored = StoredFile(f"file-{next(self._ids)}", name, kind, claimed, data, pixels)
        self._files[stored.id] = stored
        self._bytes += len(data)
        while self._bytes > self._kept_bytes and len(self._files) > 1:
            self._drop_oldest()
        return stored

    def find(self, file_id: str) -> StoredFile:
        """A file by its file_id.

        Raises:
            Refusal: There is none, or it has been dropped.
        """
        if file_id not in self._files:
            raise bad_request("invalid file_id")
        return self._files[file_id]

    def prepare_download(self, file_id: str) -> dict[str, Any]:
        """Give a file a path for its download, valid for an hour.

        Returns:
            A File of the Bot API.

        Raises:
            Refusal: There is none, or it is too large.
        """
        stored = self.find(file_id)
        if max(stored.size, len(stored.data)) > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        path = f"documents/{stored.id.replace('-', '_')}{PurePath(stored.name).suffix}"
        self._paths[path] = stored, self._clock() + PATH_SECONDS
        return {**stored.identity(), "file_path": path}

    def at_path(self, path: str) -> StoredFile:
        """A file by its path.

        Raises:
            Refusal: There is none, or the path has expired.
        """
        stored, until = self._paths.get(path, (None, 0.0))
        if stored is None or self._clock() > until:
            raise not_found()
        return stored

    def _drop_oldest(self) -> None:
        """Forget a file; the message that it was sent with keeps its name and size only."""
        oldest = self._files.pop(next(iter(self._files)))
        self._bytes -= len(oldest.data)
        oldest.data = b""
        self._paths = {path: entry for path, entry in self._paths.items() if entry[0] is not oldest}
