"""Markdown, read as CommonMark with tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.documents import Block, Extract, Form
from retrieval.ingestion.loaders.html import visible_blocks
from retrieval.ingestion.loaders.plain import decode
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.reflow.dates import first_date
from retrieval.ingestion.reflow.lines import flow

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
# What begins a footnote; where it stays, the text is taken for the address of a link.
_NOTE = re.compile(r"^[ ]{0,3}(\[\^[^\]\s]+\]):[ \t]*", re.MULTILINE)


def extract(data: bytes) -> Extract:
    """Headings, paragraphs, items, lines of code, table rows as blocks; title and date from front matter."""
    text = "\n".join(decode(data).splitlines())
    front = _FRONT_MATTER.match(text)
    fields = _fields(front[1]) if front else {}
    body = _with_notes(text[front.end() :] if front else text)
    blocks = [block for block in _blocks(MarkdownIt("commonmark").enable("table").parse(body)) if block.text]
    if not any(block.heading for block in blocks):
        blocks = [replace(block, heading=None) for block in blocks]
    published = first_date(fields.get("date", ""))
    return Extract(tuple(blocks), title=fields.get("title") or None, published=published)


def _with_notes(text: str) -> str:
    """Footnotes as paragraphs, without the marks that refer to them."""
    marks = {re.escape(mark) for mark in _NOTE.findall(text)}
    return re.sub("|".join(marks), "", _NOTE.sub("\n", text)) if marks else text


def _fields(front: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in front.splitlines())
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level = depth = 0
    number = ""
    rows: list[list[Cell]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
            number = f"{token.info}{token.markup} " if token.info and token.nesting > 0 else ""
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            yield from table(rows, heading=False)
            rows = None
        elif token.type == "inline":
            lines = _lines(token)
            if rows:
                rows[-1].append(Cell(" ".join(lines), heading=len(rows) == 1))
                continue
            form = Form.ITEM if depth and not level else Form.TEXT
            lines[0] = number + lines[0]
            yield from (Block(line, heading=level > 0, level=level, form=form) for line in lines)
            level, number = 0, ""
        elif token.type in {"fence", "code_block"}:
            yield from (Block(line.rstrip(), heading=False) for line in token.content.splitlines())
        elif token.type == "html_block":
            yield from (replace(block, heading=False, level=0) for block in visible_blocks(token.content))


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
