"""Word files that are made to take all time and memory: read in proportion to their size, or refused."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time
from zipfile import ZIP_LZMA, ZipFile

import pytest

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.loaders import load
from retrieval.ingestion.loaders.docx import paragraphs
from retrieval.ingestion.loaders.packages import container, elements
from tests.retrieval.ingestion.docx.test_tables import DOWN, GOES_ON
from tests.retrieval.ingestion.docx.wordprocessing import (
    archive,
    cell,
    file,
    item,
    level,
    numbering,
    paragraph,
    part,
    relations,
    row,
    style,
    table,
    texts,
)

SMALL, TIMES = 1_000, 8
SLOWER = 3  # times slower than in proportion to the size: other work on the machine disturbs the clock


def merged(count: int, characters: int = 200_000) -> bytes:
    """A cell of many characters, merged over many rows."""
    first = row(cell("渡" * characters, properties=DOWN), "一")
    return file(table(first, row(cell(properties=GOES_ON), "二") * count))


def wide_above_many(count: int) -> bytes:
    return file(table(row(*["名"] * count), *[row("1")] * count))


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        merged,
        wide_above_many,
        lambda n: file("".join(paragraph("字", style=f"s{place}") for place in range(n))),
        lambda n: file(paragraph("字"), {"styles": "".join(style(f"s{place}") for place in range(n))}),
        lambda n: file(table(row(*[cell()] * n))),
        lambda n: file("<w:p/>" * n),
        lambda n: file(item("条") * n, {"numbering": numbering(level(0, "lowerLetter", "%1%2%3"))}),
        lambda n: file(paragraph("始", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * n)),
    ],
)
def test_time_grows_with_the_size_and_no_faster(made: Callable[[int], bytes]) -> None:
    def seconds(data: bytes) -> float:
        took = []
        for _ in range(2):
            started = process_time()
            with suppress(DocumentError):  # some hold no text
                load(Path("a.docx"), data)
            took.append(process_time() - started)
        return min(took)

    short = max(seconds(made(SMALL)), 0.005)

    assert seconds(made(SMALL * TIMES)) < short * TIMES * SLOWER


def test_a_long_cell_merged_over_many_rows_is_read_once() -> None:
    rows = [block.text for block in load(Path("a.docx"), merged(5_000)).blocks]

    assert len(rows) == 5_001
    assert sum(map(len, rows)) < 210_000


def test_a_cell_that_claims_billions_of_columns_is_one_cell() -> None:
    wide = cell("合计四百元", properties='<w:gridSpan w:val="2000000000"/>')

    assert texts(table(row(wide))) == ["合计四百元"]
    free = '<w:gridBefore w:val="2000000000"/>'
    assert texts(table(row("项目", "金额"), row("四百元", properties=free))) == ["项目：四百元"]


@pytest.mark.parametrize(
    ("module", "limit", "data"),
    [
        (elements, "_MOST_ELEMENTS", file("<w:p/>" * 2_000)),
        (elements, "_MOST_COLLECTED", file("<w:p/>", {"styles": style("s") * 600})),
        (elements, "_LARGEST_TREE", file(f"<w:p><m:oMath>{'<m:r/>' * 2_000}</m:oMath></w:p>")),
        (container, "_MOST_BYTES", file(paragraph("字"), {"styles": style("s") * 600})),
        (paragraphs, "_MOST_CHARACTERS", file(paragraph("渡" * 2_000))),
        (paragraphs, "_MOST_CHARACTERS", merged(20, 90)),
        (paragraphs, "_MOST_CELLS", file(table(row(*[cell()] * 2_000)))),
    ],
)
def test_what_holds_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, module: object, limit: str, data: bytes
) -> None:
    monkeypatch.setattr(module, limit, 1_000)

    with pytest.raises(
        DocumentError, match=r"^The file holds too much text \(.+\); save it in parts\.$"
    ) as told:
        load(Path("a.docx"), data)
    assert told.value.reason is Unreadable.TOO_LARGE


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_unpacked() -> None:
    data = file("<w:p/>" * (12 << 20))

    assert len(data) < 1 << 20
    with pytest.raises(DocumentError, match=r"too much text \(72 MB\)"):
        load(Path("a.docx"), data)


def test_pictures_are_not_unpacked() -> None:
    data = file(paragraph("正文。"), {"media/a": "图" * (30 << 20)})

    assert [block.text for block in load(Path("a.docx"), data).blocks] == ["正文。"]


HEAD = relations({"a": ("officeDocument", "word/document.xml")}).encode()
ENTITIES = '<!DOCTYPE w [<!ENTITY a "渡渡渡"><!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "document",
    [
        part("document", paragraph("&a;&b;")).replace("?><", f"?>{ENTITIES}<").encode(),
        b"<w:document><w:body><w:p>",
        *(
            part("document", paragraph("a")).replace("UTF-8", encoding).encode()
            for encoding in ("UTF-6", "GB18030", "hex")
        ),
        b"\xff\xfe\x00",
        b"",
        bytes(1000),
    ],
)
def test_entities_broken_xml_and_encodings_that_nobody_knows_are_refused(document: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^The file is not a Word document") as told:
        load(Path("a.docx"), archive({"_rels/.rels": HEAD, "word/document.xml": document}))
    assert told.value.reason is Unreadable.DAMAGED


def test_elements_that_stand_too_deep_are_refused() -> None:
    with pytest.raises(DocumentError, match="deep"):
        load(Path("a.docx"), file("<w:sdt>" * 300 + "</w:sdt>" * 300))


def test_a_part_packed_in_a_way_that_takes_memory_at_will_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w", ZIP_LZMA) as packed:
        packed.writestr("word/document.xml", part("document", paragraph("正文。")))

    with pytest.raises(DocumentError, match=r"^The file is not a Word document"):
        load(path)


def test_a_part_whose_bytes_are_damaged_is_refused() -> None:
    data = bytearray(file(paragraph("正文。" * 1000)))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 20] = bytes(20)

    with pytest.raises(DocumentError, match=r"^The file is not a Word document"):
        load(Path("a.docx"), bytes(data))


@pytest.mark.parametrize(
    ("name", "reason", "message"),
    [
        ("EncryptedPackage", Unreadable.LOCKED, "The file is locked by a password; open"),
        ("WordDocument", Unreadable.DAMAGED, r"The file is of Word's old format.*save it as \.docx"),
    ],
)
def test_a_locked_file_and_an_old_one_are_told_apart(name: str, reason: Unreadable, message: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.encode("utf-16-le")

    with pytest.raises(DocumentError, match=f"^{message}") as told:
        load(Path("a.docx"), data)
    assert told.value.reason is reason
