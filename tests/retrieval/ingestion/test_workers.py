"""Files are read in processes of their own: what a file does to its reader ends there."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.documents import Contents
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.workers import Limits, ReadingPool, ReadingStoppedError
from retrieval.ingestion.workers.messages import Request
from retrieval.library import File, Library
from retrieval.storage.store import Store

TEXT = "青石桥重新开放\n\n青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\n"
LONG = "青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\n".encode() * 150_000
"""A file that takes any machine seconds to read."""


@pytest.fixture
def pool(request: pytest.FixtureRequest) -> Iterator[ReadingPool]:
    """A single worker, with the limits of the test."""
    made = ReadingPool(getattr(request, "param", None), most=1)
    yield made
    made.close()


def small(pool: ReadingPool) -> Contents:
    return pool.read(Path("桥.txt"), "桥.txt", TEXT.encode())


def begun(pool: ReadingPool) -> "Future[Contents]":
    """A long file that is being read."""
    small(pool)  # the worker is there, and ready
    reading: Future[Contents] = Future()

    def read() -> None:
        try:
            reading.set_result(pool.read(Path("长.txt"), "长.txt", LONG))
        except Exception as error:  # noqa: BLE001  # given to whoever waits
            reading.set_exception(error)

    threading.Thread(target=read).start()
    time.sleep(0.2)
    return reading


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("桥.txt", TEXT),
        ("桥.md", f"# 桥\n\n发布于 2024年3月5日\n\n{TEXT}\n\n- 一\n- 二\n"),
        ("桥.html", f"<title>桥\ud800</title><h1>桥</h1><p>{TEXT}</p>"),
    ],
)
def test_a_file_reads_as_in_this_process(shared_pool: ReadingPool, name: str, text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert shared_pool.read(Path(name), name, data) == read_contents(Path(name), name, data)


def test_why_a_file_cannot_be_read_comes_back(shared_pool: ReadingPool) -> None:
    with pytest.raises(DocumentError, match="is not a PDF") as raised:
        shared_pool.read(Path("a.pdf"), "a.pdf", b"%PDF-1.4 broken")
    assert raised.value.reason is Unreadable.DAMAGED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
@pytest.mark.parametrize(
    ("pool", "reason"),
    [
        pytest.param(Limits(seconds=1.0, seconds_per_mb=0, busy=100), Unreadable.OUT_OF_TIME, id="time"),
        pytest.param(Limits(memory_bytes=64 << 20), Unreadable.OUT_OF_MEMORY, id="memory"),
    ],
    indirect=["pool"],
)
def test_over_a_limit_the_worker_is_replaced(pool: ReadingPool, reason: Unreadable) -> None:
    small(pool)
    (first,) = pool.pids
    with pytest.raises(DocumentError) as raised:
        pool.read(Path("长.txt"), "长.txt", LONG)
    assert raised.value.reason is reason
    assert small(pool).title == "青石桥重新开放"
    assert first not in pool.pids
    assert not is_there(first)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux chooses by such a score")
def test_where_memory_runs_out_the_worker_ends_first(pool: ReadingPool) -> None:
    small(pool)
    assert [Path(f"/proc/{pid}/oom_score_adj").read_text().strip() for pid in pool.pids] == ["1000"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals on Windows")
@pytest.mark.parametrize(
    ("end", "reason"),
    [(signal.SIGSEGV, Unreadable.CRASHED), (signal.SIGKILL, Unreadable.OUT_OF_MEMORY)],
)
def test_a_crash_ends_nothing_but_the_reading(
    pool: ReadingPool, end: signal.Signals, reason: Unreadable
) -> None:
    reading = begun(pool)
    for pid in pool.pids:
        os.kill(pid, end)
    with pytest.raises(DocumentError) as raised:
        reading.result(20)
    assert raised.value.reason is reason


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals on Windows")
def test_a_worker_that_ends_between_two_files_is_no_fault_of_the_next(pool: ReadingPool) -> None:
    small(pool)
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert small(pool).articles
    assert pid not in pool.pids


def test_what_is_being_read_is_given_up_when_the_pool_stops(pool: ReadingPool) -> None:
    reading = begun(pool)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(small, pool)
        time.sleep(0.05)
        began = time.monotonic()
        pool.stop()
        for stopped in (reading, waiting):
            with pytest.raises(ReadingStoppedError):
                stopped.result(20)
    assert time.monotonic() - began < 5
    assert small(pool).articles
    pids = pool.pids
    pool.close()
    assert not any(map(is_there, pids))
    with pytest.raises(ReadingStoppedError):
        small(pool)


def test_no_worker_runs_before_the_first_file() -> None:
    pool = ReadingPool()
    assert pool.size >= 2
    assert pool.pids == frozenset()
    Library(Store(), pool).files.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_knows_no_secret(pool: ReadingPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:secret")
    small(pool)
    (pid,) = pool.pids
    assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals on Windows")
def test_a_file_that_ended_its_reader_is_not_tried_again(tmp_path: Path, pool: ReadingPool) -> None:
    home = tmp_path / "yuanwen.db"
    file = File.uploaded("长.txt", LONG)
    small(pool)
    with ThreadPoolExecutor() as threads:
        store = Store(home)
        adding = threads.submit(Library(store, pool).add, file, "user-5")
        time.sleep(0.3)
        for pid in pool.pids:
            os.kill(pid, signal.SIGSEGV)
        assert adding.result(20).unreadable is Unreadable.CRASHED
        store.close()
    store = Store(home)
    began = time.monotonic()
    outcome = Library(store, pool).add(file, "user-6")
    assert time.monotonic() - began < 1
    assert (outcome.unreadable, outcome.entry) == (Unreadable.CRASHED, None)
    assert "failed before" in outcome.reason
    assert Library(store, pool).add(File.uploaded("桥.txt", TEXT.encode()), "user-6").entry
    store.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals on Windows")
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    program = """
import sys, threading, time
from pathlib import Path
from retrieval.ingestion.workers import ReadingPool
pool = ReadingPool(most=1)
pool.read(Path("a.txt"), "a.txt", "青石桥重新开放，花费三百万元。".encode())
data = "青石桥在停工两年之后重新开放，修缮共花费三百二十万元。\\n".encode() * 200_000
threading.Thread(target=pool.read, args=(Path("a.txt"), "a.txt", data), daemon=True).start()
time.sleep(0.3)
print(*pool.pids, flush=True)
time.sleep(60)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(  # noqa: S603  # the program above
        command, stdout=subprocess.PIPE, env=environment, cwd=tmp_path
    ) as started:
        assert started.stdout
        pid = int(started.stdout.readline())
        assert is_there(pid)
        started.kill()
    deadline = time.monotonic() + 10
    while is_there(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_there(pid)


def test_several_files_are_read_by_one_worker_and_a_bad_one_fails_alone(pool: ReadingPool) -> None:
    data = [TEXT.encode(), b"", TEXT.replace("青石桥", "白石桥").encode()]
    good, bad, other = pool.read_all([Request("a.txt", "a.txt", each) for each in data])
    assert isinstance(bad, DocumentError)
    assert bad.reason is Unreadable.EMPTY
    assert isinstance(good, Contents)
    assert isinstance(other, Contents)
    assert (good.title, other.title) == ("青石桥重新开放", "白石桥重新开放")
    assert len(pool.pids) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
@pytest.mark.parametrize("pool", [Limits(memory_bytes=64 << 20)], indirect=True)
def test_a_file_among_several_that_ends_the_worker_fails_alone(pool: ReadingPool) -> None:
    given = pool.read_all([Request("a.txt", "a.txt", each) for each in (TEXT.encode(), LONG, TEXT.encode())])
    assert [type(each) for each in given] == [Contents, DocumentError, Contents]
