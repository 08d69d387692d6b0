"""A name stands for documents by title, by file name, or by a part of either, in either script."""

import time

import pytest

from retrieval.documents import DocumentName
from retrieval.naming import matching

BUYING = DocumentName(1, "采购合同", "采购合同.docx")
RENT = DocumentName(2, "房屋租赁合同", "租房/租赁-2024.pdf")
HANDBOOK = DocumentName(3, "员工手册", "handbook v2.md")
UNTITLED = DocumentName(4, "", "会议纪要0312.txt")
ALL = (BUYING, RENT, HANDBOOK, UNTITLED)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("采购合同", [BUYING]),
        ("《採購合同》", [BUYING]),
        ("采购合同.DOCX", [BUYING]),
        ("租赁-2024", [RENT]),
        ("租房/租赁-2024.pdf", [RENT]),
        ("租赁", [RENT]),
        ("合同", [BUYING, RENT]),
        ("Handbook", [HANDBOOK]),
        ("员工 手册", [HANDBOOK]),
        ("0312", [UNTITLED]),
    ],
)
def test_documents_of_a_name(name: str, found: list[DocumentName]) -> None:
    assert list(matching(name, ALL).found) == found


def test_a_whole_name_counts_before_a_part() -> None:
    longer = DocumentName(5, "采购合同补充协议", "补充.docx")
    assert matching("采购合同", (longer, BUYING)).found == (BUYING,)


def test_no_name_takes_long() -> None:
    many = [DocumentName(n, f"{'年假制度' * 12}第{n}版", f"{n}.txt") for n in range(500)]
    began = time.perf_counter()

    for name in ("年度休假" * 1000, "年 假 " * 700, "甲" * 4000):
        matching(name, many)

    assert time.perf_counter() - began < 5  # minutes before


def test_where_none_matches_the_nearest_are_named() -> None:
    matches = matching("员工守册", ALL)
    assert not matches.found
    assert matches.nearest[0] == HANDBOOK
    many = (*ALL, *(DocumentName(n, f"通知{n}", f"{n}.txt") for n in range(5, 9)))
    assert matching("zzz", many).nearest == ()
    assert matching("合约", many).nearest[:2] == (BUYING, RENT)  # half of it
    assert set(matching("zzz", ALL).nearest) == set(ALL)  # of few all
    assert matching("？！", ALL) == matching("合同", ())
