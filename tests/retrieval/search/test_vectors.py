import os
import threading
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from embeddings.protocol import Vectors
from retrieval.errors import StoreError
from retrieval.search.filters import Filter, Ids, day_number
from retrieval.search.segments.files import Arrays, write_arrays
from retrieval.search.segments.filing import Filing
from retrieval.search.vectors import VectorIndex, columns, comparison, files, ranking
from retrieval.search.vectors import index as index_module
from retrieval.search.vectors.files import saved_note


def unit(*rows: tuple[float, float]) -> Vectors:
    return normed(np.array(rows, dtype=np.float32))


def normed(array: Vectors) -> Vectors:
    unit: Vectors = array / np.linalg.norm(array, axis=1, keepdims=True)
    return unit


def noise(count: int, dimension: int = 16, seed: int = 0) -> Vectors:
    return normed(np.random.default_rng(seed).standard_normal((count, dimension), np.float32))


def filed(*ids: int, collection: int = 1, day: date | None = None) -> Filing:
    count = len(ids)
    return Filing(
        np.array(ids, np.int64), np.full(count, collection), np.full(count, day_number(day), np.int32)
    )


def found(index: VectorIndex, vector: Vectors, limit: int = 5, within: Filter | None = None) -> list[int]:
    return [id_ for id_, _ in index.search(vector, limit, within)]


def ids_of(index: VectorIndex) -> set[int]:
    return set(index.ids.tolist())


@pytest.fixture
def index() -> VectorIndex:
    index = VectorIndex("m", 2)
    index.add(filed(7, 8, 9), unit((1, 0), (1, 1), (0, 1)))
    return index


def reopened(folder: Path, dimension: int = 2) -> VectorIndex:
    return VectorIndex.load(folder, "m", dimension)


def segments_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.segment"))


def test_the_nearest_come_first(index: VectorIndex) -> None:
    found = index.search(unit((1, 0.1))[0], 2)
    assert [id_ for id_, _ in found] == [7, 8]
    assert found[0][1] == pytest.approx(1 / np.hypot(1, 0.1), abs=1e-3)


def test_a_filter_says_what_may_be_found(index: VectorIndex) -> None:
    index.add(filed(10, collection=2, day=date(2024, 5, 1)), unit((1, 0)))
    index.add(filed(11, collection=2, day=date(2023, 5, 1)), unit((1, 0)))
    east = unit((1, 0))[0]
    assert found(index, east) == [7, 10, 11, 8, 9]
    assert found(index, east, within=Filter(frozenset({1}))) == [7, 8, 9]
    assert found(index, east, within=Filter(frozenset({2, 99}))) == [10, 11]
    assert found(index, east, within=Filter(frozenset())) == []
    assert found(index, east, within=Filter(ids=np.array([8, 9]))) == [8, 9]
    assert found(index, east, within=Filter(ids=np.empty(0, np.int64))) == []
    assert found(index, east, within=Filter(since=date(2024, 1, 1))) == [10]
    assert found(index, east, within=Filter(until=date(2024, 1, 1))) == [11]
    assert found(index, east, within=Filter(frozenset({1}), until=date(2024, 1, 1))) == []


def test_removed_passages_are_gone_after_reloading_too(index: VectorIndex, tmp_path: Path) -> None:
    index.remove({7, 12345})
    assert ids_of(index) == {8, 9}
    index.save(tmp_path)
    again = reopened(tmp_path)
    assert ids_of(again) == {8, 9}
    assert found(again, unit((1, 0))[0]) == [8, 9]
    again.remove({8}, {1})
    again.remove({9}, {2})
    assert ids_of(again) == {9}


def test_a_passage_that_moves_keeps_its_vector(index: VectorIndex) -> None:
    index.move(filed(8, 12345, collection=3, day=date(2024, 1, 1)))
    east = unit((1, 0))[0]
    assert found(index, east, within=Filter(frozenset({1}))) == [7, 9]
    assert found(index, east, within=Filter(frozenset({3}), since=date(2024, 1, 1))) == [8]
    assert index.similarities(unit((1, 1))[0], [8]) == pytest.approx([1], abs=1e-3)


def test_a_passage_already_held_is_not_taken_twice(index: VectorIndex) -> None:
    index.add(filed(7, 20), unit((0, 1), (0, 1)))
    assert len(index) == 4
    assert found(index, unit((1, 0))[0], 1) == [7]


def test_similarities_are_cosines(index: VectorIndex) -> None:
    assert index.similarities(unit((0, 1))[0], [7, 9]) == pytest.approx([0, 1], abs=1e-3)
    assert index.similarities(unit((0, 1))[0], []) == []


def test_what_is_not_embedded_yet_is_as_similar_as_the_others_are(index: VectorIndex) -> None:
    assert index.similarities(unit((0, 1))[0], [9, 12345, 7]) == pytest.approx([1, 0.5, 0], abs=1e-3)
    assert index.similarities(unit((0, 1))[0], [12345]) == [0]


def test_vectors_of_another_encoder_are_not_loaded(index: VectorIndex, tmp_path: Path) -> None:
    assert saved_note(tmp_path) is None
    index.save(tmp_path, 42)
    assert saved_note(tmp_path) == files.Note("m", 2, 42)
    assert reopened(tmp_path).revision == 42
    assert len(VectorIndex.load(tmp_path, "other", 2)) == 0
    with pytest.raises(StoreError, match="damaged"):
        reopened(tmp_path, 3)


def test_saving_writes_what_is_new_alone(tmp_path: Path) -> None:
    index, folder = VectorIndex("m", 16), tmp_path / "vectors"
    index.add(filed(*range(1000)), noise(1000))
    index.save(folder)
    (first,) = segments_of(folder)
    before = first.stat()
    index.add(filed(*range(1000, 1010)), noise(10))
    index.remove([5])
    index.save(folder)
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    (second,) = set(segments_of(folder)) - {first}
    assert second.stat().st_size < before.st_size / 10
    assert ids_of(reopened(folder, 16)) == set(range(1010)) - {5}


def test_files_are_few_and_none_is_large_however_vectors_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "CAPACITY", 256)
    index = VectorIndex("m", 16)
    for start in range(0, 1600, 8):
        index.add(filed(*range(start, start + 8)), noise(8, seed=start))
    index.save(tmp_path)
    saved = segments_of(tmp_path)
    assert len(saved) < 20
    assert all(segment.length <= 256 for segment in index._chosen(None))
    index.remove(range(1500))
    assert sum(segment.length for segment in index._chosen(None)) <= 2 * 100


def test_files_that_left_the_list_stay_for_who_is_about_to_open_them(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.save(tmp_path)
    reader = reopened(tmp_path)
    index.remove({7, 8})
    index.add(filed(10), unit((1, 0)))
    index.save(tmp_path)
    assert ids_of(reader) == {7, 8, 9}
    assert reader.damage == ""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1000)
    (tmp_path / "half.segment.tmp").write_bytes(b"left by a process that was killed")
    index.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "manifest.json",
        *(segment.name for segment in index._chosen(None)),
    }


@pytest.mark.parametrize("done", [0, 1, 2])
def test_who_is_killed_while_saving_leaves_older_or_newer_vectors(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    replace, left = Path.replace, [done]

    def killed(source: Path, target: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return replace(source, target)

    index.save(tmp_path)
    index.add(filed(11), unit((1, 1)))
    monkeypatch.setattr(Path, "replace", killed)
    if done < 2:
        with pytest.raises(KeyboardInterrupt):
            index.save(tmp_path)
    else:
        index.save(tmp_path)
    assert ids_of(reopened(tmp_path)) == ({7, 8, 9, 11} if done == 2 else {7, 8, 9})


@pytest.mark.parametrize("damage", ["cut", "emptied", "flipped", "gone"])
def test_a_damaged_file_loses_its_own_vectors_alone_and_is_told(tmp_path: Path, damage: str) -> None:
    index = VectorIndex("m", 16)
    index.add(filed(*range(100)), noise(100))
    index.add(filed(*range(100, 110), collection=2), noise(10))
    index.save(tmp_path)
    path = max(segments_of(tmp_path), key=lambda file: file.stat().st_size)
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        flipped = content[:-500] + bytes([content[-500] ^ 1]) + content[-499:]
        path.write_bytes({"cut": content[:-900], "emptied": b"", "flipped": flipped}[damage])
    again = reopened(tmp_path, 16)
    assert ids_of(again) == set(range(100, 110))
    assert "damaged" in again.damage
    again.save(tmp_path)
    assert again.damage == ""


def test_a_large_file_is_compared_with_its_checksum_when_it_is_merged_or_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_VERIFIED_BYTES", 0)
    index = VectorIndex("m", 16)
    index.add(filed(*range(100)), noise(100))
    index.save(tmp_path)
    (path,) = segments_of(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[:-500] + bytes([content[-500] ^ 1]) + content[-499:])
    one, other = reopened(tmp_path, 16), reopened(tmp_path, 16)
    assert len(one.ids) == 100
    one.verify()
    assert "damaged" in one.damage
    other.add(filed(*range(200, 290)), noise(90))
    assert ids_of(other) == set(range(200, 290))


def test_a_damaged_list_is_told(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    path = tmp_path / "manifest.json"
    for content in (path.read_bytes()[:40], b"", path.read_bytes().replace(b"m", b"n", 1)):
        path.write_bytes(content)
        with pytest.raises(StoreError, match="damaged"):
            reopened(tmp_path)


def test_ids_may_have_62_bits(tmp_path: Path) -> None:
    index, id_ = VectorIndex("m", 2), (1 << 62) - 1
    index.add(filed(id_ - 1, id_), unit((0, 1), (1, 0)))
    index.save(tmp_path)
    index = reopened(tmp_path)
    assert found(index, unit((1, 0))[0], 1, Filter(ids=np.array([id_]))) == [id_]
    index.remove({id_})
    assert ids_of(index) == {id_ - 1}


def test_a_folder_that_cannot_be_written_is_told(index: VectorIndex, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be written"):
        index.save(tmp_path / "file")
    (tmp_path / "vectors" / "manifest.json" / "full").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be written"):
        index.save(tmp_path / "vectors")
    assert ids_of(index) == {7, 8, 9}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk without space")
def test_a_full_disk_is_told_and_costs_nothing(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    (tmp_path / "manifest.json.tmp").symlink_to("/dev/full")
    index.remove({7})
    with pytest.raises(StoreError, match="No space left"):
        index.save(tmp_path)
    assert not os.path.lexists(tmp_path / "manifest.json.tmp")
    assert ids_of(reopened(tmp_path)) == {7, 8, 9}
    index.save(tmp_path)
    assert ids_of(reopened(tmp_path)) == {8, 9}


def test_unsaved_vectors_are_taken_over_and_saved_ones_are_not_taken_twice(tmp_path: Path) -> None:
    one, other = VectorIndex("m", 16), VectorIndex("m", 16)
    one.add(filed(*range(50)), noise(50))
    one.save(tmp_path)
    other.add(filed(*range(40, 60)), noise(20))
    loaded = reopened(tmp_path, 16)
    loaded.take_over(other)
    assert ids_of(loaded) == set(range(60))
    assert len(loaded) == 60


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large is small, so that clusters are made of few vectors."""
    monkeypatch.setattr(columns, "CLUSTERED_FROM", 512)
    monkeypatch.setattr(columns, "CLUSTER", 32)
    monkeypatch.setattr(ranking, "LOOKED_AT", 1024)


def clustered(count: int) -> tuple[VectorIndex, Vectors]:
    """Vectors around a few places."""
    places = noise(20, 32)
    vectors = normed(places[np.arange(count) % 20] + 0.15 * noise(count, 32, 1))
    index = VectorIndex("m", 32)
    for start in range(0, count, 400):
        stop = min(start + 400, count)
        index.add(filed(*range(start, stop), day=date(2020 + start % 3, 1, 1)), vectors[start:stop])
    return index, vectors


def recall(index: VectorIndex, vectors: Vectors, allowed: Ids, within: Filter | None = None) -> float:
    shares = []
    for query in vectors[:: len(vectors) // 25]:
        best = allowed[np.argsort(-(vectors[allowed] @ query))[:10]]
        shares.append(len(set(found(index, query, 10, within)) & set(best.tolist())) / 10)
    return float(np.mean(shares))


@pytest.mark.usefixtures("small")
def test_among_many_the_nearest_clusters_are_looked_at(tmp_path: Path) -> None:
    index, vectors = clustered(6000)
    assert index.looked_at < 3000
    everything = np.arange(6000)
    assert recall(index, vectors, everything) > 0.9
    index.save(tmp_path)
    assert recall(reopened(tmp_path, 32), vectors, everything) > 0.9


@pytest.mark.usefixtures("small")
def test_of_those_looked_at_few_are_compared_by_all_of_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    index, vectors = clustered(6000)
    before = recall(index, vectors, np.arange(6000))
    monkeypatch.setattr(ranking, "COMPARED_AGAIN", 200)
    assert recall(index, vectors, np.arange(6000)) > before - 0.05
    for id_, cosine in index.search(vectors[7], 10):
        assert cosine == pytest.approx(float(vectors[id_] @ vectors[7]), abs=2e-3)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("kept", [None, 7])
def test_files_whose_bits_are_missing_or_of_another_faiss_are_searched_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int | None
) -> None:
    index, vectors = clustered(3000)

    def written(path: Path, arrays: Arrays) -> None:
        others = {name: array for name, array in arrays.items() if name != "bits"}
        if kept is not None:
            others["bits"] = np.zeros((len(arrays["ids"]), kept), np.uint8)
        write_arrays(path, others)

    monkeypatch.setattr(files, "write_arrays", written)
    index.save(tmp_path)
    loaded = reopened(tmp_path, 32)
    for query in vectors[:20]:
        assert found(loaded, query, 10) == found(index, query, 10)


@pytest.mark.usefixtures("small")
def test_a_filter_among_many_takes_nothing_from_those_that_it_lets_through() -> None:
    index, vectors = clustered(6000)
    chosen = np.array(sorted(Random(1).sample(range(6000), 300)))  # noqa: S311
    assert recall(index, vectors, chosen, Filter(ids=chosen)) > 0.99
    index.remove(set(range(6000)) - set(chosen.tolist()))
    assert recall(index, vectors, chosen) > 0.99
    assert index.looked_at == 300


def test_what_others_own_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    index = VectorIndex("m", 16)
    index.add(filed(*range(10)), noise(10))
    for collection in range(2, 40):
        ids = range(collection * 100, collection * 100 + 100)
        index.add(filed(*ids, collection=collection), noise(100, seed=collection))
    looked_at, compared = list[int](), comparison.compared

    def counted(index: Any, *arguments: Any) -> Any:
        looked_at.append(index.ntotal)
        return compared(index, *arguments)

    monkeypatch.setattr("retrieval.search.vectors.ranking.compared", counted)
    assert len(found(index, noise(1)[0], 20, Filter(frozenset({1})))) == 10
    assert sum(looked_at) == 10


def test_searches_go_on_while_vectors_come_and_go(index: VectorIndex) -> None:
    problems, done, axis = list[object](), threading.Event(), unit((1, 0))[0]

    def ask() -> None:
        while not done.is_set():
            (best, *_) = index.search(axis, 3)
            (similar,) = index.similarities(axis, [7])
            if best[0] != 7 or abs(similar - 1) > 1e-3:
                problems.append(best)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(1000, 21000, 400):
        index.add(filed(*range(start, start + 400)), unit(*[(0.5, 1)] * 400))
        index.remove(range(start, start + 400, 2))
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(index) == 3 + 10000
