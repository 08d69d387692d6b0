import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from stat import S_IMODE
from zipfile import ZipFile

import pytest

from bot.services.backup import BackupError, back_up, restore
from bot.storage import State
from retrieval.engine import Engine
from retrieval.faq import FaqEntry
from retrieval.library import File, Library
from retrieval.storage.opening import open_store
from tests.bot.storage.samples import turn

QUESTION = "档案室在几层？"
TEXT = "档案室在主楼十二层，周三不开放。"


def added(library: Library, number: int) -> None:
    library.add(File.uploaded(f"{number}.txt", f"第{number}号仓库在河边，面积{number}00平方米。".encode()))


def number_of_documents(home: Path) -> int:
    with closing(open_store(home)) as store:
        return len(store.documents())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one document and no vectors."""
    path = tmp_path / "home"
    with closing(open_store(path)) as store:
        Library(store).add(File.uploaded("楼层.txt", TEXT.encode()))
    return path


@pytest.fixture
def file(tmp_path: Path, home: Path) -> Path:
    path = tmp_path / "backup.zip"
    back_up(home, path)
    return path


async def test_a_restored_home_answers_the_same(tmp_path: Path) -> None:
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "backup.zip"
    state = State.open(home)
    kept = turn(asked_at=time.time())
    await state.turns.put(kept)
    with closing(Engine.open(home)) as engine:
        engine.library.add(File.uploaded("楼层.txt", TEXT.encode()))
        engine.retriever.sync()
        before = engine.ask(QUESTION)
        back_up(home, file)  # while both are open
    await state.close()
    assert before.answer
    restored = await asyncio.to_thread(restore, file, other)
    assert (restored.documents, restored.passages) == (1, 1)
    with closing(Engine.open(other)) as engine:
        engine.retriever.follow()
        assert engine.retriever.backlog().missing == 0
        after = engine.ask(QUESTION)
    assert [(a.text, a.passage) for a in after.answers] == [(a.text, a.passage) for a in before.answers]
    state = State.open(other)
    assert await state.turns.find(kept.id) == kept
    await state.close()


def test_what_owners_answered_is_in_a_backup(tmp_path: Path, home: Path) -> None:
    entry = FaqEntry.of("档案室周三开吗？", "不开。", date(2026, 3, 2))
    with closing(open_store(home)) as store:
        Library(store).faq.put([entry])
    back_up(home, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "other")
    with closing(open_store(tmp_path / "other")) as store:
        assert Library(store).faq.entries() == [entry]


async def test_updates_under_way_are_not_taken_up_by_a_restored_home(tmp_path: Path, home: Path) -> None:
    state = State.open(home)
    await state.pending_updates.begin(5, {"update_id": 5, "message": {"text": "问"}})
    back_up(home, tmp_path / "backup.zip")
    await state.close()
    await asyncio.to_thread(restore, tmp_path / "backup.zip", tmp_path / "other")
    state = State.open(tmp_path / "other")
    assert list(await state.pending_updates.resume()) == []
    await state.close()


def test_a_home_is_backed_up_whole_while_another_writes(tmp_path: Path, home: Path) -> None:
    done, began, file = threading.Event(), threading.Event(), tmp_path / "backup.zip"

    def write() -> None:
        with closing(open_store(home)) as store:
            library = Library(store)
            for number in range(10_000):
                added(library, number)
                began.set()
                if done.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    assert began.wait(60)
    sizes = []
    for round_ in range(3):
        back_up(home, file, force=True)
        sizes.append(restore(file, tmp_path / f"{round_}").documents)
    done.set()
    writer.join()
    assert sizes == sorted(sizes)
    assert sizes[0] >= 2
    assert sizes[-1] <= number_of_documents(home)


def test_a_backup_is_private_and_holds_only_what_is_needed(file: Path) -> None:
    assert S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as archive:
        assert set(archive.namelist()) == {"manifest.json", "yuanwen.db"}
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_is_there_is_replaced_only_by_force(home: Path, file: Path) -> None:
    with pytest.raises(BackupError, match="--force"):
        back_up(home, file)
    back_up(home, file, force=True)


def test_where_there_is_no_home_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="holds no documents"):
        back_up(tmp_path / "nowhere", tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be written"):
        back_up(home, tmp_path / "nowhere" / "backup.zip")


def test_a_home_that_holds_something_is_replaced_only_by_force(home: Path, file: Path) -> None:
    with closing(open_store(home)) as store:
        for number in range(3):
            added(Library(store), number)
    with pytest.raises(BackupError, match="--force"):
        restore(file, home)
    assert number_of_documents(home) == 4
    assert restore(file, home, force=True).documents == 1
    assert number_of_documents(home) == 1
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


def test_a_home_in_use_is_left_alone_even_by_force(home: Path, file: Path) -> None:
    with closing(open_store(home)) as store:
        added(Library(store), 1)
        with pytest.raises(BackupError, match="in use"):
            restore(file, home, force=True)
        assert len(store.documents()) == 2
    assert restore(file, home, force=True).documents == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "other", "missing"])
def test_a_damaged_backup_changes_nothing(home: Path, file: Path, damage: str) -> None:
    content = bytearray(file.read_bytes())
    if damage == "missing":
        file.unlink()
    elif damage == "other":
        file.write_bytes(b"no archive")
    elif damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    else:
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
    before = {path: path.read_bytes() for path in home.iterdir() if path.is_file()}
    with pytest.raises(BackupError, match=r"damaged|cannot be read"):
        restore(file, home, force=True)
    assert {path: path.read_bytes() for path in home.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("damage", ["stream", "locked", "method", "manifest"])
def test_a_backup_that_cannot_be_unpacked_is_told(home: Path, file: Path, damage: str) -> None:
    if damage == "manifest":
        with ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", "[" * 100_000)
    else:
        content = bytearray(file.read_bytes())
        with ZipFile(file) as archive:
            packed = archive.getinfo("yuanwen.db").header_offset + 30 + len("yuanwen.db")
        if damage == "stream":
            content[packed : packed + 100] = b"\xff" * 100
        else:
            place, value = (8, 1) if damage == "locked" else (10, 99)  # of an entry of the directory
            content[content.find(b"PK\1\2") + place] = value
        file.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        restore(file, home, force=True)
    assert number_of_documents(home) == 1


def test_a_backup_whose_database_is_not_one_changes_nothing(tmp_path: Path, home: Path) -> None:
    forged = tmp_path / "forged.zip"
    with ZipFile(forged, "w") as archive:
        archive.writestr("manifest.json", '{"format": 1}')
        archive.writestr("yuanwen.db", b"x" * 9000)
        archive.writestr("../outside", b"x")
    with pytest.raises(BackupError, match="damaged"):
        restore(forged, home, force=True)
    assert number_of_documents(home) == 1
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("name", ["yuanwen.db", "bot.db"])
def test_an_empty_or_other_database_is_no_backup(tmp_path: Path, home: Path, file: Path, name: str) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE prices (price)")
    with ZipFile(file) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    for content in (b"", other.read_bytes()):
        with ZipFile(tmp_path / "forged.zip", "w") as archive:
            for member, data in {**members, name: content}.items():
                archive.writestr(member, data)
        with pytest.raises(BackupError, match="is no backup of a home"):
            restore(tmp_path / "forged.zip", home, force=True)
        assert number_of_documents(home) == 1


def test_a_database_that_acts_by_itself_and_an_endless_manifest_are_refused(
    tmp_path: Path, home: Path, file: Path
) -> None:
    with ZipFile(file) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    (tmp_path / "acting.db").write_bytes(members["yuanwen.db"])
    with closing(sqlite3.connect(tmp_path / "acting.db")) as db:
        db.execute("CREATE TRIGGER public AFTER INSERT ON documents BEGIN DELETE FROM documents; END")
    acting = {"yuanwen.db": (tmp_path / "acting.db").read_bytes()}
    for forged in (acting, {"manifest.json": b" " * 20_000 + members["manifest.json"]}):
        with ZipFile(tmp_path / "forged.zip", "w") as archive:
            for member, data in {**members, **forged}.items():
                archive.writestr(member, data)
        with pytest.raises(BackupError, match="no backup of a home"):
            restore(tmp_path / "forged.zip", home, force=True)
        assert number_of_documents(home) == 1


def test_a_backup_of_a_newer_version_is_told(tmp_path: Path) -> None:
    newer = tmp_path / "newer.zip"
    with ZipFile(newer, "w") as archive:
        archive.writestr("manifest.json", '{"format": 99}')
    with pytest.raises(BackupError, match="upgrade yuanwen"):
        restore(newer, tmp_path / "home")
    assert not (tmp_path / "home").exists()
