"""Files are read on threads of their own, where nothing may change what warnings the process shows."""

import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.errors import DocumentError
from retrieval.ingestion.loaders import load

PAGE = '<?xml version="1.0" encoding="utf-8"?><page><p>青石桥重新开放。</p></page>'


def test_reading_in_two_threads_leaves_the_filters_of_warnings_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both_parse = threading.Barrier(2)
    before, during = list(warnings.filters), list[object]()

    def parse(_: str) -> None:
        both_parse.wait(10)
        during.append(list(warnings.filters))
        raise RuntimeError

    monkeypatch.setattr("retrieval.ingestion.loaders.html.page.parsed", parse)
    with ThreadPoolExecutor(2) as pool:
        reads = [pool.submit(load, Path("页.html"), PAGE.encode()) for _ in range(2)]
        assert all(isinstance(read.exception(), DocumentError) for read in reads)
    assert during == [before, before]
    assert warnings.filters == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页.html", PAGE),
        ("页.html", "https://example.org/a"),
        ("页.html", "<div>桥.txt</div>"),
        ("页.html", "桥.html"),
        ("文.md", "第一段。\n\n<?xml version='1.0'?>\n"),
    ],
)
def test_no_page_makes_the_parser_warn(name: str, content: str) -> None:
    assert load(Path(name), content.encode()).blocks  # pytest makes an error of every warning
