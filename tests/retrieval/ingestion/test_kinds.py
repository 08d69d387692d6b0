"""What a file is, where its content and the ending of its name disagree."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import docx
import pytest

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.kinds import suffix_of
from retrieval.ingestion.loaders import load
from tests.retrieval.ingestion.test_loaders import pdf

SENTENCE = "青石桥修缮花费三百二十万元。"
PDF = pdf([(72, 700, SENTENCE)])


def archive(**files: str | bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return packed.getvalue()


def word() -> bytes:
    document, written = docx.Document(), BytesIO()
    document.add_paragraph(SENTENCE)
    document.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("合同.txt", PDF),
        ("合同", PDF),
        ("合同v1.2", PDF),
        ("合同.docx", PDF),
        ("合同.zip", word()),
        ("合同.doc", word()),
        ("合同.pdf", word()),
        ("合同", word()),
        ("合同.doc", b"{\\rtf1\\ansi \\u38738?\\u30707?\\u26725?}"),
        ("合同", f"<!DOCTYPE html><p>{SENTENCE}</p>".encode()),
        ("合同.txt", archive(**{"甲.txt": SENTENCE})),
    ],
)
def test_the_content_decides(name: str, data: bytes) -> None:
    extract = load(Path(name), data)
    blocks = [block for each in (extract, *(part.extract for part in extract.parts)) for block in each.blocks]
    assert "青石桥" in "".join(block.text for block in blocks)


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        (".txt", b"BMW und andere"),
        (".txt", b"BM" + b"a" * 40),
        (".txt", b"II. Teil"),
        (".txt", b"PK\x03\x04 no archive"),
        (".txt", b"%PDF is a format"),
        (".txt", b"text, then %PDF-1.7"),
        (".md", b"<!DOCTYPE html><p>a</p>"),
        (".docx", b"PK\x03\x04 broken"),
        (".docx", archive(a="a")),
        (".apk", archive(a="a")),
        (".xlsm", archive(**{"[Content_Types].xml": "", "xl/workbook.xml": ""})),
        (".zip", archive(**{"word/document.xml": "no package"})),
        (
            ".pptx",
            archive(**{"[Content_Types].xml": "", "word/document.xml": "", "ppt/presentation.xml": ""}),
        ),
        ("", b"anything"),
    ],
)
def test_what_tells_nothing_beyond_doubt_is_what_its_name_says(ending: str, data: bytes) -> None:
    assert suffix_of(ending, data) == ending


def test_a_text_of_an_office_format_that_is_not_read_is_told_the_way_out() -> None:
    written = archive(mimetype="application/vnd.oasis.opendocument.text")
    with pytest.raises(DocumentError, match=r"\.odt cannot be read; save this one as \.docx") as raised:
        load(Path("合同.docx"), written)
    assert raised.value.reason is Unreadable.KIND


def test_what_a_package_says_of_itself_is_not_unpacked_beyond_measure() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", compression=8) as file:
        file.writestr("mimetype", b"a" * (64 << 20))
    assert suffix_of(".epub", packed.getvalue()) == ".epub"


@pytest.mark.parametrize("packing", [ZIP_DEFLATED, ZIP_LZMA])
def test_what_a_package_says_of_itself_may_be_damaged(packing: int) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", packing) as file:
        file.writestr("mimetype", "application/epub+zip" * 9)
    written = packed.getvalue()
    at = written.index(b"mimetype") + len("mimetype")
    damaged = written[:at] + b"\xff" * 12 + written[at + 12 :]
    assert suffix_of(".ods", damaged) == ".ods"
    with pytest.raises(DocumentError) as raised:
        load(Path("表.ods"), damaged)
    assert raised.value.reason is Unreadable.DAMAGED
