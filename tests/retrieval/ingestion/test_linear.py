"""Reading takes time in proportion to the length of a file, whatever is in it."""

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from retrieval.errors import DocumentError
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders import load
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.reflow import reflow

SMALL = 4
"""How much of each kind there is at first."""
LARGE, TIMES = 8, 4
"""How much more there is, and how many times more than in proportion it may take."""
_LEAST_S = 0.02  # below it, time says nothing

FILES: dict[str, tuple[str, Callable[[int], str]]] = {
    "one character a line": ("a.txt", lambda n: "字\n" * (n * 60)),
    "blank lines": ("a.txt", lambda n: "字" + "\n" * (n * 4000) + "字"),
    "lines of spaces": ("a.txt", lambda n: "字" + "  \n" * (n * 2000) + "字"),
    "long items": ("a.txt", lambda n: "\n\n".join(f"{i}、{'长' * 90}。" for i in range(n * 12))),
    "contents": ("a.txt", lambda n: "".join(f"目录\n第{i}章\n" for i in range(n * 15))),
    "open paragraphs": ("a.txt", lambda n: ("他说：“" + "长，" * 30 + "\n\n") * (n * 10)),
    "dates below headings": ("a.md", lambda n: "# 题\n\n字字字\n\n2024年3月5日\n\n" * (n * 15)),
    "empty paragraphs": ("a.html", lambda n: "<p>" * (n * 600)),
    "deep tags, then rows": (
        "a.html",
        lambda n: "<div>" * (n * 200) + "<table>" + "<tr><td>字</td><td>1</td></tr>" * (n * 60),
    ),
    "tables within tables": ("a.html", lambda n: "<table><tr><td>" * (n * 50) + "字"),
    "lists within lists": ("a.html", lambda n: "<ol><li>" * (n * 100) + "字"),
    "a comment without end": ("a.html", lambda n: "字<!--" + "x" * (n * 60_000)),
    "cells in a row": (
        "a.html",
        lambda n: "<table><tr>" + "<th>字" * (n * 60) + "<tr><td>1" * (n * 60) + "</table>",
    ),
    "links": ("a.html", lambda n: "<div class=related><a>字</a>" * (n * 60)),
    "terms": ("a.html", lambda n: "<dl>" + "<dt>字<dd>字" * (n * 60)),
    "borders of tables": ("a.md", lambda n: "-----\n-- --\n字\n" * (n * 30)),
    "many columns": ("a.md", lambda n: "-- " * (n * 30) + "\n" + "字\n" * (n * 30)),
    "open footnotes": ("a.md", lambda n: "[^" * (n * 300)),
    "drawn lines": ("a.txt", lambda n: "--" * (n * 500) + "字\n" + "+--+\n|字|\n" * (n * 30)),
    "blocks of HTML": ("a.md", lambda n: "<div>字</div>\n\n" * (n * 12)),
}


def took(work: Callable[[], object]) -> float:
    """Seconds of processor time, as others use the machine, without the garbage of other tests."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        with suppress(DocumentError):
            work()
        return time.process_time() - began
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
def test_time_grows_with_the_length(kind: str) -> None:
    name, text = FILES[kind]

    def read(size: int) -> float:
        data = text(size).encode()
        return took(lambda: read_contents(Path(name), name, data))

    read(1)
    assert read(SMALL * LARGE) <= max(read(SMALL), _LEAST_S) * LARGE * TIMES


@pytest.mark.parametrize("pairs", [1, 2000])
def test_many_lines_are_read_as_few_are(pairs: int) -> None:
    blocks = tuple(Block(f"第{n}座桥在停工两年之后重新开放，修缮共花费{n}万元。") for n in range(pairs))
    (article,) = reflow(Extract(blocks), "桥")
    assert len(article.paragraphs) == pairs


def test_blank_lines_are_one() -> None:
    apart = load(Path("a.txt"), "一座桥。\n \n\t\n\n　　另一座桥。\n".encode())
    assert apart == load(Path("a.txt"), "一座桥。\n\n　　另一座桥。\n".encode())


def test_more_lines_than_any_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.ingestion.loaders.plain._MOST_LINES", 10)
    assert load(Path("a.txt"), "字\n".encode() * 10)
    with pytest.raises(DocumentError, match="over 10 lines; save it in parts"):
        load(Path("a.txt"), "字\n".encode() * 11)
