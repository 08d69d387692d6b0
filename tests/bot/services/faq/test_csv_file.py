"""The FAQ as a file that Excel opens and saves."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.faq.csv_file import FaqFileError, decoded, encoded
from retrieval.errors import FaqError, Unfit
from retrieval.faq import FaqEntry

TODAY = date(2026, 11, 30)


def test_what_is_written_is_read_again() -> None:
    entries = [
        FaqEntry.of("几点开门？", "七点，\n“准时”。", TODAY),
        FaqEntry.of("几层", "十二层", date(2025, 1, 2)),
    ]
    data = encoded(entries)
    assert data.startswith(b"\xef\xbb\xbfquestion,answer,date\r\n")
    assert decoded(data, TODAY) == entries[::-1]


@given(st.lists(st.tuples(*[st.text(st.sampled_from("=+-@'\"甲乙，, \n;\t"), min_size=1)] * 2)))
def test_whatever_is_in_a_cell_comes_back(words: list[tuple[str, str]]) -> None:
    entries = {}
    for question, answer in words:
        try:
            entry = FaqEntry.of(f"{question}问", answer, TODAY)
        except FaqError:
            continue
        entries[entry.id] = entry
    assert decoded(encoded(entries.values()), TODAY) == list(entries.values())[::-1]


def test_excel_computes_nothing_of_what_people_asked() -> None:
    data = encoded([FaqEntry.of("=1+1", "-5度", TODAY)]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data)))[1][:2] == ["'=1+1", "'-5度"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "headers", [("问题", "答案", "日期"), ("問題", "回答", "日期"), ("Question", "ANSWER", "date")]
)
def test_files_of_all_kinds_are_read(encoding: str, delimiter: str, headers: tuple[str, ...]) -> None:
    rows = [
        headers,
        ("食堂几点开门", "七点半准时开门", "2026/3/2"),
        ("", "", ""),
        ("图书馆在几层", "图书馆在三层", ""),
    ]
    text = "\r\n".join(map(delimiter.join, rows))
    assert decoded(text.encode(encoding), TODAY) == [
        FaqEntry("食堂几点开门", "七点半准时开门", date(2026, 3, 2)),
        FaqEntry("图书馆在几层", "图书馆在三层", TODAY),
    ]


def test_columns_stand_in_any_order_and_a_date_is_not_needed() -> None:
    assert decoded("答案,备注,问题\n七点,x,几点\n".encode(), TODAY) == [FaqEntry("几点", "七点", TODAY)]


def test_of_several_answers_to_one_question_the_last_counts() -> None:
    (entry,) = decoded("问题,答案\n几点？,七点\n幾點,八点\n".encode(), TODAY)
    assert entry.answer == "八点"


def test_every_wrong_line_is_named() -> None:
    long = f"{'长' * 301},a,\n几层,{'长' * 2001},\n"
    text = f'问题,答案,日期\n,七点,\n"几\n点",,\n{long}几层,三,2026-13-1\n几层,三,昨天\n'
    with pytest.raises(FaqFileError) as raised:
        decoded(text.encode(), TODAY)
    assert [(fault.line, fault.reason) for fault in raised.value.faults] == [
        (2, Unfit.NO_QUESTION),
        (3, Unfit.NO_ANSWER),
        (5, Unfit.LONG_QUESTION),
        (6, Unfit.LONG_ANSWER),
        (7, Unfit.DATE),
        (8, Unfit.DATE),
    ]
    assert "line 6: The answer has 2001 characters; 2000 are allowed." in str(raised.value)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", "问题\n几点\n".encode(), bytes(range(256)) * 4])
def test_a_file_without_the_columns_is_refused(data: bytes) -> None:
    with pytest.raises(FaqFileError, match="no columns question and answer"):
        decoded(data, TODAY)


def test_a_cell_without_an_end_is_refused() -> None:
    with pytest.raises(FaqFileError, match="line 2"):
        decoded(('问题,答案\n几点,"' + "长" * 200_000).encode(), TODAY)
