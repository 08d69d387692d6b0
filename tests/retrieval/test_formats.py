"""Documents of each format, added and asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.engine import Engine
from retrieval.library import File
from tests.conftest import OpenEngine
from tests.retrieval.ingestion.sheets.test_workbooks import STAFF, ods, rows, workbook
from tests.retrieval.ingestion.test_archive import packed
from tests.retrieval.ingestion.test_epub import book
from tests.retrieval.ingestion.test_mail import mail
from tests.retrieval.ingestion.test_rtf import START, units_of
from tests.retrieval.ingestion.test_slides import presentation

CLOSING = "青石镇图书馆周末二十一点三十分闭馆。"


@pytest.fixture
def engine(tmp_path: Path, open_engine: OpenEngine) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "home")
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("name", "data", "question", "answer"),
    [
        ("通讯录.xlsx", workbook(rows(*STAFF)), "罗志强的分机是多少？", "8070"),
        ("通讯录.ods", ods(*[tuple(map(str, row)) for row in STAFF]), "罗志强在哪个部门？", "保安队"),
        (
            "通讯录.csv",
            "姓名,部门,分机\n何静娴,流通部,8068\n罗志强,保安队,8070".encode(),
            "罗志强的分机？",
            "8070",
        ),
        ("汇报.pptx", presentation(), "青石镇图书馆周末几点闭馆？", "二十一点三十分"),
        (
            "通知.rtf",
            f"{START}{units_of(CLOSING)}}}".encode(),
            "青石镇图书馆周末几点闭馆？",
            "二十一点三十分",
        ),
        ("镇志.epub", book(), "青石镇哪一年建镇？", "一九五二年"),
        ("信.eml", mail().as_bytes(), "青石镇图书馆周末几点闭馆？", "二十一点三十分"),
        ("资料.zip", packed({"闭馆.txt": CLOSING}), "青石镇图书馆周末几点闭馆？", "二十一点三十分"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_document_of_each_format_answers(
    engine: Engine, name: str, data: bytes, question: str, answer: str
) -> None:
    assert engine.library.add(File.uploaded(name, data)).change == "added"
    reply = engine.ask(question)
    assert reply.answer is not None
    assert answer in reply.answer.text
    assert reply.answer.passage.source == name
