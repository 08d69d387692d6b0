"""Tables as text: each row with its headers, so that it says by itself what it means."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from retrieval.ingestion.extracts import Block, Form

CELL_SEPARATOR = "　"
"""Stands between the cells of a row."""

_LONGEST_HEADER = 30
_LONGEST_GUESSED = 15  # a longer cell is no header where nothing but the text tells
_LONGEST_REPEATED = 200  # a longer cell that is merged over rows stands in the first of them alone
_FEWEST_COLUMNS = 3
_MOST_REPEATED = 200_000  # cells: a small file can be made in which they would be billions
_HEADER = re.compile(
    r""".{0,8}(?:序号|编号|号码?|代码|名称?|项目|内容|类[别型]|种类|型号|规格|数量|[天人件册份页]数|[假级组]别|单[位价]|金额|[总售]?价|价格|费用?|工资|标准
    |[合小总]计|日期|时[间段长]|星期|地[点址]|部门|科室|岗位|职[务位称]|性别|学历|年龄|电话|手机|分机|邮箱|联系人|联系方式
    |负责人|备注|说明|要求|周期|期限|次数|比例|课程|讲师|议题|班次|节次|结果|状态|指标|参数|面积|长度|重量
    |(?:周|星期)[一二三四五六日天]|[上下]午|(?:19|20)\d\d年?度?|\d{1,2}月)
    (?:[（(][^（）()]*[)）])?""",
    re.VERBOSE,
)
_TOTAL = re.compile("[合小总共]计|总[数和额]|平均.{0,3}")
_NAMED = re.compile(r"[^\d：:，。]{2,8}[：:]\s*\S")
_VALUE = re.compile(r"[-+¥￥$]?(?!(?:19|20)\d\d$)\d[\d,.]*\s*(?:[^\d\s年月周季]{0,3}|[-:/—].*)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as its format gives it.

    Attributes:
        text: Its text, on one line.
        columns: Over how many columns it goes.
        rows: Over how many rows it goes.
        heading: Whether the format says that it is a header.
    """

    text: str
    columns: int = 1
    rows: int = 1
    heading: bool = False


Row = Mapping[int, Cell]
"""The cells of a row by the column where each begins."""


def table(rows: Iterable[Sequence[Cell]], heading: bool | None = None) -> list[Block]:
    """The rows of a table as blocks: 部门：人事部　分机：8068.

    A cell merged over rows is in each of them; empty cells are left out; the lines of a header of several
    rows are joined. First rows of one cell are text, and so is a table of one column. Rows of two columns
    that no header is over become items of one list: 电话：8068.

    Args:
        rows: Its rows from the top.
        heading: `Block.heading` of all blocks.
    """
    return [block for made in placed_table(list(_placed(rows)), heading) for block in made]


def placed_table(rows: Sequence[Row], heading: bool | None = None) -> list[list[Block]]:
    """The blocks of each row of a table as of `table`; none of one that is a header.

    Args:
        rows: Its rows from the top, each with the cells that reach into it, none without text.
        heading: `Block.heading` of all blocks.
    """
    filled = {column for row in rows for column, cell in row.items() if cell.text}
    rows = [{column: cell for column, cell in row.items() if column in filled} for row in rows]
    columns = {column for row in rows for column in row}
    if len(columns) <= 1:
        return [[Block(cell.text, heading=heading) for cell in row.values() if cell.text] for row in rows]
    captions = list(takewhile(lambda row: _is_caption(row, columns), rows))
    body = rows[len(captions) :]
    count = header_rows(body, columns)
    headers = _headers(body[:count], sorted(columns))
    form = Form.ITEM if count == 0 and len(columns) == 2 else Form.ROW
    if count == len(body):  # a header over nothing
        count, headers = 0, {}
    texts = [_key_and_value(row) if form is Form.ITEM else _text(row, headers) for row in body[count:]]
    return [
        *([Block(cell.text, heading=heading) for cell in row.values() if cell.text] for row in captions),
        *([] for _ in range(count)),
        *([Block(text, heading=heading, form=form)] if text else [] for text in texts),
    ]


def _is_caption(row: Row, columns: Collection[int]) -> bool:
    """Whether a row is a line above a table: a single cell, or the first beside two empty ones or more."""
    if len(row) == 1:
        return True
    first, *others = row.values()
    return (
        len(columns) >= _FEWEST_COLUMNS
        and bool(first.text)
        and not (first.heading or first.rows > 1 or any(cell.text or cell.rows > 1 for cell in others))
    )


def _placed(rows: Iterable[Sequence[Cell]]) -> Iterator[Row]:
    """Each row with text of its own: its cells and those that reach into it, at their columns."""
    hanging: dict[int, Cell] = {}
    room = _MOST_REPEATED
    for cells in rows:
        row = dict(hanging)
        column = 0
        for cell in cells:
            while column in hanging:
                column += hanging[column].columns
            row[column] = cell
            column += max(cell.columns, 1)
        if any(cell.text for cell in cells):
            yield dict(sorted(row.items()))
        room -= len(hanging)
        hanging = {
            column: replace(cell, rows=cell.rows - 1, text=repeated(cell.text))
            for column, cell in row.items()
            if cell.rows > 1 and room > 0
        }


def repeated(text: str) -> str:
    """What stands in the second and the further rows of a cell merged over rows: nothing, if it is long."""
    return text if len(text) <= _LONGEST_REPEATED else ""


def header_rows(rows: Sequence[Row], columns: set[int]) -> int:
    """How many of the first rows are headers."""
    marked = list(takewhile(lambda row: all(c.heading or not c.text for c in row.values()), rows))
    if 0 < len(marked) < len(rows) and not (len(columns) < _FEWEST_COLUMNS and _is_pair(marked[0])):
        first = marked[0]
    elif not marked and len(rows) > 1 and _looks_like_header(rows, columns):
        first = rows[0]
    else:
        return 0
    deepest = max((cell.rows for cell in first.values()), default=1)
    spread = any(cell.columns > 1 and cell.text for cell in first.values())
    if len(rows) <= deepest:  # cells of the header go down to the last row
        return 0
    count = max(len(marked), deepest, 2 if spread else 1)
    return count if count < len(rows) else 1


def is_value(text: str) -> bool:
    """Whether a cell is a figure rather than a word: 12, 3.5%, 8:30, no year."""
    return _VALUE.fullmatch(text) is not None


def is_header_word(text: str) -> bool:
    """Whether a cell is a word that stands in headers: 姓名, 电话, 金额（万元）."""
    return _HEADER.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Whether a cell below the first row is such a word, and not that of a total: 合计."""
    return is_header_word(text) and _TOTAL.fullmatch(text) is None


def _is_pair(row: Row) -> bool:
    """Whether a row is a key and its value though it is marked: every table of markdown has a header."""
    texts = [cell.text for cell in row.values()]
    return re.search(r"\d", texts[-1]) is not None and _HEADER.fullmatch(texts[-1]) is None


def _looks_like_header(rows: Sequence[Row], columns: set[int]) -> bool:
    """Whether the first row is a header by its texts: short, all different, none of them a value.

    One over several columns tells. Else, of two columns only where both are words of headers, as most such
    tables are keys and values; of more, where half are, or one is over numbers alone, or the corner is
    empty, and such words do not stand further down as well: that is a form.
    """
    first, *below = rows
    texts = [cell.text for column, cell in first.items() if column or cell.text]
    if len(set(texts)) < len(texts) or not all(0 < len(text) <= _LONGEST_GUESSED for text in texts):
        return False
    if any(is_value(text) or text[-1] in "：:" for text in texts):
        return False
    if any(cell.columns > 1 and cell.text for cell in first.values()):
        return True
    known = sum(_HEADER.fullmatch(text) is not None for text in texts)
    if known == len(texts) or len(columns) < _FEWEST_COLUMNS:
        return known == len(texts)
    third = sorted(columns)[2]
    if _is_form(first, below) or any(third in row and is_label(row[third].text) for row in below):
        return False
    has_corner = 0 in first and first[0].text
    return known * 2 >= len(texts) or not has_corner or any(_is_over_numbers(rows, c) for c in first)


def _is_form(first: Row, below: Sequence[Row]) -> bool:
    """Whether a row is of pairs, 姓名 张三 性别 男, and one below it begins so or has a wide cell."""
    texts = [cell.text for cell in first.values()]
    are_words = [_HEADER.fullmatch(text) is not None for text in texts]
    if len(texts) % 2 or not all(are_words[::2]) or any(are_words[1::2]):
        return False
    return any(
        any(cell.columns > 1 for cell in row.values()) or is_label(next(iter(row.values())).text)
        for row in below
        if row
    )


def _is_over_numbers(rows: Sequence[Row], column: int) -> bool:
    """Whether a text of the first row is over numbers; a row of one cell is a note, and not under it."""
    first, *below = rows
    under = [row[column].text if column in row else "" for row in below if len(row) > 1]
    return not re.search(r"\d", first[column].text) and all(re.search(r"\d", text) for text in under)


def _headers(rows: Sequence[Row], columns: Sequence[int]) -> dict[int, str]:
    """What stands over each column, the texts of several rows joined; columns are given in order."""
    over: dict[int, dict[str, None]] = {column: {} for column in columns}
    for row in rows:
        for start, cell in row.items():
            first = bisect_left(columns, start)
            last = bisect_left(columns, start + max(cell.columns, 1), first)
            for column in columns[first:last]:
                over[column][cell.text] = None
    headers = {column: "".join(texts).rstrip("：:") for column, texts in over.items()}
    return {column: text if len(text) <= _LONGEST_HEADER else "" for column, text in headers.items()}


def _text(row: Row, headers: Mapping[int, str]) -> str:
    """A row in one line; no header is over several columns, nor over fields alone (制表人：易冬)."""
    if all(_NAMED.match(cell.text) for cell in row.values() if cell.text):
        headers = {}
    told = (
        (headers.get(column, "") if cell.columns <= 1 else "", cell.text)
        for column, cell in row.items()
        if cell.text
    )
    return CELL_SEPARATOR.join(f"{header}：{text}" if header else text for header, text in told)


def _key_and_value(row: Row) -> str:
    texts = [cell.text for cell in row.values() if cell.text]
    return "：".join([*(text.rstrip("：:") for text in texts[:-1]), texts[-1]]) if texts else ""
