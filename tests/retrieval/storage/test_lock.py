import multiprocessing
import os
import threading
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from retrieval.errors import StoreError
from retrieval.storage import lock
from retrieval.storage.lock import FileLock

SPAWNED = multiprocessing.get_context("spawn")


def hold(path: Path, taken: Event) -> None:
    with FileLock(path).held():
        taken.set()
        time.sleep(60)


def test_it_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with FileLock(path).held() as first:
        assert first
        with FileLock(path).held(wait=False) as second:
            assert not second
        with FileLock(path).held(wait=False) as third:  # nor did the second one let go of it
            assert not third
    with FileLock(path).held(wait=False) as fourth:
        assert fourth


def test_threads_wait_for_each_other(tmp_path: Path) -> None:
    shared, inside, most = FileLock(tmp_path / "lock"), list[int](), list[int]()

    def enter() -> None:
        with shared.held():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 5


def test_a_process_that_is_killed_lets_go_of_it(tmp_path: Path) -> None:
    path, taken = tmp_path / "lock", SPAWNED.Event()
    other = SPAWNED.Process(target=hold, args=(path, taken))
    other.start()
    assert taken.wait(30)
    with FileLock(path).held(wait=False) as held:
        assert not held
    other.kill()
    other.join()
    with FileLock(path).held() as held:
        assert held


def test_a_long_wait_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_DELAY_S", 0.01)
    path, told, leaving = tmp_path / "lock", list[float](), threading.Event()

    def leave() -> None:
        with FileLock(path).held():
            taken.set()
            leaving.wait(5)

    taken = threading.Event()
    thread = threading.Thread(target=leave)
    thread.start()
    taken.wait(5)
    threading.Timer(0.3, leaving.set).start()
    with FileLock(path).held(delayed=lambda: told.append(time.monotonic())) as held:
        assert held
    assert len(told) == 1
    thread.join()


def test_what_cannot_be_locked_is_told(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StoreError, match="cannot be locked"), FileLock(tmp_path / "lock").held():
        pass


def test_no_file_stays_open(tmp_path: Path) -> None:
    descriptor = os.open(os.devnull, os.O_RDONLY)
    os.close(descriptor)
    for wait in (True, False):
        with FileLock(tmp_path / "lock").held(wait=wait), FileLock(tmp_path / "lock").held(wait=False):
            pass
    again = os.open(os.devnull, os.O_RDONLY)
    os.close(again)
    assert again == descriptor
