"""Markdown, read as CommonMark with tables."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.documents import Block, Extract
from retrieval.loaders.html import CELL_SEPARATOR, visible_text
from retrieval.loaders.plain import decode
from retrieval.reflow.dates import first_date
from retrieval.reflow.lines import flow

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def extract(data: bytes) -> Extract:
    """Headings, paragraphs, items, lines of code, table rows as blocks; title and date from front matter."""
    text = decode(data)
    front = _FRONT_MATTER.match(text)
    fields = _fields(front[1]) if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    blocks = [block for block in _blocks(tokens) if block.text]
    if not any(block.heading for block in blocks):
        blocks = [Block(block.text) for block in blocks]
    published = first_date(fields.get("date", ""))
    return Extract(tuple(blocks), title=fields.get("title") or None, published=published)


def _fields(front: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in front.splitlines())
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Block(CELL_SEPARATOR.join(cell for cell in row if cell), heading=False)
            row = None
        elif token.type == "inline":
            lines = _lines(token)
            if row is not None:
                row.append(" ".join(lines))
            else:
                yield from (Block(line, heading=bool(level), level=level) for line in lines)
            level = 0
        elif token.type in {"fence", "code_block"}:
            yield from (Block(line.rstrip(), heading=False) for line in token.content.splitlines())
        elif token.type == "html_block":
            yield from (Block(line, heading=False) for line in visible_text(token.content).splitlines())


def _lines(token: Token) -> list[str]:
    """The text of an inline token; only a hard break begins a new line."""
    pieces = [_piece(child) for child in token.children or () if child.type != "image"]
    return [flow(line) for line in "".join(pieces).split("\v")]


def _piece(token: Token) -> str:
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak" or (token.type == "html_inline" and token.content.lower().startswith("<br")):
        return "\v"
    return token.content if token.type in {"text", "code_inline"} else ""
