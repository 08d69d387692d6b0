"""Markdown, read as CommonMark with tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.ingestion.extracts import Block, Extract, Form
from retrieval.ingestion.loaders.html import visible_blocks
from retrieval.ingestion.loaders.markdown.dialects import in_commonmark
from retrieval.ingestion.loaders.markdown.front_matter import front_matter
from retrieval.ingestion.loaders.markdown.pandoc import with_bars
from retrieval.ingestion.loaders.plain import decode
from retrieval.ingestion.loaders.tables import Cell, table
from retrieval.ingestion.reflow.dates import first_date
from retrieval.ingestion.reflow.fields import is_field
from retrieval.ingestion.reflow.lines import flow

_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\[\]\s]+)\]:[ \t]*(.*(?:\n(?:[ ]{4}|\t).*\S.*)*)", re.MULTILINE)
_MARK = re.compile(r"\[\^([^\[\]\s]+)\]")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_<>]{1,500})(?<=\S)\1")
_TASK = re.compile(r"\[([ xX])\][ \t]+")


def extract(data: bytes) -> Extract:
    """Headings, paragraphs, items, lines of code, table rows as blocks; title and date from front matter."""
    fields, body = front_matter("\n".join(decode(data).splitlines()))
    body = in_commonmark(body)
    notes = {mark: flow(note) for mark, note in _NOTE.findall(body)}
    parser = MarkdownIt("commonmark").enable("table")
    blocks = list(_with_notes(_blocks(parser.parse(with_bars(_NOTE.sub("", body)))), notes))
    if not any(block.heading for block in blocks):
        blocks = [replace(block, heading=None) for block in blocks]
    published = first_date(fields.get("date", ""))
    return Extract(tuple(blocks), title=fields.get("title") or None, published=published)


def _with_notes(blocks: Iterable[Block], notes: Mapping[str, str]) -> Iterator[Block]:
    """Blocks that hold text, without marks of footnotes; a note comes after the first that refers to it."""
    left = dict(notes)
    for block in blocks:
        marks = [mark for mark in _MARK.findall(block.text) if mark in notes] if notes else []
        text = _MARK.sub(lambda found: "" if found[1] in notes else found[0], block.text)
        if text.strip():
            yield replace(block, text=text) if marks else block
        yield from (Block(left.pop(mark), heading=False) for mark in dict.fromkeys(marks) if left.get(mark))
    yield from (Block(note, heading=False) for note in left.values() if note)


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
            lines[0] = number + (_with_box(lines[0]) if depth else lines[0])
            yield from (Block(line, heading=level > 0, level=level, form=form) for line in lines)
            level, number = 0, ""
        elif token.type in {"fence", "code_block"}:
            yield from (Block(line.rstrip(), heading=False) for line in token.content.splitlines())
        elif token.type == "html_block":
            content = _STRONG.sub(r"\2", token.content)  # which Notion writes within its boxes
            yield from (replace(block, heading=False, level=0) for block in visible_blocks(content))


def _with_box(text: str) -> str:
    """An item with the box of a task as it is shown: [x] → ☑."""
    task = _TASK.match(text)
    return f"{'☐' if task[1] == ' ' else '☑'} {text[task.end() :]}" if task else text


def _lines(token: Token) -> list[str]:
    """The text of an inline token; a new line begins at a hard break, and between two fields: 电话：8001."""
    pieces = [_piece(child) for child in token.children or () if child.type != "image"]
    return [line for text in "".join(pieces).split("\v") for line in _fields(text)]


def _fields(text: str) -> list[str]:
    lines = text.split("\n")
    if len(lines) > 1 and all(map(is_field, lines)):
        return [flow(line) for line in lines]
    return [flow(text)]


def _piece(token: Token) -> str:
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak" or (token.type == "html_inline" and token.content.lower().startswith("<br")):
        return "\v"
    return token.content if token.type in {"text", "code_inline"} else ""
