"""Archives: names, nesting, limits."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest

from retrieval.documents import Article, Omission
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders import room
from retrieval.ingestion.loaders.archive import name_of
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf
from tests.retrieval.ingestion.reading import document_of

TEXT = "青石镇图书馆周末二十一点三十分闭馆，新任馆长是何静娴。"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def articles(data: bytes) -> tuple[Article, ...]:
    return document_of("资料.zip", data).articles


def test_files_that_can_be_read_are_parts_under_their_names() -> None:
    data = packed(
        {
            "馆/闭馆.txt": TEXT,
            "馆/值班.csv": "姓名,部门,分机\n罗志强,保安队,8070\n",
            "馆/图.png": b"\x89PNG",
            "__MACOSX/馆/._闭馆.txt": "x",
        }
    )
    assert [(a.title, a.paragraphs[0].text) for a in articles(data)] == [
        ("资料 · 闭馆", TEXT),
        ("资料 · 值班", "姓名：罗志强　部门：保安队　分机：8070"),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_are_not_marked_as_utf8(encoding: str) -> None:
    info = ZipInfo("资料/通知.txt".encode(encoding).decode("cp437"))
    info.flag_bits = 0
    assert name_of(info) == "资料/通知.txt"


def test_what_could_not_be_read_within_is_told() -> None:
    scan = Sheet().picture()
    pages = Sheet().text(72, 740, "附件由档案室保管。")
    inner = packed({"合同.pdf": pdf(pages, scan), "扫描.pdf": pdf(scan)})
    found = document_of("资料.zip", packed({"甲.txt": TEXT, "乙.zip": inner, "丙\u202e.docx": b"PK broken"}))
    assert found.omissions == (
        Omission(Unreadable.SCANNED, (2,), "合同.pdf"),
        Omission(Unreadable.SCANNED, (), "扫描.pdf"),
        Omission(Unreadable.DAMAGED, (), "丙.docx"),
    )
    assert [omission.place for omission in found.omissions] == ["合同.pdf 2", "扫描.pdf", "丙.docx"]


def test_files_whose_names_differ_in_case_alone_are_all_read() -> None:
    data = packed({"A.txt": TEXT, "a.txt": "北岸的渡船每天往返八班。"})
    assert [article.title for article in articles(data)] == ["资料 · A", "资料 · a"]


def test_an_archive_in_an_archive_is_read_and_no_deeper() -> None:
    data = packed({"深.txt": "第三层的文件，不应当读出来。"})
    data = packed({"三.zip": data, "乙.txt": "第二层的文件，应当读出来。"})
    found = articles(packed({"二.zip": data, "甲.txt": TEXT}))
    assert [article.title for article in found] == ["资料 · 二 · 乙", "资料 · 甲"]


@pytest.mark.parametrize(("limit", "value"), [("files", 2), ("size", 100)])
def test_too_many_or_too_large_files_are_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    few = room.Room()
    setattr(few, limit, value)
    monkeypatch.setattr("retrieval.ingestion.read.Room", lambda **_: few)
    with pytest.raises(DocumentError) as raised:
        articles(packed({f"{n}.txt": TEXT for n in "甲乙丙"}))
    assert raised.value.reason is Unreadable.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK broken", Unreadable.DAMAGED),
        (packed({}), Unreadable.EMPTY),
        (packed({"a": "x"}), Unreadable.KIND),
    ],
)
def test_archives_without_documents_are_refused(data: bytes, reason: Unreadable) -> None:
    with pytest.raises(DocumentError) as raised:
        articles(data)
    assert raised.value.reason is reason


def damaged(data: bytes, text: bytes) -> bytes:
    """An archive in which the bytes of a member are others."""
    return data.replace(text, bytes(len(text)))


def test_a_damaged_file_in_an_archive_is_told_and_the_others_are_read() -> None:
    data = packed({"甲.txt": TEXT, "乙.txt": "北岸的渡船每天往返八班。"})
    found = document_of("资料.zip", damaged(data, "北岸的渡船".encode()))
    assert [article.paragraphs[0].text for article in found.articles] == [TEXT]
    assert found.omissions == (Omission(Unreadable.DAMAGED, (), "乙.txt"),)


def test_an_archive_of_damaged_files_alone_is_damaged() -> None:
    with pytest.raises(DocumentError) as raised:
        articles(damaged(packed({"甲.txt": TEXT}), TEXT.encode()))
    assert raised.value.reason is Unreadable.DAMAGED


def test_a_member_before_the_beginning_of_the_archive_is_damaged() -> None:
    data = packed({"甲.txt": TEXT})
    end = data.rindex(b"PK\x05\x06")  # the record that says where the directory is, a little later than it is
    place = int.from_bytes(data[end + 16 : end + 20], "little") + 64
    moved = data[: end + 16] + place.to_bytes(4, "little") + data[end + 20 :]
    with pytest.raises(DocumentError) as raised:
        articles(moved)
    assert raised.value.reason is Unreadable.DAMAGED
    assert raised.value.__cause__ is None  # it was foreseen


def test_a_member_without_a_name_is_passed_over() -> None:
    data = packed({"甲.txt": TEXT, "乙": "北岸的渡船"}).replace("乙".encode(), b"\x00\x00\x00")
    (article,) = articles(data)
    assert article.paragraphs[0].text == TEXT
