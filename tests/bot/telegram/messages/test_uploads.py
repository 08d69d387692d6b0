import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Document

from bot.playground.protocol.html import parse_html
from bot.services.documents import AddedFile, DocumentService, quota
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from bot.telegram.messages.uploads.files import MAX_FILE_BYTES, UploadedFile
from bot.telegram.messages.uploads.outcomes import render_kept
from bot.telegram.messages.uploads.problems import FILE_TYPES, Problem, problem_of, render_problem
from retrieval.errors import DocumentError, StoreError, Unreadable
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import File, Library
from retrieval.search.embedding import Backlog
from retrieval.storage.store import Store
from tests.retrieval.ingestion.docx import wordprocessing
from tests.retrieval.ingestion.pdf import sheets
from tests.retrieval.ingestion.test_archive import packed
from tests.retrieval.ingestion.test_loaders import docx_without_document, pdf

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\n"


def document(name: str | None, size: int | None = 10, mime: str | None = None) -> Document:
    return Document("file", "unique", file_name=name, file_size=size, mime_type=mime)


async def kept(name: str, data: bytes, documents: int = 5, library: Library | None = None) -> AddedFile:
    """What becomes of a file in an own collection."""
    document_service = DocumentService(
        library or Library(Store()), lambda: None, lambda: 0, lambda _: Backlog(0, 1)
    )
    try:
        return await document_service.add(File.uploaded(name, data), "user-5", quota(documents))
    finally:
        document_service.close()


@pytest.mark.parametrize(
    ("name", "size", "problem"),
    [
        ("桥.txt", 10, None),
        ("桥.TXT", MAX_FILE_BYTES, None),
        ("桥.pdf", None, None),
        ("a/b.docx", 0, None),
        ("桥.txt", MAX_FILE_BYTES + 1, Problem.SIZE),
        ("桥.doc", 10, Problem.KIND),
        ("桥.txt.exe", MAX_FILE_BYTES + 1, Problem.KIND),
        ("pdf", 10, None),
        (".pdf", 10, None),
        ("", 10, None),
    ],
)
def test_what_can_be_told_before_the_download(name: str, size: int | None, problem: Problem | None) -> None:
    assert UploadedFile.of(document(name, size)).problem() is problem


@pytest.mark.parametrize(
    ("mime", "name"),
    [
        ("application/pdf", "document.pdf"),
        ("text/plain", "document.txt"),
        (None, "document"),
        ("x/y", "document"),
    ],
)
def test_a_file_without_a_name_is_called_by_its_type(mime: str | None, name: str) -> None:
    assert UploadedFile.of(document(None, mime=mime)).name == name


@given(st.text(), st.sampled_from(Language), st.sampled_from(Problem))
def test_any_name_is_told_as_text_that_telegram_takes(
    name: str, language: Language, problem: Problem
) -> None:
    upload = UploadedFile.of(document(name))
    told = parse_html(render_problem(problem, upload.label, 50, Translator(language)))
    assert units(told.text) <= 400
    assert told.parts("bold") in ([], [upload.label])


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b" \r\n\t", Problem.EMPTY),
        ("a.html", b"<html><script>1</script></html>", Problem.EMPTY),
        ("a.md", b"---\ntitle: x\n---\n", Problem.EMPTY),
        ("a.txt", bytes(range(256)) * 4, Problem.ENCODING),
        ("a.pdf", b"%PDF-1.4 broken", Problem.DAMAGED),
        ("a.pdf", pdf([]), Problem.SCANNED),
        ("a.pdf", pdf([(72, 700, "锁")], encrypted=True), Problem.LOCKED),
        ("a.pdf", sheets.pdf(sheets.Sheet().shapes(72, 700, 40)), Problem.UNMAPPED),
        ("a.docx", b"PK\x03\x04 broken", Problem.DAMAGED),
        ("a.docx", docx_without_document(), Problem.DAMAGED),
        ("a.exe", b"MZ", Problem.KIND),
        ("a.txt", TEXT.encode(), None),
    ],
)
async def test_what_the_loaders_say_is_understood(name: str, data: bytes, problem: Problem | None) -> None:
    assert problem_of(await kept(name, data)) is problem


async def test_a_file_that_unpacks_to_too_much_is_to_be_sent_in_parts() -> None:
    data = wordprocessing.file("<w:p/>" * (11 << 20))
    assert problem_of(await kept("a.docx", data)) is Problem.SIZE


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        (Unreadable.OUT_OF_TIME, Problem.TIME),
        (Unreadable.OUT_OF_MEMORY, Problem.MEMORY),
        (Unreadable.CRASHED, Problem.CRASH),
    ],
)
async def test_which_limit_a_file_broke_is_understood_then_and_later(
    monkeypatch: pytest.MonkeyPatch, shared_pool: ReadingPool, reason: Unreadable, problem: Problem
) -> None:
    read = []

    def over_limit(*_: object) -> None:
        read.append(1)
        raise DocumentError("Over a limit.", reason)

    monkeypatch.setattr(shared_pool, "read", over_limit)
    library = Library(Store())
    for _ in range(2):
        assert problem_of(await kept("a.pdf", b"%PDF-1.4", library=library)) is problem
    assert len(read) == 1


async def test_a_store_that_fails_is_not_the_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    library = Library(store)

    def full(*_: object) -> None:
        raise StoreError("yuanwen.db cannot be changed (disk full). Check the space left on the disk.")

    monkeypatch.setattr(store, "put", full)
    assert problem_of(await kept("a.txt", TEXT.encode(), library=library)) is Problem.FAILED


async def test_the_quota_holds_when_it_comes_to_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(Store())
    assert problem_of(await kept("a.txt", TEXT.encode(), 1, library)) is None
    assert problem_of(await kept("b.txt", f"{TEXT}又".encode(), 1, library)) is Problem.NO_ROOM
    assert problem_of(await kept("a.txt", f"{TEXT}又".encode(), 1, library)) is None
    monkeypatch.setattr("bot.services.documents.MAX_PASSAGES", 3)
    long = "\n\n".join(f"第{n}座桥在第{n}天开放，修缮共花费{n}万元。" for n in range(9))
    assert problem_of(await kept("c.txt", long.encode(), 9, library)) is Problem.NO_ROOM


@pytest.mark.parametrize("language", Language)
async def test_what_was_kept_is_named_with_its_passages(language: Language) -> None:
    library, translator = Library(Store()), Translator(language)
    upload = UploadedFile.of(document("<b>桥</b>.txt"))
    told = []
    for text in (TEXT, TEXT, f"{TEXT}\n又开了一座新的桥，花费五百万元。\n"):
        done = await kept(upload.name, text.encode(), library=library)
        html = parse_html(render_kept(done, upload, translator))
        assert html.parts("bold") == [upload.label]
        assert "青石桥重新开放" in html.text
        told.append(html.text)
    assert len(set(told)) == 3
    assert [f" {n} " in text.replace("·", " ") for text, n in zip(told, (1, 1, 2), strict=True)] == [True] * 3


@pytest.mark.parametrize("language", Language)
async def test_pages_that_could_not_be_read_are_named(language: Language) -> None:
    blank = sheets.Sheet().picture()
    pages = [sheets.Sheet().lines(72, 740, TEXT.split()), blank, blank, sheets.Sheet().shapes(72, 740, 40)]
    done = await kept("a.pdf", sheets.pdf(*pages))

    upload = UploadedFile.of(document("a.pdf"))
    _, scanned, unmapped = render_kept(done, upload, Translator(language)).split("\n")[-3:]

    assert "2-3" in scanned
    assert "4" in unmapped


@pytest.mark.parametrize("language", Language)
async def test_files_within_a_file_that_could_not_be_read_are_named(language: Language) -> None:
    members = {"甲.txt": TEXT.encode(), **{f"<扫描{n}>.docx": b"PK broken" for n in range(99)}}
    done = await kept("a.zip", packed(members))

    html = parse_html(render_kept(done, UploadedFile.of(document("a.zip")), Translator(language)))

    assert "<扫描0>.docx; <扫描1>.docx" in html.text
    assert "…" in html.text.split("\n")[-1]
    assert len(html.text) < 1000


def test_the_kinds_are_named_without_dots() -> None:
    assert (
        FILE_TYPES == "bmp csv docx eml epub html jpg md ods pdf png pptx rtf tif tsv txt webp xls xlsx zip"
    )
