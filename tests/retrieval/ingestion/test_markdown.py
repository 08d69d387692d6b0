"""Markdown as pandoc and others write it."""

import pytest

from retrieval.ingestion.loaders.markdown import extract

ROWS = ["姓名：祝小满　分机：8068", "姓名：骆一舟　分机：8075"]


def texts(content: str) -> list[str]:
    return [block.text for block in extract(content.encode()).blocks]


@pytest.mark.parametrize(
    "table",
    [
        "姓名    分机\n------  ----\n祝小满  8068\n骆一舟  8075\n",
        "  姓名   分机\n-------- ------\n祝小满     8068\n骆一舟     8075\n-------- ------\n",
        "+--------+------+\n| 姓名   | 分机 |\n+========+======+\n| 祝小满 | 8068 |\n+--------+------+\n"
        "| 骆一舟 | 8075 |\n+--------+------+\n",
        "+--------+------+\n| 姓名   | 分机 |\n+========+======+\n| 祝     | 8068 |\n| 小满   |      |\n"
        "+--------+------+\n| 骆一舟 | 8075 |\n+--------+------+\n",
        "------------------\n 姓名     分机\n-------- ---------\n"
        "祝小     8068\n满\n\n骆一舟   8075\n------------------\n",
        "姓名 | 分机\n---|---\n祝小满 | 8068\n骆一舟 | 8075\n",
        "| 姓名 | 分机 |\n|------+------|\n| 祝小满 | 8068 |\n| 骆一舟 | 8075 |\n",
    ],
)
def test_tables_of_every_kind_have_headers(table: str) -> None:
    assert texts(f"前文。\n\n{table}\n后文。\n") == ["前文。", *ROWS, "后文。"]


def test_a_table_without_a_header_is_keys_and_values() -> None:
    assert texts("------  ----\n祝小满  8068\n骆一舟  8075\n------  ----\n") == [
        "祝小满：8068",
        "骆一舟：8075",
    ]


@pytest.mark.parametrize(
    "text", ["一\n--\n\n二", "- - -\n\n一", "--- ---\n\n一", "```\n甲  乙\n--  --\n1   2\n```"]
)
def test_what_only_looks_like_a_table_is_none(text: str) -> None:
    assert not any("：" in line for line in texts(text))


def test_a_footnote_comes_after_the_paragraph_that_refers_to_it() -> None:
    content = "甲事见注[^1]，乙事亦然[^b]。\n\n另一段。\n\n"
    content += "[^1]: 注一\n    接着写。\n[^b]: 注二。\n[^c]: 无人提及。\n"

    assert texts(content) == ["甲事见注，乙事亦然。", "注一接着写。", "注二。", "另一段。", "无人提及。"]


def test_boxes_of_tasks_are_shown() -> None:
    assert texts("- [x] 已备份\n- [ ] 未切换\n") == ["☑ 已备份", "☐ 未切换"]


def test_comments_are_not_read_and_numbers_are() -> None:
    assert texts("题目\n----\n\n<!-- 不读 -->\n\n5. 甲<!-- 不读 -->\n6. 乙\n") == ["题目", "5. 甲", "6. 乙"]
