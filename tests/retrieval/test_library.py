import os
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import StoreError
from retrieval.ingestion import files
from retrieval.library import SAMPLE, File, Library, find_files, is_private, visible
from retrieval.storage.store import Size, Store

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


@pytest.mark.parametrize("name", ["没有.txt", "曲.mp3", "空.txt"])
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


@pytest.mark.parametrize("name", [SAMPLE, "", " ", "资料\udce4"])
def test_some_names_are_no_collections(library: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="collection"):
        library.add(file(tmp_path), name)


def test_folders_stand_for_the_files_below_them(tmp_path: Path) -> None:
    for name in ("docs/一.txt", "docs/sub/二.md", "docs/.git/三.txt", "docs/~$四.docx", "docs/五.mp3"):
        file(tmp_path, name)
    found = {f.source for f in find_files([tmp_path / "docs"])}
    assert found == {"一.txt", str(Path("sub/二.md"))}


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_links_to_files_elsewhere_are_passed_over(tmp_path: Path) -> None:
    for name in ("在内/甲.txt", "在外/密.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("柳湾图书馆昨日落成。", encoding="utf-8")
    (tmp_path / "在内/乙.txt").symlink_to(tmp_path / "在外/密.txt")
    (tmp_path / "在内/丙.txt").symlink_to(tmp_path / "在内/甲.txt")

    assert [file.source for file in find_files([tmp_path / "在内"])] == ["丙.txt", "甲.txt"]


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


def upload(name: str = "桥.txt", text: str = TEXT) -> File:
    return File.uploaded(name, text.encode())


def test_what_belongs_to_one_chat_leaves_the_sample_to_the_others(library: Library) -> None:
    library.add(upload(), "user-5")
    library.add(upload(), "chat--100200")
    assert {entry.collection for entry in library.documents()} == {SAMPLE, "user-5", "chat--100200"}
    library.add(upload(), "public")
    assert {entry.collection for entry in library.documents()} == {"public", "user-5", "chat--100200"}
    library.remove(["桥.txt"], "public")
    assert SAMPLE in {entry.collection for entry in library.documents()}


def test_a_collection_that_belongs_to_nobody_takes_the_place_of_the_sample(library: Library) -> None:
    library.add(upload(), "team")
    assert [entry.collection for entry in library.documents()] == ["team"]


@pytest.mark.parametrize(
    ("name", "private"),
    [("user-5", True), ("chat--100200", True), ("user-notes", False), ("public", False), ("xuser-5", False)],
)
def test_private_collections_are_known_by_their_names(name: str, private: bool) -> None:
    assert is_private(name) is private


def test_the_sample_serves_the_public_collection_only() -> None:
    assert visible(["public", "user-5"]) == {"public", "user-5", SAMPLE}
    assert visible(["user-5"]) == {"user-5"}
    assert visible([]) == frozenset()


def test_the_same_name_sent_again_takes_its_place_wherever_it_lay(
    library: Library, store: Store, tmp_path: Path
) -> None:
    outcome = library.add(upload(), "user-5")
    assert (outcome.change, outcome.passages) == ("added", 1)
    (entry,) = library.entries("user-5")
    assert (entry.source, entry.path) == ("桥.txt", "upload:桥.txt")
    assert library.add(upload(), "user-5").change == "unchanged"
    (tmp_path / "tmp8f3k").write_text(TEXT.replace("三百二十万元", "四百万元"), encoding="utf-8")
    assert library.add(File.uploaded("桥.txt", tmp_path / "tmp8f3k"), "user-5").change == "replaced"
    assert "三百二十万元" not in texts(store)
    assert [again.id for again in library.entries("user-5")] == [entry.id]


def test_the_same_name_in_another_collection_is_another_document(library: Library) -> None:
    library.add(upload(), "user-5")
    assert library.add(upload(), "user-6").change == "added"
    assert library.add(upload("又.txt"), "user-5").change == "added"
    assert library.size("user-5") == Size(2, 2)


def test_files_of_one_name_in_two_places_differ_unless_they_are_told_to_be_one(
    library: Library, tmp_path: Path
) -> None:
    one, other = file(tmp_path, "a/桥.txt"), file(tmp_path, "b/桥.txt", TEXT * 2)
    for each in (one, other):
        library.add(File(each.path, "桥.txt", identity="the bridge"))
    assert [entry.path for entry in library.documents()] == ["the bridge"]


@pytest.mark.parametrize(
    ("sent", "source"),
    [
        ("../../etc/桥.txt", "桥.txt"),
        ("C:\\Users\\我\\桥.txt", "桥.txt"),
        ("桥\x00\n.txt", "桥.txt"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("", "document"),
        ("长" * 500 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_a_name_that_was_sent_is_a_name_and_no_path(sent: str, source: str) -> None:
    assert File.uploaded(sent, b"").source == source


@given(st.text())
def test_any_name_may_be_sent(name: str) -> None:
    outcome = Library(Store()).add(File.uploaded(name, TEXT.encode()), "user-5")
    assert outcome.change in {"added", "failed"}
    assert bool(outcome.reason) == (outcome.change == "failed")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("曲.mp3", b"x", "cannot be read"), ("空.txt", b"", "empty"), ("坏.pdf", b"no pdf", "damaged")],
)
def test_what_was_sent_and_cannot_be_read_says_why(
    library: Library, name: str, content: bytes, reason: str
) -> None:
    outcome = library.add(File.uploaded(name, content), "user-5")
    assert outcome.change == "failed"
    assert reason in outcome.reason
    assert library.entries("user-5") == []


def test_an_entry_is_discarded_within_its_collection_only(library: Library) -> None:
    library.add(upload(), "user-5")
    library.add(upload(), "user-6")
    (entry,) = library.entries("user-5")
    assert library.discard(entry.id, "user-6") is None
    assert library.discard(entry.id, "user-5") == entry
    assert library.discard(entry.id, "user-5") is None
    assert library.size("user-6") == Size(1, 1)


def test_an_outcome_holds_the_document_as_it_is_listed(library: Library) -> None:
    for text, change in ((TEXT, "added"), (TEXT, "unchanged"), (TEXT.replace("三百", "四百"), "replaced")):
        outcome = library.add(upload(text=text), "user-5")
        assert outcome.change == change
        assert [outcome.entry] == library.entries("user-5")
    assert library.add(upload("又.txt"), "user-5", Size(1, 9)).entry is None
    assert library.add(upload("空.txt", ""), "user-5").entry is None


def test_a_file_is_hashed_once_and_its_collection_is_not_listed(
    library: Library, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(upload("旧.txt", TEXT.replace("青石", "白石")), "user-5")
    hashed = list[bytes]()

    def counted(data: bytes) -> Any:
        hashed.append(data)
        return sha256(data)

    monkeypatch.setattr("retrieval.ingestion.digest.sha256", counted)
    monkeypatch.setattr(store, "documents", lambda *_: pytest.fail("The collection is listed."))
    for change in ("added", "unchanged"):
        assert library.add(upload(), "user-5", Size(5, 100)).change == change
    assert len(hashed) == 2


def test_what_a_collection_holds_beside_a_file_is_counted(library: Library) -> None:
    library.add(upload(), "user-5")
    library.add(upload("又.txt"), "user-5")
    assert library.size("user-5", upload()) == Size(1, 1)
    assert library.size("user-5", upload("三.txt")) == library.size("user-5") == Size(2, 2)


def test_a_collection_is_cleared(library: Library) -> None:
    library.add(upload(), "user-5")
    library.add(upload("又.txt"), "user-5")
    library.add(upload(), "public")
    assert [entry.source for entry in library.clear("user-5")] == ["又.txt", "桥.txt"]
    assert library.clear("user-5") == []
    assert [entry.collection for entry in library.documents()] == ["public"]


def test_a_quota_is_kept_and_what_is_replaced_does_not_count(library: Library) -> None:
    quota = Size(documents=2, passages=4)
    long = "标题\n\n" + "".join(f"第{number}段说的是第{number}件事情。\n\n" for number in "一二三")
    assert library.add(upload("长.txt", long), "user-5", quota).change == "added"
    full = library.add(upload("又长.txt", long), "user-5", quota)
    assert (full.change, full.passages) == ("full", 3)
    assert "3 passages" in full.reason
    assert "room for 1" in full.reason
    assert library.add(upload("长.txt", long.replace("事情", "事")), "user-5", quota).change == "replaced"
    assert library.add(upload(), "user-5", quota).change == "added"
    assert "2 documents already" in library.add(upload("三.txt"), "user-5", quota).reason
    assert library.size("user-5") == Size(2, 4)
    assert library.add(upload("三.txt"), "user-6", quota).change == "added"


def test_many_add_at_once_within_the_quota_and_the_sample_is_kept_apart(library: Library) -> None:
    with ThreadPoolExecutor(8) as pool:
        files = [upload(f"{n}.txt", TEXT.replace("青石", f"第{n}号")) for n in range(12)]
        outcomes = list(pool.map(lambda each: library.add(each, "user-5", Size(5, 100)), files))
        assert sorted({outcome.change for outcome in outcomes}) == ["added", "full"]
        assert library.size("user-5").documents == 5
        list(pool.map(library.add, files))
        list(pool.map(lambda entry: library.discard(entry.id, "public"), library.entries("public")))
    assert {entry.collection for entry in library.documents()} == {SAMPLE, "user-5"}


def test_a_file_is_read_anew_once_where_files_are_read_in_another_way(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.add(file(tmp_path)).change == "added"
    assert library.add(file(tmp_path)).change == "unchanged"

    monkeypatch.setattr("retrieval.ingestion.digest.READING", 999)

    assert library.add(file(tmp_path)).change == "replaced"
    assert library.add(file(tmp_path)).change == "unchanged"


def test_a_file_that_has_not_changed_is_not_read_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_SETTLED_NS", -(10**10))
    file = File(tmp_path / "桥.txt", "桥.txt")
    file.path.write_text("青石桥昨日重新开放，修缮历时两年。", encoding="utf-8")
    assert library.add(file).change == "added"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _path: pytest.fail("it was read"))
        assert library.add(file).change == "unchanged"
    assert library.add(file, "other").change == "added"


def test_many_files_are_known_at_one_look_at_the_store(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_SETTLED_NS", -(10**10))
    known, changed, new = (File(tmp_path / name, name) for name in ("桥.txt", "路.txt", "塔.txt"))
    for file in (known, changed):
        file.path.write_text(f"{file.source}昨日重新开放，修缮历时两年。", encoding="utf-8")
        library.add(file)
    for file in (changed, new):
        file.path.write_text(f"{file.source}今日关闭，修缮历时三个月。", encoding="utf-8")
    found = library.unchanged((known, changed, new), "public")
    assert [(file, outcome.change) for file, outcome in found.items()] == [(known, "unchanged")]
    assert found[known] == library.add(known)
    assert library.unchanged((known,), "other") == {}


def test_a_change_that_keeps_size_and_time_is_seen(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_SETTLED_NS", -(10**10))
    file = File(tmp_path / "桥.txt", "桥.txt")
    file.path.write_text("青石桥昨日重新开放，修缮历时两年。", encoding="utf-8")
    said = file.path.stat()
    library.add(file)
    file.path.write_text("白石桥昨日重新开放，修缮历时两年。", encoding="utf-8")
    os.utime(file.path, ns=(said.st_atime_ns, said.st_mtime_ns))
    assert library.add(file).change == "replaced"


def test_a_file_that_changed_just_now_is_read_again(library: Library, tmp_path: Path) -> None:
    file = File(tmp_path / "桥.txt", "桥.txt")
    file.path.write_text("青石桥昨日重新开放，修缮历时两年。", encoding="utf-8")
    library.add(file)
    stamp = file.stamp
    assert stamp
    assert not stamp.is_settled
    assert not library._store.originals.is_stamped(file.document_path, "public", stamp.text)
