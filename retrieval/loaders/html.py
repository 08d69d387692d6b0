"""HTML pages: what a reader of the page would see, block by block."""

import codecs
import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PageElement, PreformattedString

from retrieval.documents import Block, Extract
from retrieval.loaders.plain import clean, decode
from retrieval.reflow.dates import first_date
from retrieval.reflow.lines import flow

CELL_SEPARATOR = " | "

_HIDDEN = re.compile("head|script|style|noscript|template|nav|footer|svg|iframe|object|button|select|option")
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|rp|rt|ruby|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TITLES = {"og:title"}
_DATES = {"article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate"}
_DATES |= {"publish_date", "dc.date", "dc.date.issued", "dcterms.issued", "date"}
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "cp950"}

_NOT_READABLE_AS_ASCII = re.compile("utf-(?:7|16|32)|punycode|idna|undefined|(?:raw-)?unicode-escape")

Piece = tuple[str, int] | None


def extract(data: bytes) -> Extract:
    """Headings, paragraphs, list items and table rows (cells parted by " | ") as blocks."""
    soup = BeautifulSoup(_decode(data), "lxml")
    lines = list(_lines(soup))
    marked = any(level for _, level in lines)
    blocks = (Block(text, heading=bool(level) if marked else None, level=level) for text, level in lines)
    return Extract(tuple(blocks), title=_title(soup), published=_published(soup))


def visible_text(markup: str) -> str:
    """What a reader sees of a scrap of HTML, its lines parted by line breaks."""
    return "\n".join(text for text, _ in _lines(BeautifulSoup(markup, "lxml")))


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


def _lines(node: Tag) -> Iterator[tuple[str, int]]:
    """The lines of a node that hold text, each with the level of the heading it is, 0 for none."""
    for broken, pieces in groupby(_pieces(node), key=lambda piece: piece is None):
        if not broken:
            texts, levels = zip(*(piece for piece in pieces if piece is not None), strict=True)
            if text := flow("".join(texts)):
                yield text, max(levels)


def _pieces(node: Tag) -> Iterator[Piece]:
    """The texts of a node in order, with None where a line ends; tags may be nested to any depth."""
    layout = {id(row.find_parent("tr")) for row in node.find_all("tr")}  # rows that hold a table
    waiting: list[tuple[PageElement, int] | None] = [(node, 0)]
    while waiting:
        if (entry := waiting.pop()) is None:
            yield None
            continue
        element, level = entry
        if isinstance(element, Tag):
            is_row = element.name == "tr" and id(element) not in layout
            waiting.extend(reversed(_row(element) if is_row else _inside(element, level)))
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
            yield str(element), level


def _inside(tag: Tag, level: int) -> list[tuple[PageElement, int] | None]:
    """What a tag holds, one step down, with None where a line ends."""
    if _HIDDEN.fullmatch(tag.name):
        return []
    if _INLINE.fullmatch(tag.name):
        return [(child, level) for child in tag.children]
    if tag.name == "pre":
        lines = tag.get_text().splitlines()
        return [None, *(part for line in lines for part in ((NavigableString(line), 0), None))]
    level = _HEADINGS.get(tag.name, level)
    return [None, *((child, level) for child in tag.children), None]


def _row(tag: Tag) -> list[tuple[PageElement, int] | None]:
    """The cells of a row that holds no table, as a line."""
    cells = tag.find_all(["td", "th"], recursive=False)
    texts = (" ".join(text for text, _ in _lines(cell)) for cell in cells)
    return [None, (NavigableString(CELL_SEPARATOR.join(text for text in texts if text)), 0), None]


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
