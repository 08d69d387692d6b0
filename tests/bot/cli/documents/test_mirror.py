"""A collection that follows folders, look by look."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.documents.mirror import Mirror
from retrieval.errors import StoreError
from retrieval.library import Library, find_files
from retrieval.storage.store import Store

TEXT = "柳湾图书馆落成\n\n柳湾图书馆昨日落成，首任馆长是顾明远。\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Store(tmp_path / "yuanwen.db")) as store:
        library = Library(store)
        yield library
        library.files.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    write(folder / "a.txt")
    write(folder / "below" / "b.txt")
    return folder


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def looked(mirror: Mirror) -> tuple[list[str], list[str]]:
    """The names of files to read and of documents to remove at the next look."""
    files, gone = mirror.changes()
    return [file.source for file in files], [entry.source for entry in gone]


@pytest.fixture
def mirror(library: Library, folder: Path) -> Mirror:
    """A folder whose files are all in."""
    mirror = Mirror(library, [folder], "public")
    for file in mirror.files():
        library.add(file)
    return mirror


def test_it_begins_with_every_file_and_then_nothing_has_changed(mirror: Mirror, library: Library) -> None:
    assert [entry.source for entry in library.entries("public")] == ["a.txt", "below/b.txt"]
    assert looked(mirror) == ([], [])
    assert mirror.is_settled


def test_a_file_counts_once_it_is_the_same_at_two_looks(mirror: Mirror, folder: Path) -> None:
    write(folder / "c.txt", "第一句。")
    assert looked(mirror) == ([], [])
    assert not mirror.is_settled
    write(folder / "c.txt", "第一句。还在写。")
    assert looked(mirror) == ([], [])
    assert looked(mirror) == (["c.txt"], [])
    assert looked(mirror) == ([], [])
    write(folder / "a.txt", "改了。")
    assert looked(mirror) == ([], [])
    assert looked(mirror) == (["a.txt"], [])


def test_a_file_that_is_gone_for_a_moment_is_not_removed(mirror: Mirror, folder: Path) -> None:
    (folder / "a.txt").unlink()
    assert looked(mirror) == ([], [])
    write(folder / "a.txt", "换了一篇。")
    looked(mirror)
    assert looked(mirror) == (["a.txt"], [])


def test_a_renamed_folder_is_read_anew_and_its_old_documents_go(mirror: Mirror, folder: Path) -> None:
    (folder / "below").rename(folder / "下")
    looked(mirror)
    assert looked(mirror) == (["下/b.txt"], ["below/b.txt"])


def test_only_documents_of_the_folder_and_the_collection_go(
    mirror: Mirror, library: Library, folder: Path, tmp_path: Path
) -> None:
    outside = write(tmp_path / "docs2" / "a.txt")
    for path, collection in ((outside, "public"), (folder / "a.txt", "other")):
        (file,) = find_files([path])
        library.add(file, collection)
        path.unlink()
    looked(mirror)
    _, gone = mirror.changes()
    assert [(entry.source, entry.collection) for entry in gone] == [("a.txt", "public")]
    assert gone[0].path.startswith(str(folder.resolve()))


def test_what_went_while_nobody_looked_goes_at_the_start(
    mirror: Mirror, library: Library, folder: Path
) -> None:
    (folder / "a.txt").unlink()
    later = Mirror(library, [folder], "public")
    later.files()
    assert [entry.source for entry in later.orphans()] == ["a.txt"]
    assert later.empty() == []


def test_an_empty_folder_at_the_start_removes_nothing(mirror: Mirror, library: Library, folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    folder.mkdir()
    later = Mirror(library, [folder], "public")
    assert later.files() == []
    assert later.orphans() == []
    assert later.empty() == [folder]


def test_a_folder_that_vanishes_is_an_error(mirror: Mirror, folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    with pytest.raises(StoreError, match="no longer there"):
        mirror.changes()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may look everywhere")
def test_what_may_not_be_looked_at_is_not_gone(mirror: Mirror, folder: Path) -> None:
    (folder / "below").chmod(0)
    try:
        looked(mirror)
        assert looked(mirror) == ([], [])
    finally:
        (folder / "below").chmod(0o700)


def test_names_in_gb18030_are_followed(library: Library, folder: Path) -> None:
    name = os.fsdecode("柳湾通知.txt".encode("gb18030"))
    try:
        write(folder / name)
    except OSError:
        pytest.skip("the file system takes names in UTF-8 alone")
    mirror = Mirror(library, [folder], "public")
    for file in mirror.files():
        library.add(file)
    assert mirror.orphans() == []
    (folder / name).unlink()
    looked(mirror)
    assert looked(mirror) == ([], ["柳湾通知.txt"])
