"""Lines come out of files, compressed or not, one by one."""

import bz2
import gzip
import lzma
from pathlib import Path

import pytest

from retrieval.errors import DocumentError
from retrieval.lines import file
from retrieval.lines.file import file_of, is_line_file, lines_of


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a.jsonl", True),
        ("A.JSONL", True),
        ("a.ndjson.gz", True),
        ("a.b.jsonl.xz", True),
        ("a.json", False),
        ("a.gz", False),
        ("jsonl", False),
        ("a.jsonl.zip", False),
    ],
)
def test_files_are_known_by_their_names(name: str, is_one: bool) -> None:
    assert is_line_file(Path(name)) is is_one


@pytest.mark.parametrize(
    ("suffix", "packed"),
    [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)],
)
def test_blank_lines_are_passed_over_and_counted(tmp_path: Path, suffix: str, packed: object) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed(b"{}\n\n \n[]"))  # type: ignore[operator]
    assert list(lines_of(path)) == [(1, b"{}\n"), (4, b"[]")]


def test_lines_that_are_too_long_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "LONGEST_LINE", 10)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"123456789\n" + b"x" * 10 + b"\n" + b"y" * 95 + b"\nshort\n" + b"z" * 20)
    assert list(lines_of(path)) == [(1, b"123456789\n"), (2, None), (3, None), (4, b"short\n"), (5, None)]


def test_an_endless_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "_MOST_BYTES", 100)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{}\n" * 1000)
    with pytest.raises(DocumentError, match="too much text"):
        list(lines_of(path))


@pytest.mark.parametrize("content", [b"no archive", lzma.compress(b"{}\n" * 1000)[:-20]])
def test_damaged_compression_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl.xz"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="cannot be read"):
        list(lines_of(path))


def test_documents_tell_their_file() -> None:
    assert file_of("/a/b.jsonl#7") == "/a/b.jsonl"
    assert file_of("/a#b/c.jsonl.xz#x#y") == "/a#b/c.jsonl.xz"
    assert file_of("/a/b#c.txt") == "/a/b#c.txt"
    assert file_of("/a/b.txt") == "/a/b.txt"
