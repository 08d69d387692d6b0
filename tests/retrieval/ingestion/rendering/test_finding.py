"""An answer's words are found among the characters of pages as they are drawn."""

import pytest

from retrieval.ingestion.rendering import Place
from retrieval.ingestion.rendering.finding import find


def found(drawn: str, passage: str, *answers: str) -> str:
    spans = tuple((start := passage.index(answer), start + len(answer)) for answer in answers)
    return "|".join(drawn[index] for index in find(drawn, Place(1, passage, spans)))


def where(drawn: str, passage: str, answer: str) -> int:
    start = passage.index(answer)
    return find(drawn, Place(1, passage, ((start, start + len(answer)),)))[0]


@pytest.mark.parametrize(
    ("drawn", "passage", "answer", "marked"),
    [
        ("租期为 三 年。", "租期为三年。", "三年", "三|年"),
        ("租期为三\r\n年。", "租期为三年。", "三年", "三|年"),
        ("⽇期⻓短不限", "日期长短不限", "日期长短", "⽇|期|⻓|短"),
        ("共１２０㎡", "共120m2", "120m2", "１|２|０|㎡|㎡"),
        ("别的页", "租期为三年。", "三年", ""),
    ],
)
def test_spaces_and_forms_of_characters_do_not_matter(
    drawn: str, passage: str, answer: str, marked: str
) -> None:
    assert found(drawn, passage, answer) == marked


def test_what_stands_around_decides_between_occurrences() -> None:
    drawn = "押金三千元。逾期的，违约金为三千元，自次日起算。管理费三千元。"
    assert where(drawn, "逾期的，违约金为三千元，自次日起算。", "三千元") == drawn.index("三千元，")


def test_of_cells_the_one_in_the_row_of_its_passage_is_found() -> None:
    drawn = "姓名 职务 电话\n王一 主任 8001\n李二 科员 8002\n赵三 主任 8003\n"
    assert where(drawn, "姓名：赵三　职务：主任　电话：8003", "主任") == drawn.rindex("主任")


def test_an_answer_that_a_page_breaks_off_is_found_in_pieces() -> None:
    drawn = "申请人应当提交身份证、户\n第 3 页\n一览表\n口簿和结婚证，原件。"
    passage = "申请人应当提交身份证、户口簿和结婚证，原件。"
    marked = found(drawn, passage, "身份证、户口簿和结婚证").replace("|", "")
    assert marked == "身份证、户口簿和结婚证"


def test_all_items_of_a_list_are_found() -> None:
    drawn = "材料：\n1.身份证；\n2.户口簿。\n"
    assert found(drawn, "材料：\n1.身份证；\n2.户口簿。", "身份证", "户口簿") == "身|份|证|户|口|簿"
