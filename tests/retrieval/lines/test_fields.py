"""What a line says is found by the names of its fields."""

import json
from datetime import date
from typing import Any

import pytest

from retrieval.lines.fields import Fields, Line, LineError


def read(fields: Fields | None = None, **line: Any) -> Line:
    return (fields or Fields()).read(json.dumps(line).encode())


def test_fields_are_found_by_their_usual_names() -> None:
    line = read(
        content="青石桥重新开放。", headline="开放", published="2024-03-05", url="https://example.org/1"
    )
    assert (line.text, line.title, line.published) == ("青石桥重新开放。", "开放", date(2024, 3, 5))
    assert (line.source, line.key) == ("https://example.org/1", "https://example.org/1")


def test_fields_can_be_named() -> None:
    fields = Fields(text=("正文段",), title=("名",), id=("编号",))
    line = read(fields, 正文段=["第一段。", "第二段。"], 名="公告", 编号=7, text="别的")
    assert (line.text, line.title, line.key) == ("第一段。\n第二段。", "公告", "7")


def test_a_text_without_a_title_is_called_as_it_begins() -> None:
    assert read(text="\n青石桥昨日重新开放。修缮历时两年。").title == "青石桥昨日重新开放"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-08-16", date(2023, 8, 16)),
        ("2023/8/6 12:30", date(2023, 8, 6)),
        ("2023年8月16日", date(2023, 8, 16)),
        ("20230816", date(2023, 8, 16)),
        ("2023-08-16T23:59:59+08:00", date(2023, 8, 16)),
        (1692144000, date(2023, 8, 16)),
        (1692144000000, date(2023, 8, 16)),
        ("2023-13-40", None),
        ("昨天", None),
        (None, None),
        (1e300, None),
    ],
)
def test_days_are_read_in_many_forms(written: object, day: date | None) -> None:
    assert read(text="甲。", date=written).published == day


def test_without_an_id_what_a_line_says_tells_it_from_others() -> None:
    keys = [read(text="甲。").key, read(text="甲。", extra=1).key, read(text="甲。", title="乙").key]
    assert keys[0] == keys[1] != keys[2]


def test_other_encodings_and_half_characters_do_no_harm() -> None:
    assert Fields().read('{"text": "青石桥"}'.encode("gb18030")).text == "青石桥"
    assert Fields().read('\ufeff{"text": "青石桥"}'.encode()).text == "青石桥"
    assert Fields().read(b'{"text": "\\ud800x"}').text == "?x"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"text": ', "no JSON"),
        (b"[" * 100_000, "nested|no JSON"),
        (b'["text"]', "no JSON object"),
        (b"\xff\xff\xff", "no JSON"),
        ('{"headline": "青石桥"}'.encode(), "none of its fields is text or .* but headline"),
        (b'{"text": "  "}', "no text"),
        (b'{"text": {"a": 1}}', "no text"),
    ],
)
def test_why_a_line_is_no_document_is_told(line: bytes, why: str) -> None:
    with pytest.raises(LineError, match=why):
        Fields().read(line)
