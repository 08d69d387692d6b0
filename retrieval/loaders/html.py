"""HTML pages: what a reader of the page would see, block by block."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PreformattedString

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
    declared = (EncodingDetector.find_declared_encoding(data, is_html=True) or "").lower()
    try:
        return clean(data.decode(_SUPERSETS.get(declared, declared))) if declared else decode(data)
    except (UnicodeDecodeError, LookupError):
        return decode(data)


def _lines(node: Tag) -> Iterator[tuple[str, int]]:
    """The lines of a node that hold text, each with the level of the heading it is, 0 for none."""
    for broken, pieces in groupby(_pieces(node, 0), key=lambda piece: piece is None):
        if not broken:
            texts, levels = zip(*(piece for piece in pieces if piece is not None), strict=True)
            if text := flow("".join(texts)):
                yield text, max(levels)


def _pieces(node: Tag, level: int) -> Iterator[Piece]:
    """The texts of a node in order, with None where a line ends."""
    for child in node.children:
        if isinstance(child, Tag):
            yield from _tag_pieces(child, level)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child), level


def _tag_pieces(tag: Tag, level: int) -> Iterator[Piece]:
    if _HIDDEN.fullmatch(tag.name):
        return
    if _INLINE.fullmatch(tag.name):
        yield from _pieces(tag, level)
        return
    yield None
    if tag.name == "tr":
        yield _row(tag), 0
    elif tag.name == "pre":
        for line in tag.get_text().splitlines():
            yield from ((line, 0), None)
    else:
        yield from _pieces(tag, _HEADINGS.get(tag.name, level))
    yield None


def _row(tag: Tag) -> str:
    cells = tag.find_all(["td", "th"], recursive=False)
    texts = (" ".join(text for text, _ in _lines(cell)) for cell in cells)
    return CELL_SEPARATOR.join(text for text in texts if text)


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
