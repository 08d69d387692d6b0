"""However many people have documents of their own, few files stay open."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.documents import Article, Document, Paragraph
from retrieval.ingestion.passages import split
from retrieval.search.retriever import Retriever
from retrieval.search.scope import Scope
from retrieval.search.segments.open_files import content_of
from retrieval.storage.store import Store
from tests.retrieval.letters import LetterEncoder

DESCRIPTORS = Path("/proc/self/fd")
PEOPLE = 12


def test_a_small_file_is_held_and_a_large_one_is_mapped(tmp_path: Path) -> None:
    for size in (0, 1_000, 1_000_000):
        (tmp_path / "a").write_bytes(bytes([7]) * size)
        content = content_of(tmp_path / "a")
        assert content.shape == (size,)
        assert content.dtype == np.uint8
        assert not content.flags.writeable
        assert set(content[-3:].tolist()) <= {7}


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="the system does not tell which files are open")
def test_the_index_of_a_small_collection_keeps_no_file_open(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    retriever = Retriever(store, LetterEncoder(), tmp_path)
    opened = []
    for person in range(PEOPLE):
        article = Article("", (Paragraph(f"第{person}号泵站投资三百万元。"),))
        document = Document("a.txt", "/a.txt", str(person), "", (article,))
        collection = f"user-{person}"
        store.put(document, list(split(document, collection)), collection)
        retriever.follow()
        retriever.find("泵站投资多少？", 1, Scope(frozenset({collection})))
        retriever.sync()
        opened.append(len(list(DESCRIPTORS.iterdir())))
    retriever.close()
    store.close()
    assert opened[-1] - opened[1] < PEOPLE // 2


@pytest.mark.skipif(os.name != "posix", reason="there is no such limit")
def test_a_process_may_open_as_many_files_as_the_system_lets_it() -> None:
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (64, r.getrlimit(r.RLIMIT_NOFILE)[1]));"
        "from retrieval.search.segments.open_files import allow_many_open_files as allow; allow();"
        "print(*r.getrlimit(r.RLIMIT_NOFILE))"
    )
    said = subprocess.run((sys.executable, "-c", code), capture_output=True, check=True, text=True)  # noqa: S603
    soft, hard = map(int, said.stdout.split())
    assert soft == hard or soft >= 1_024
