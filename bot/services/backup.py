"""Backup of a home into one file, while it is in use, and the way back.

The file is a ZIP with the databases, the vectors, which took long to make, and a manifest. The word index is
made anew.
"""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from bot.storage import State
from bot.storage.state import FILE as STATE
from embeddings import YuanwenError
from retrieval.search.folder import INDEXES_LOCK, is_vector_file, vector_files
from retrieval.search.indexes import LEXICAL, VECTORS
from retrieval.search.vectors.former import FILES as FORMER_VECTORS
from retrieval.storage.databases.sqlite_file import has_triggers, is_in_use, problems, snapshot, tables_of
from retrieval.storage.lock import FileLock
from retrieval.storage.permissions import make_private_folder, open_private
from retrieval.storage.store import FILE as STORE
from retrieval.storage.store import Store

_FORMAT: Final = 1
"""Raised when older programs can no longer read what is written."""
_MANIFEST: Final = "manifest.json"
_LONGEST_MANIFEST: Final = 10_000
"""Bytes."""
_DATABASES: Final = (STATE, STORE)
"""In the order in which they are copied. Where a document is removed meanwhile, the store lacks it, and the
next start erases its words from the state."""

_PARTS: Final = (*_DATABASES, VECTORS, *FORMER_VECTORS)
"""What a backup may hold: files, and the folder of the vectors."""

_TABLES: Final = {STATE: {"chats", "turns"}, STORE: {"collections", "documents", "passages"}}
"""Tables that the databases of every version have."""


class BackupError(YuanwenError):
    """A home cannot be backed up or restored."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored home holds.

    Attributes:
        documents: Number of its documents.
        passages: Number of their passages.
    """

    documents: int
    passages: int


def back_up(home: Path, file: Path, *, force: bool = False) -> int:
    """Write all that a home holds into a file, as it is at this moment; others may use the home meanwhile.

    Args:
        home: The home.
        file: The file, readable by its owner alone.
        force: Replace the file if it is there.

    Returns:
        The size of the file, in bytes.

    Raises:
        BackupError: There is nothing to back up, or the file cannot be written.
    """
    if file.exists() and not force:
        raise BackupError(
            f"{file} is there already. Choose another name, or replace it with --force."
        ).phrased("file-there", file=file)
    if not (home / STORE).is_file():
        raise BackupError(f"{home} holds no documents: nothing was written. Choose another --home.").phrased(
            "backup-nothing", home=home
        )
    with _system_errors(f"{file} cannot be written"):
        with TemporaryDirectory(prefix=".yuanwen-", dir=file.parent) as folder:
            draft = Path(folder) / "draft.zip"
            with (
                open_private(draft) as opened,
                ZipFile(opened, "w", ZIP_DEFLATED, compresslevel=1) as archive,
            ):
                manifest = {"format": _FORMAT, "yuanwen": version("yuanwen")}
                archive.writestr(_MANIFEST, json.dumps(manifest))
                for copy in _copies(home, Path(folder)):
                    archive.write(copy, copy.relative_to(folder))
            draft.replace(file)
        return file.stat().st_size


def restore(file: Path, home: Path, *, force: bool = False) -> Restored:
    """Make a home of what `back_up` wrote.

    The file is checked first; where it is damaged or the home is in use, nothing is changed. Updates that
    were under way are not taken up again: their answers have been sent since, or nobody waits for them.

    Args:
        file: The file.
        home: The home; made if it is new.
        force: Replace what the home holds.

    Raises:
        BackupError: The file is no backup or damaged, or the home is in use, or holds something.
        YuanwenError: A newer version wrote the file.
    """
    with _archive(file) as archive, _system_errors(f"{home} cannot be written"):
        make_private_folder(home)
        _require_free(home, force=force)
        with TemporaryDirectory(prefix=".restoring-", dir=home) as folder:
            for name in archive.namelist():
                if name in _DATABASES or is_vector_file(name):
                    make_private_folder((Path(folder) / name).parent)
                    with archive.open(name) as packed, open_private(Path(folder) / name) as unpacked:
                        shutil.copyfileobj(packed, unpacked)
            restored = _checked(Path(folder), file)
            _require_free(home, force=force)
            _move(Path(folder), home)
    return restored


def _copies(home: Path, folder: Path) -> Iterator[Path]:
    """Copies of the databases and of the vectors of a home, in a folder."""
    for name in _DATABASES:
        if (home / name).is_file():
            snapshot(home / name, folder / name)
            yield folder / name
    with FileLock(home / INDEXES_LOCK).held():
        copies = [(file, folder / file.relative_to(home)) for file in vector_files(home)]
        for file, copy in copies:
            make_private_folder(copy.parent)
            shutil.copyfile(file, copy)
    yield from (copy for _, copy in copies)


@contextmanager
def _archive(file: Path) -> Iterator[ZipFile]:
    """Open a backup whose every byte is as it was written.

    Raises:
        BackupError: It cannot be read, is none, or is damaged.
    """
    try:
        with ZipFile(file) as archive:
            if archive.getinfo(_MANIFEST).file_size > _LONGEST_MANIFEST:
                raise BadZipFile("the manifest is no manifest")
            written = json.loads(archive.read(_MANIFEST))["format"]
            if written > _FORMAT:
                raise BackupError(f"{file} was written by a newer version: upgrade yuanwen.").phrased(
                    "backup-newer", file=file
                )
            if STORE not in archive.namelist() or archive.testzip():
                raise BackupError(f"{file} is damaged. Choose another backup.").phrased(
                    "backup-damaged", file=file
                )
            yield archive
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}. Check that it is right.").phrased(
            "file-unreadable", file=file, reason=error.strerror
        ) from error
    except (BadZipFile, EOFError, KeyError, RuntimeError, TypeError, ValueError, ZlibError) as error:
        raise BackupError(f"{file} is damaged or no backup of a home. Choose another one.").phrased(
            "backup-damaged", file=file
        ) from error


def _require_free(home: Path, *, force: bool) -> None:
    """Make sure that nobody uses a home, and that it holds nothing that was not given up.

    Raises:
        BackupError: It is in use, or holds something.
    """
    present = [name for name in _PARTS if (home / name).exists()]
    if present and not force:
        raise BackupError(
            f"{home} holds documents already. Choose another --home, or replace them with --force."
        ).phrased("home-full", home=home)
    for database in _DATABASES:
        if (home / database).is_file() and is_in_use(home / database):
            raise BackupError(
                f"{home} is in use: stop the bot and all other commands, and try again."
            ).phrased("home-in-use", home=home)


def _checked(folder: Path, file: Path) -> Restored:
    """What unpacked databases hold, brought to this version; updates under way are given up.

    Raises:
        BackupError: One is damaged, or no database of a home.
    """
    for name in _DATABASES:
        if (folder / name).exists() and problems(folder / name):
            raise BackupError(
                f"{file} is damaged: {name} in it is not whole. Choose another backup."
            ).phrased("backup-damaged", file=file)
        if (folder / name).exists() and (
            not tables_of(folder / name) >= _TABLES[name] or has_triggers(folder / name)
        ):
            raise BackupError(f"{file} is no backup of a home: {name} in it is another database.").phrased(
                "backup-damaged", file=file
            )
    if (folder / STATE).exists():
        asyncio.run(_give_up_updates(folder / STATE))
    store = Store(folder / STORE)
    try:
        return Restored(len(store.documents()), len(store.passage_ids()))
    finally:
        store.close()


async def _give_up_updates(file: Path) -> None:
    state = State(file)
    try:
        await state.pending_updates.abandon()
    finally:
        await state.close()


def _move(folder: Path, home: Path) -> None:
    """Put what was unpacked in the place of what the home holds."""
    for name in (LEXICAL, VECTORS):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in _PARTS:
        if (folder / name).exists():
            (folder / name).replace(home / name)
        else:
            (home / name).unlink(missing_ok=True)


@contextmanager
def _system_errors(what: str) -> Iterator[None]:
    """Turn an error of the system or of SQLite within a block into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"{what} ({error}). `yuanwen doctor` tells whether the home is whole.") from error
    except OSError as error:
        raise BackupError(f"{what}: {error.strerror}. Check the folder and the space left.") from error
