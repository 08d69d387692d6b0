import os
import sys
from pathlib import Path

import pytest

from retrieval.errors import StoreError
from retrieval.library import SAMPLE, File, Library, find_files
from retrieval.store import Store

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\n"


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def library(store: Store) -> Library:
    return Library(store)


def file(tmp_path: Path, name: str = "桥.txt", text: str = TEXT) -> File:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return File(path, name)


def texts(store: Store) -> str:
    return "".join(passage.text for passage in store.passages(store.passage_ids()).values())


def test_an_empty_store_serves_the_sample_page(library: Library) -> None:
    assert {entry.collection for entry in library.documents()} == {SAMPLE}


def test_the_first_document_takes_the_place_of_the_sample(library: Library, tmp_path: Path) -> None:
    outcome = library.add(file(tmp_path))
    assert (outcome.change, outcome.passages) == ("added", 1)
    assert [(e.source, e.collection) for e in library.documents()] == [("桥.txt", "public")]


def test_the_sample_is_back_when_nothing_else_is_left(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path))
    library.remove(["桥.txt"])
    assert {entry.collection for entry in library.documents()} == {SAMPLE}


def test_an_unchanged_file_is_left_and_a_changed_one_replaced(
    library: Library, store: Store, tmp_path: Path
) -> None:
    library.add(file(tmp_path))
    ids = store.passage_ids()
    assert library.add(file(tmp_path)).change == "unchanged"
    assert store.passage_ids() == ids
    assert library.add(file(tmp_path, text=TEXT.replace("三百二十万元", "四百万元"))).change == "replaced"
    assert "四百万元" in texts(store)
    assert "三百二十万元" not in texts(store)


@pytest.mark.parametrize("name", ["没有.txt", "图.png", "空.txt"])
def test_a_file_that_cannot_be_read_says_why_and_loses_nothing(
    library: Library, store: Store, tmp_path: Path, name: str
) -> None:
    library.add(file(tmp_path))
    before = texts(store)
    if name != "没有.txt":
        file(tmp_path, name, "")
    outcome = library.add(File(tmp_path / name, name))
    assert outcome.change == "failed"
    assert outcome.reason
    assert texts(store) == before


def test_documents_are_removed_by_name_or_path(library: Library, tmp_path: Path) -> None:
    one, other = file(tmp_path, "a/一.txt"), file(tmp_path, "b/二.txt", TEXT.replace("青石", "白石"))
    library.add(one)
    library.add(other)
    assert [e.source for e in library.remove(["a/一.txt"])] == ["a/一.txt"]
    assert [e.source for e in library.remove([str(other.path)])] == ["b/二.txt"]


def test_an_unknown_or_ambiguous_name_removes_nothing(library: Library, tmp_path: Path) -> None:
    first, second = file(tmp_path, "a/x.txt"), file(tmp_path, "b/x.txt")
    library.add(File(first.path, "x.txt"))
    library.add(File(second.path, "x.txt"))
    with pytest.raises(StoreError, match=r"'y\.txt'"):
        library.remove([str(first.path), "y.txt"])
    with pytest.raises(StoreError, match="fits several documents"):
        library.remove(["x.txt"])
    assert len(library.documents()) == 2


def test_the_same_file_in_two_collections_is_removed_from_the_one_named(
    library: Library, tmp_path: Path
) -> None:
    library.add(file(tmp_path), "public")
    library.add(file(tmp_path), "team")
    library.remove(["桥.txt"], "team")
    assert [entry.collection for entry in library.documents()] == ["public"]


@pytest.mark.parametrize("name", [SAMPLE, "", " "])
def test_some_names_are_no_collections(library: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="collection"):
        library.add(file(tmp_path), name)


def test_folders_stand_for_the_files_below_them(tmp_path: Path) -> None:
    for name in ("docs/一.txt", "docs/sub/二.md", "docs/.git/三.txt", "docs/~$四.docx", "docs/五.png"):
        file(tmp_path, name)
    found = {f.source for f in find_files([tmp_path / "docs"])}
    assert found == {"一.txt", str(Path("sub/二.md"))}


def test_what_is_not_there_or_empty_stands_for_itself(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / "empty", tmp_path / "nothing.txt"]
    assert [f.path for f in find_files(paths)] == paths


def test_a_folder_takes_out_what_was_read_below_it(library: Library, tmp_path: Path) -> None:
    for name in ("a/一.txt", "a/b/二.txt", "c/三.txt"):
        library.add(file(tmp_path, name, TEXT.replace("青石", name)))
    assert [e.source for e in library.remove([str(tmp_path / "a")])] == ["a/b/二.txt", "a/一.txt"]
    assert [e.source for e in library.documents()] == ["c/三.txt"]


def test_documents_whose_files_are_gone_are_named(library: Library, tmp_path: Path) -> None:
    library.add(file(tmp_path, "a/一.txt"))
    library.add(file(tmp_path, "a/二.txt", TEXT.replace("青石", "白石")))
    (tmp_path / "a" / "一.txt").unlink()
    assert [entry.source for entry in library.gone([tmp_path / "a"])] == ["a/一.txt"]
    assert library.gone([tmp_path / "nowhere"]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names in any bytes")
def test_a_file_name_in_gb18030_is_read(library: Library, tmp_path: Path) -> None:
    name = os.fsdecode("公告.txt".encode("gb18030"))
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (found,) = find_files([tmp_path])
    assert found.source == "公告.txt"
    assert library.add(found).change == "added"
    assert library.add(found).change == "unchanged"
    assert [entry.source for entry in library.remove(["公告.txt"])] == ["公告.txt"]


def test_a_folder_with_nothing_to_read_and_a_pipe_say_so(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name, reason in (("empty", "Nothing below it"), ("pipe.txt", "a pipe")):
        outcome = library.add(File(tmp_path / name, name))
        assert outcome.change == "failed"
        assert reason in outcome.reason


def test_a_collection_that_is_not_there_is_named(library: Library) -> None:
    library.require([SAMPLE])
    with pytest.raises(StoreError, match="no collection 'team'; there are: sample"):
        library.require(["team"])
