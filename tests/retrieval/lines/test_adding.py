"""Every line of a file is a document of its own, which is replaced and removed alone."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import DocumentError
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import Library
from retrieval.lines import LinesOutcome, adding
from retrieval.storage.store import Store

NEWS: tuple[dict[str, Any], ...] = (
    {"id": 1, "title": "青石桥开放", "text": "青石桥昨日重新开放。\n修缮历时两年。", "date": "2024-03-05"},
    {"id": 2, "title": "庙会", "text": "青石镇庙会吸引游客八万人次。", "url": "https://example.org/2"},
    {"id": 3, "text": "柳河水位上涨，沿岸居民已转移。"},
)


@pytest.fixture
def library(shared_pool: ReadingPool) -> Iterator[Library]:
    store = Store()
    yield Library(store, shared_pool)
    store.close()


def add(library: Library, path: Path, lines: Sequence[dict[str, Any] | str]) -> LinesOutcome:
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return library.lines.add(path, "public")


def test_a_line_is_a_document(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    outcome = add(library, path, NEWS)
    assert (outcome.counts["added"], outcome.faults) == (3, [])
    entries = {entry.path: entry for entry in library.entries("public")}
    assert set(entries) == {f"{path}#1", f"{path}#2", f"{path}#3"}
    assert [entry.title for entry in entries.values()] == [
        "庙会",
        "青石桥开放",
        "柳河水位上涨，沿岸居民已转移",
    ]
    assert entries[f"{path}#2"].source == "https://example.org/2"
    assert entries[f"{path}#3"].source == "news.jsonl"
    passages = library._store.passages(library._store.passage_ids_of(entries[f"{path}#1"].id)).values()
    assert {passage.published for passage in passages} == {date(2024, 3, 5)}
    assert all(passage.title.startswith("青石桥开放") for passage in passages)
    assert outcome.passages == sum(entry.passages for entry in entries.values())


def test_a_line_that_changed_is_replaced_and_one_that_is_gone_taken_out(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "news.jsonl"
    add(library, path, NEWS)
    before = library._store.passage_ids()
    changed = {**NEWS[1], "text": "青石镇庙会吸引游客九万人次。"}
    outcome = add(library, path, [NEWS[2], changed])
    assert outcome.counts == {"added": 0, "replaced": 1, "unchanged": 1}
    assert outcome.removed == 1
    assert len(library.entries("public")) == 2
    assert len(library._store.passage_ids() & before) == 1
    again = add(library, path, [NEWS[2], changed])
    assert (again.counts["unchanged"], again.has_changed) == (2, False)


def test_bad_lines_are_named_and_the_others_kept(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    add(library, path, NEWS)
    outcome = add(library, path, [NEWS[0], '{"text": ', {"headline": "庙会"}, NEWS[0], NEWS[2]])
    assert [fault.line for fault in outcome.faults] == [2, 3, 4]
    assert "same id" in outcome.faults[2].reason
    assert outcome.removed == 0  # the line that is broken may be the one that is missing
    assert len(library.entries("public")) == 3


def test_a_file_without_any_document_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="Line 1: it has no text"):
        add(library, tmp_path / "a.jsonl", [{"headline": "庙会"}])
    with pytest.raises(DocumentError, match="No line"):
        add(library, tmp_path / "b.jsonl", [])


def test_many_lines_are_read_in_parts(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "AT_ONCE", 4)
    done = list[int]()
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"text": f"第{n}号通知：水位正常。"}) + "\n" for n in range(50)))
    outcome = library.lines.add(path, "public", progress=done.append)
    assert outcome.counts["added"] == len(library.entries("public")) == 50
    assert done == [*range(4, 50, 4), 50]


def test_all_documents_of_a_file_can_be_removed_and_are_missed(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    add(library, path, NEWS)
    assert library.gone([tmp_path]) == []
    path.unlink()
    assert len(library.gone([tmp_path])) == 3
    assert len(library.remove([str(path)])) == 3
    assert library.entries("public") == []
