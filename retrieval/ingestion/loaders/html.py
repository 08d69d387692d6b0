"""HTML pages: what a reader of the page would see, block by block."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PageElement, PreformattedString

from retrieval.documents import Block, Extract, Form
from retrieval.ingestion.loaders.plain import clean, decode
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.reflow.dates import first_date
from retrieval.ingestion.reflow.lines import flow, is_item

_HIDDEN = re.compile("head|script|style|noscript|template|nav|footer|svg|iframe|object|button|select|option")
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|rp|rt|ruby|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TITLES = {"og:title"}
_DATES = {"article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate"}
_DATES |= {"publish_date", "dc.date", "dc.date.issued", "dcterms.issued", "date"}
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "cp950"}

_NOT_READABLE_AS_ASCII = re.compile("utf-(?:7|16|32)|punycode|idna|undefined|(?:raw-)?unicode-escape")

_Style = tuple[int, Form]
"""Level of the heading, 0 for none, and form of a text."""
_Piece = tuple[str, _Style] | Tag | None
"""A text with its style, a table, or None where a line ends."""


def extract(data: bytes) -> Extract:
    """Headings, paragraphs, list items and table rows as blocks, without what the page hides."""
    soup = _parsed(_decode(data))
    blocks = tuple(_blocks(soup))
    if not any(block.level for block in blocks):
        blocks = tuple(replace(block, heading=None) for block in blocks)
    return Extract(blocks, title=_title(soup), published=_published(soup))


def visible_blocks(markup: str) -> Iterator[Block]:
    """What a reader sees of a scrap of HTML."""
    return _blocks(_parsed(markup))


def _parsed(markup: str) -> BeautifulSoup:
    """The tree of a page or of a scrap of one."""
    # Without the line break, BeautifulSoup warns of what begins like XML or reads like an address or a file's
    # name; and warnings can only be switched off for all threads at once.
    return BeautifulSoup(f"\n{markup}", "lxml")


def _decode(data: bytes) -> str:
    """Read a page as it declares; one that says UTF-16 where that can be read is not UTF-16, as in HTML5."""
    declared = (EncodingDetector.find_declared_encoding(data, is_html=True) or "").lower()
    try:
        encoding = codecs.lookup(_SUPERSETS.get(declared, declared)).name
        if not (data.startswith(codecs.BOM_UTF8) or _NOT_READABLE_AS_ASCII.match(encoding)):
            return clean(data.decode(encoding))
    except (LookupError, ValueError):  # no such encoding, or its UnicodeError
        pass
    return decode(data)


def _blocks(node: Tag) -> Iterator[Block]:
    """The lines of a node that hold text, and its tables; tags may be nested to any depth."""
    _number(node)
    for kind, pieces in groupby(_pieces(node), key=type):
        if kind is tuple:
            texts, styles = zip(*(piece for piece in pieces if isinstance(piece, tuple)), strict=True)
            level, form = max(styles, key=lambda style: (style[0], style[1] is Form.ITEM))
            if text := flow("".join(texts)):
                yield Block(text, heading=level > 0, level=level, form=Form.TEXT if level else form)
        elif kind is Tag:
            yield from (block for tag in pieces if isinstance(tag, Tag) for block in _table(tag))


def _pieces(node: Tag) -> Iterator[_Piece]:
    """The texts and tables of a node in order, with None where a line ends."""
    layout = {id(outer) for inner in node.find_all("table") if (outer := inner.find_parent("table"))}
    waiting: list[tuple[PageElement, _Style] | None] = [(node, (0, Form.TEXT))]
    while waiting:
        if (entry := waiting.pop()) is None:
            yield None
            continue
        element, style = entry
        if isinstance(element, Tag):
            if element.name == "table" and id(element) not in layout and _is_data(element):
                yield from (None, element, None)
            else:
                waiting.extend(reversed(_inside(element, style)))
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
            yield str(element), style


def _inside(tag: Tag, style: _Style) -> list[tuple[PageElement, _Style] | None]:
    """What a tag holds, one step down, with None where a line ends."""
    if _is_hidden(tag):
        return []
    if _INLINE.fullmatch(tag.name):
        return [(child, style) for child in tag.children]
    if tag.name == "pre":
        lines = tag.get_text().splitlines()
        plain = (0, Form.TEXT)
        return [None, *(part for line in lines for part in ((NavigableString(line), plain), None))]
    style = _HEADINGS.get(tag.name, style[0]), Form.ITEM if tag.name == "li" else style[1]
    return [None, *((child, style) for child in tag.children), None]


def _is_hidden(tag: Tag) -> bool:
    """Whether a reader of the page sees nothing of it, or it is no part of the text."""
    return (
        _HIDDEN.fullmatch(tag.name) is not None
        or tag.has_attr("hidden")
        or _UNSEEN.search(str(tag.get("style") or "")) is not None
    )


def _is_data(tag: Tag) -> bool:
    """Whether a table that holds no other is one to those who read it, and no means of layout."""
    rows = tag.find_all("tr")
    cells = max((len(row.find_all(["td", "th"], recursive=False)) for row in rows), default=0)
    is_grid = len(rows) > 1 and cells > 1
    return is_grid and not _is_hidden(tag) and tag.find(list(_HEADINGS)) is None


def _table(tag: Tag) -> Iterator[Block]:
    """The caption and the rows of a table that holds no other."""
    if caption := tag.find("caption"):
        yield Block(flow(caption.get_text()), heading=False)
    shown = (row for row in tag.find_all("tr") if not _is_hidden(row))
    yield from table(([*_cells(row)] for row in shown), heading=False)


def _cells(row: Tag) -> Iterator[Cell]:
    is_head = row.parent is not None and row.parent.name == "thead"
    for cell in row.find_all(["td", "th"], recursive=False):
        if not _is_hidden(cell):
            text = " ".join(block.text for block in _blocks(cell))
            columns, rows = _count(cell, "colspan"), _count(cell, "rowspan")
            yield Cell(text, columns, rows, heading=cell.name == "th" or is_head)


def _count(cell: Tag, name: str) -> int:
    digits = re.match(r"\s*(\d{1,5})", str(cell.get(name) or ""))
    return max(int(digits[1]), 1) if digits else 1


def _number(node: Tag) -> None:
    """Write the numbers of ordered lists in front of their items, as a browser does."""
    for tag in node.find_all("ol"):
        first = _count(tag, "start")
        for number, item in enumerate(tag.find_all("li", recursive=False), first):
            texts = (text for text in item.strings if text.strip())
            text = next(texts, None)
            if text is not None and not is_item(text):
                text.replace_with(f"{number}. {text.lstrip()}")


def _title(soup: BeautifulSoup) -> str | None:
    """The title made for sharing, the only first heading, or the window's, which often names the site."""
    for content in _metadata(soup, _TITLES):
        return flow(content)
    headings = soup.find_all("h1")
    tag = headings[0] if len(headings) == 1 else soup.title
    return flow(tag.get_text()) or None if tag else None


def _published(soup: BeautifulSoup) -> date | None:
    dates = (first_date(content) for content in _metadata(soup, _DATES))
    return next((found for found in dates if found), None)


def _metadata(soup: BeautifulSoup, names: set[str]) -> Iterator[str]:
    """What the page's metadata say under any of these names."""
    for tag in soup.find_all("meta"):
        given = {str(tag.get(key) or "").lower() for key in ("property", "name", "itemprop")}
        content = str(tag.get("content") or "").strip()
        if given & names and content:
            yield content
