"""The file of a passage is found, where it may be seen and is still there as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.documents import Answer, Passage
from retrieval.errors import DocumentError, OriginalError, Unreadable, Unshown
from retrieval.ingestion import digest
from retrieval.ingestion.file_reader import FileReader
from retrieval.ingestion.rendering import PagePicture
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import File, Library
from retrieval.originals import Originals, can_show, was_sent
from retrieval.storage.store import Store
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf

CONTRACT = pdf(Sheet().text(72, 700, "逾期归还的，违约金为每日八百元。"))


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store()
    yield opened
    opened.close()


@pytest.fixture
def library(store: Store, shared_pool: ReadingPool) -> Library:
    return Library(store, shared_pool)


@pytest.fixture
def originals(store: Store, library: Library) -> Originals:
    return Originals(store, library.files)


def only(store: Store, collection: str) -> Passage:
    ids = store.passage_ids([collection])
    (passage,) = store.passages(ids).values()
    return passage


def why(originals: Originals, passage: Passage) -> Unshown:
    with pytest.raises(OriginalError) as raised:
        originals.picture(originals.of(passage), Answer("八百元", 0.9, passage, 0, 3))
    return raised.value.reason


def test_a_file_is_found_with_its_handle_where_its_document_may_be_seen(
    store: Store, library: Library, originals: Originals
) -> None:
    for handle in ("", "一", "二"):  # the last two: sent again, and unchanged
        sent = File(Path("合同.pdf"), "合同.pdf", "upload:合同.pdf", CONTRACT, handle)
        library.add(sent, "user-5")
        passage = only(store, "user-5")
        assert originals.of(passage, {"user-5", "public"}).handle == handle
    with pytest.raises(OriginalError) as raised:
        originals.of(passage, {"user-6", "public"})
    assert raised.value.reason is Unshown.REMOVED
    store.rename("user-5", "chat--5")
    assert originals.of(passage, {"chat--5"}).handle == "二"
    library.clear("chat--5")
    assert why(originals, passage) is Unshown.REMOVED
    assert store._rows("SELECT * FROM handles") == []


def test_why_a_file_is_not_shown_is_told(
    store: Store, library: Library, originals: Originals, tmp_path: Path
) -> None:
    text, contract = tmp_path / "约.txt", tmp_path / "合同.pdf"
    text.write_text("逾期归还的，违约金为每日八百元。", encoding="utf-8")
    contract.write_bytes(CONTRACT)
    library.add(File(text, "约.txt"), "文")
    library.add(File(contract, "合同.pdf"), "页")
    library.add(File.fetched("合同.pdf", "https://example.org/合同.pdf", CONTRACT), "网")
    assert why(originals, only(store, "文")) is Unshown.KIND
    assert why(originals, only(store, "网")) is Unshown.ELSEWHERE
    passage = only(store, "页")
    contract.write_bytes(CONTRACT + b" ")
    assert why(originals, passage) is Unshown.CHANGED
    contract.unlink()
    contract.mkdir()
    assert why(originals, passage) is Unshown.GONE
    assert [can_show(only(store, name)) for name in ("文", "页", "网")] == [False, True, False]
    assert not was_sent(passage)


def test_a_file_that_was_read_in_another_way_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest.digest_of(CONTRACT)
    monkeypatch.setattr(digest, "READING", digest.READING + 1)
    assert digest.digest_of(CONTRACT) != before
    assert digest.is_of(CONTRACT, before)
    assert not digest.is_of(CONTRACT + b" ", before)


def test_a_page_that_ended_its_worker_is_not_tried_again(store: Store, library: Library) -> None:
    tried: list[int] = []

    class Pool(ReadingPool):
        def render(self, *_: object) -> PagePicture:
            tried.append(1)
            raise DocumentError("It takes too long.", Unreadable.OUT_OF_TIME)

    library.add(File.uploaded("合同.pdf", CONTRACT), "user-5")
    passage = only(store, "user-5")
    originals = Originals(store, FileReader(store.refused, Pool()))
    for _ in range(2):
        with pytest.raises(DocumentError) as raised:
            originals.picture(originals.of(passage), Answer("八百元", 0.9, passage, 0, 3), CONTRACT)
        assert raised.value.reason is Unreadable.OUT_OF_TIME
    assert len(tried) == 1
