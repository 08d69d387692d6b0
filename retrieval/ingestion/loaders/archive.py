"""Archives (zip): the files in them that can be read, one after another."""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipInfo

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Extract, Part
from retrieval.ingestion.loaders.packages.container import DAMAGED, Container
from retrieval.ingestion.loaders.plain import clean
from retrieval.ingestion.loaders.room import Room, unread

_LOCKED = 0x1  # flag of a member that a password locks
_UTF8 = 0x800  # flag of a name in UTF-8


def extract(data: bytes, room: Room) -> Extract:
    """Each file that can be read a part, in the order of the archive.

    One of a known kind that cannot be read, or whose bytes are damaged, is an omission; files of other kinds
    are passed over.

    Args:
        data: The bytes of the archive.
        room: What may still be read.

    Raises:
        DocumentError: The archive is damaged, a password locks it, none of its files can be read, or there is
            too much of them.
    """
    from retrieval.ingestion.loaders.formats import is_readable  # noqa: PLC0415  # which imports what this does

    try:
        container = Container(data)
        members = [info for info in container.members if not _is_hidden(name_of(info))]
        recognises = room.recognition is not None
        known = [info for info in members if is_readable(PurePosixPath(name_of(info)), recognises=recognises)]
        if known and all(info.flag_bits & _LOCKED for info in known):
            raise DocumentError(
                "The archive is locked by a password; pack it without one.", Unreadable.LOCKED
            )
        parts = tuple(_parts(container, known, room))
    except BadZipFile as error:
        raise DocumentError(
            "The file is not a zip archive, or it is damaged; pack it anew.", Unreadable.DAMAGED
        ) from error
    if not any(part.extract.blocks or part.extract.parts for part in parts):
        raise DocumentError(
            f"None of the {len(members)} files in the archive can be read; add them themselves to see why.",
            _reason(parts) if members else Unreadable.EMPTY,
        )
    return Extract((), parts=parts)


def _reason(parts: Sequence[Part]) -> Unreadable:
    """Why no file can be read: the reason of all of them, or that none is of a kind that can be."""
    reasons = {omission.reason for part in parts for omission in part.extract.omissions}
    return reasons.pop() if len(reasons) == 1 else Unreadable.KIND


def name_of(info: ZipInfo) -> str:
    """The name of a member; one that is not marked as UTF-8 is often in GB18030, as Windows writes it."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
    return clean(unicodedata.normalize("NFC", name))


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in PurePosixPath(name).parts)


def _parts(container: Container, infos: list[ZipInfo], room: Room) -> Iterator[Part]:
    for info in infos:
        name = name_of(info)
        if info.flag_bits & _LOCKED:
            yield unread(PurePosixPath(name).name, Unreadable.LOCKED)
        else:
            room.take(info.file_size)
            try:
                data = container.read(info)
            except DAMAGED:
                yield unread(PurePosixPath(name).name, Unreadable.DAMAGED)
            else:
                yield room.part(name, data)
