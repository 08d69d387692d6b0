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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (":::tip 提示\n馆长在馆。\n:::", ["提示", "馆长在馆。"]),
        ("::: {.note}\n馆长在馆。\n:::", ["馆长在馆。"]),
        ('!!! note "提示"\n    馆长在馆。\n\n闭馆。', ["提示", "馆长在馆。", "闭馆。"]),
        ('=== "周末"\n\n    馆长在馆。\n', ["周末", "馆长在馆。"]),
        ("> [!warning] 提示\n> 馆长在馆。", ["提示", "馆长在馆。"]),
        ("馆长\n:   何静娴\n:   罗志强", ["馆长：何静娴", "馆长：罗志强"]),
        ("见[[办证|办证的步骤]]。%%馆长的私事%%", ["见办证的步骤。"]),
        ("![[平面图.png]]\n馆长==在馆==。 ^a1", ["馆长在馆。"]),
        ('馆长在馆。{{< figure src="a.png" >}}', ["馆长在馆。"]),
        ("馆长: 何静娴\n电话: 8001", ["馆长: 何静娴", "电话: 8001"]),
        ("*[馆]: 图书馆\n\n馆长在馆。", ["馆长在馆。"]),
        ("## 押金 {#yajin .a}\n\n馆长在馆。", ["押金", "馆长在馆。"]),
        ("<aside>\n💡 **馆长**在馆。\n</aside>", ["💡 馆长在馆。"]),
        ("```\n:::tip\n[[a]]\n```", [":::tip", "[[a]]"]),
        ("2^10 与 a == b 都是 10^2", ["2^10 与 a == b 都是 10^2"]),
    ],
)
def test_what_dialects_add_is_read_as_they_show_it(written: str, shown: list[str]) -> None:
    assert [block.text for block in extract(written.encode()).blocks] == shown


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 值班表\ndate: 2025-03-05\n---\n",
        '+++\ntitle = "值班表"\ndate = 2025-03-05T08:00:00+08:00\n+++\n',
        "title: 值班表\ndate: 2025-03-05\n\n",
    ],
)
def test_title_and_date_above_the_text(front: str) -> None:
    found = extract(f"{front}馆长在馆。".encode())
    assert (found.title, str(found.published)) == ("值班表", "2025-03-05")
    assert [block.text for block in found.blocks] == ["馆长在馆。"]


def test_a_title_block_of_pandoc() -> None:
    found = extract("% 值班表\n% 何静娴\n% 2025年3月\n\n馆长在馆。".encode())
    assert found.title == "值班表"
    assert [block.text for block in found.blocks] == ["何静娴", "2025年3月", "馆长在馆。"]
