"""Several processes with one home: one writes, the others see it; two that write wait for each other."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from retrieval.storage.store import FILE
from tests.end_to_end.durability.home import Home, keep_in, opened, sentences
from tests.end_to_end.durability.inspection import Expected, look
from tests.end_to_end.durability.processes import POSIX, child
from tests.postgres import Server

pytestmark = POSIX

_SOON_S = 5.0
"""A second is promised, on a machine that does nothing else."""
_CHANGES = 4


def write(connection: Connection, home: Path, seed: int) -> None:
    """Add documents, replace and remove some; tell what each holds from then on, and when that was so."""
    with opened(home) as open_home:
        for number in range(_CHANGES):
            first, second = (sentences(Random(f"{seed} {number} {turn}"), 3) for turn in range(2))  # noqa: S311
            for source, texts in ((f"{seed}-{number}.txt", first), (f"{seed}-{number - 1}.txt", second)):
                if not source.endswith("--1.txt"):
                    assert open_home.add(source, texts) in {"added", "replaced"}
                    tell(connection, source, texts)
            if number % 2:
                open_home.library.remove([f"{seed}-{number - 1}.txt"])
                tell(connection, f"{seed}-{number - 1}.txt", ())


def tell(connection: Connection, source: str, texts: tuple[str, ...]) -> None:
    """Tell of a change, and wait until it was seen."""
    connection.send((source, texts, time.monotonic()))
    connection.recv()


def delay(home: Home, text: str, since: float) -> float:
    """Seconds until a text is found that was acknowledged then."""
    while home.found(text)[:1] != [text]:
        assert time.monotonic() - since < 60
    return time.monotonic() - since


def test_who_reads_sees_what_another_process_writes(tmp_path: Path) -> None:
    with opened(tmp_path) as reader:
        reader.found("开始")
        with child(write, tmp_path, 1) as writer:
            delays, former = [], dict[str, tuple[str, ...]]()
            for source, texts, since in writer.rest():
                delays += [delay(reader, text, since) for text in texts[:1]]
                for text in former.get(source, ()):
                    assert text not in reader.found(text)
                former[source] = texts
                writer.connection.send("seen")
    assert len(delays) == 2 * _CHANGES - 1
    assert max(delays) < _SOON_S, delays


def test_two_writers_both_succeed(tmp_path: Path) -> None:
    expected = Expected()
    with child(write, tmp_path, 1) as one, child(write, tmp_path, 2) as other:
        for writer in (one, other):
            writer.connection.send("seen")
            for source, texts, _ in writer.rest():
                writer.connection.send("seen")
                expected.begun(source, texts)
                expected.done(source, texts)
            writer.process.join(60)
        assert [one.process.exitcode, other.process.exitcode] == [0, 0]
    assert len(expected.versions) == 2 * _CHANGES
    assert look(tmp_path, expected, seed=0).problems == []


def hold(connection: Connection, home: Path) -> None:
    """Change the store for as long as it takes."""
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        connection.send("held")
        connection.recv()
        db.execute("ROLLBACK")
    connection.send("let go")


def test_who_cannot_write_yet_waits_or_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as patient, ThreadPoolExecutor() as pool:
        patient.add("桥.txt", ("青石桥长三百米。",))
        monkeypatch.setattr("retrieval.storage.store.WAIT_S", 0.1)
        with opened(tmp_path) as hasty, child(hold, tmp_path) as other:
            assert other.hear() == "held"
            waiting = pool.submit(patient.add, "塔.txt", ("望江灯塔高三十一米。",))
            assert "Another process is changing it" in hasty.add("船.txt", ("渡船一小时一班。",))
            assert not waiting.done()
            assert hasty.found("青石桥长三百米。")[0] == "青石桥长三百米。"
            other.connection.send("let go")
            assert other.hear() == "let go"
            assert waiting.result(60) == "added"
            assert hasty.add("船.txt", ("渡船一小时一班。",)) == "added"
            assert hasty.documents().keys() == {"桥.txt", "塔.txt", "船.txt"}


def test_homes_of_two_machines_follow_one_database(tmp_path: Path, postgres: Server) -> None:
    url, homes = postgres.schema(), (tmp_path / "one", tmp_path / "other")
    for home in homes:
        keep_in(home, url)
    first, second = (sentences(Random(number), 3) for number in range(2))  # noqa: S311
    with opened(homes[0]) as one, opened(homes[1]) as other:
        assert one.add("桥.txt", first) == "added"
        assert other.found(first[0])[0] == first[0]
        assert other.add("桥.txt", second) == "replaced"
        assert one.found(second[0])[0] == second[0]
        assert first[0] not in one.found(first[0])
        one.library.remove(["桥.txt"])
        assert second[0] not in other.found(second[0])
        for each in (one, other):
            each.retriever.sync()
            assert each.retriever.drift() == ""


def test_a_home_notices_that_its_documents_are_elsewhere_now(tmp_path: Path, postgres: Server) -> None:
    here, there = (sentences(Random(number), 3) for number in range(2))  # noqa: S311
    with opened(tmp_path) as home:
        home.add("桥.txt", here)
        home.retriever.sync()
    keep_in(tmp_path, postgres.schema())
    with opened(tmp_path) as home:
        assert here[0] not in home.found(here[0])
        home.add("塔.txt", there)
        home.retriever.sync()
        assert home.found(there[0])[0] == there[0]
    keep_in(tmp_path, "")
    with opened(tmp_path) as home:
        assert home.found(here[0])[0] == here[0]
        assert there[0] not in home.found(there[0])
        home.retriever.sync()
        assert home.retriever.drift() == ""
