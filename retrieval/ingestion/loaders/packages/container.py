"""A zip archive that unpacks no more than may be."""

import re
from io import BytesIO
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders.packages.elements import too_large

_MOST_BYTES: Final = 64 << 20
"""Bytes of all members that are read, unpacked. A small file can be made to unpack to any size."""
_MOST_TIMES: Final = 8
"""Times its own size that a large file may unpack to instead: texts in XML come to about five."""
_MOST_MEMBERS = 20_000

DAMAGED: Final = (BadZipFile, ZlibError, EOFError, RuntimeError)
"""What reading an archive raises that is damaged, locked, or packed in an unusual way."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how Office files before 2007 begin, and locked ones


class Container:
    """The members of an archive by name; what is not read is never unpacked.

    Args:
        data: The bytes of the file.

    Raises:
        BadZipFile: They are no archive.
        DocumentError: It has more members than a document has.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = ZipFile(BytesIO(data))
        except (ValueError, NotImplementedError) as error:
            raise BadZipFile(str(error)) from error
        self._infos = {info.filename.lower(): info for info in self._archive.infolist()}
        self._size, self._most = 0, max(_MOST_BYTES, _MOST_TIMES * len(data))
        if len(self._archive.infolist()) > _MOST_MEMBERS:
            raise too_large(f"{len(self._archive.infolist())} files")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._infos

    @property
    def members(self) -> list[ZipInfo]:
        """All members but folders, and those without a name, in the order of the archive."""
        return [info for info in self._archive.infolist() if info.filename and not info.is_dir()]

    def open(self, member: str | ZipInfo) -> IO[bytes]:
        """A member, itself or by a name in any case; it gives no more bytes than it claims to have.

        Raises:
            BadZipFile: There is none, it is not where it should be, or it is packed in an unusual way.
            DocumentError: With this member, more is unpacked than may be.
        """
        info = self._infos.get(member.lower()) if isinstance(member, str) else member
        if info is None or info.compress_type not in {
            ZIP_STORED,
            ZIP_DEFLATED,
        }:  # others may ask for memory at will
            raise BadZipFile(f"{member} is missing or packed in an unusual way")
        self._size += info.file_size  # zipfile gives no more than this
        if self._size > self._most:
            raise too_large(f"{self._size >> 20} MB")
        try:
            return self._archive.open(info)
        except ValueError as error:  # its place is before the beginning of the archive
            raise BadZipFile(str(error)) from error

    def read(self, member: str | ZipInfo) -> bytes:
        """The bytes of a member; raises as `open`."""
        with self.open(member) as source:
            return source.read()

    def repacked(self, kept: re.Pattern[str]) -> bytes:
        """An archive of the same names for libraries that set no limits: members that are kept, others empty.

        Args:
            kept: Fits the names of members that are kept.

        Raises:
            BadZipFile, DocumentError: As `open`.
        """
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_STORED) as archive:
            for info in self._infos.values():
                if info.filename and not info.is_dir():
                    archive.writestr(info.filename, self.read(info) if kept.fullmatch(info.filename) else b"")
        return packed.getvalue()


def refuse_compound(data: bytes, program: str, suffix: str) -> None:
    """Refuse a file of Office before 2007, or one that a password locks, where an archive should be.

    Args:
        data: The bytes of the file.
        program: What opens it.
        suffix: What it should be saved as.

    Raises:
        DocumentError: It is one.
    """
    if not is_compound(data):
        return
    if is_locked(data):
        raise DocumentError(
            f"The file is locked by a password; open it in {program} and save it without one.",
            Unreadable.LOCKED,
        )
    raise DocumentError(
        f"The file is of {program}'s old format, whatever its name;"
        f" open it in {program} and save it as {suffix}.",
        Unreadable.DAMAGED,
    )


def is_compound(data: bytes) -> bool:
    """Whether a file is of the form of Office before 2007; so are new ones that a password locks."""
    return data.startswith(_COMPOUND)


def is_locked(data: bytes) -> bool:
    """Whether a file of Office, of 2007 or later, is locked by a password."""
    return is_compound(data) and "EncryptedPackage".encode("utf-16-le") in data
