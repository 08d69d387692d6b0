import threading
from pathlib import Path

import numpy as np
import pytest

from embeddings.protocol import Vectors
from retrieval.errors import StoreError
from retrieval.search.vectors import VectorIndex, saved_encoder


def unit(*rows: tuple[float, float]) -> Vectors:
    array: Vectors = np.array(rows, dtype=np.float32)
    array /= np.linalg.norm(array, axis=1, keepdims=True)
    return array


@pytest.fixture
def index() -> VectorIndex:
    index = VectorIndex("m", 2)
    index.add([7, 8, 9], unit((1, 0), (1, 1), (0, 1)))
    return index


def test_the_nearest_come_first(index: VectorIndex) -> None:
    found = index.search(unit((1, 0.1))[0], 2)
    assert [id_ for id_, _ in found] == [7, 8]
    assert found[0][1] == pytest.approx(1 / np.hypot(1, 0.1), abs=1e-5)


def test_only_allowed_passages_are_found(index: VectorIndex) -> None:
    assert [id_ for id_, _ in index.search(unit((1, 0))[0], 5, {9, 8})] == [8, 9]
    assert index.search(unit((1, 0))[0], 5, set()) == []


def test_removed_passages_are_gone_after_reloading_too(index: VectorIndex, tmp_path: Path) -> None:
    index.remove({7})
    assert index.ids == {8, 9}
    index.save(tmp_path / "v.faiss")
    again = VectorIndex.load(tmp_path / "v.faiss", "m", 2)
    assert again.ids == {8, 9}
    assert [id_ for id_, _ in again.search(unit((1, 0))[0], 5)] == [8, 9]
    again.remove({8})
    assert again.ids == {9}


def test_similarities_are_cosines(index: VectorIndex) -> None:
    assert index.similarities(unit((0, 1))[0], [7, 9]) == pytest.approx([0, 1])
    assert index.similarities(unit((0, 1))[0], []) == []


def test_what_is_not_embedded_yet_is_as_similar_as_the_others_are(index: VectorIndex) -> None:
    assert index.similarities(unit((0, 1))[0], [9, 12345, 7]) == pytest.approx([1, 0.5, 0])
    assert index.similarities(unit((0, 1))[0], [12345]) == [0]


def test_vectors_of_another_encoder_are_not_loaded(index: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    assert saved_encoder(path) is None
    index.save(path)
    assert saved_encoder(path) == "m"
    assert VectorIndex.load(path, "other", 2).ids == set()
    with pytest.raises(StoreError, match="damaged"):
        VectorIndex.load(path, "m", 3)


@pytest.mark.parametrize("done", [0, 1])
def test_who_is_killed_while_saving_leaves_older_or_newer_vectors(
    index: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    path, replace, left = tmp_path / "v.faiss", Path.replace, [done]

    def killed(source: Path, target: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return replace(source, target)

    index.save(path)
    index.add([11], unit((1, 1)))
    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        index.save(path)
    assert VectorIndex.load(path, "m", 2).ids == ({7, 8, 9, 11} if done else {7, 8, 9})


def test_a_damaged_file_is_told(index: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    index.save(path)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(StoreError, match="damaged"):
        VectorIndex.load(path, "m", 2)


def test_ids_may_have_62_bits(tmp_path: Path) -> None:
    index, id_ = VectorIndex("m", 2), (1 << 62) - 1
    index.add([id_, id_ - 1], unit((1, 0), (0, 1)))
    index.save(tmp_path / "v.faiss")
    index = VectorIndex.load(tmp_path / "v.faiss", "m", 2)
    assert index.search(unit((1, 0))[0], 1, {id_}) == [(id_, 1.0)]
    index.remove({id_})
    assert index.ids == {id_ - 1}


@pytest.mark.parametrize("name", ["v.faiss", "v.json", "v.faiss.tmp", "v.json.tmp"])
def test_a_folder_in_its_place_is_told(index: VectorIndex, tmp_path: Path, name: str) -> None:
    (tmp_path / name / "full").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be written"):
        index.save(tmp_path / "v.faiss")
    assert [path for path in tmp_path.iterdir() if path.suffix == ".tmp" and path.is_file()] == []
    assert VectorIndex.load(tmp_path / "v.faiss", "m", 2).ids == set()


def test_a_folder_that_is_not_there_is_told(index: VectorIndex, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        index.save(tmp_path / "nowhere" / "v.faiss")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk without space")
@pytest.mark.parametrize("name", ["v.faiss.tmp", "v.json.tmp"])
def test_a_full_disk_is_told_and_costs_nothing(index: VectorIndex, tmp_path: Path, name: str) -> None:
    index.save(tmp_path / "v.faiss")
    (tmp_path / name).symlink_to("/dev/full")
    index.remove({7})
    with pytest.raises(StoreError, match="No space left"):
        index.save(tmp_path / "v.faiss")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["v.faiss", "v.json"]
    assert VectorIndex.load(tmp_path / "v.faiss", "m", 2).ids == {7, 8, 9}


def test_searches_go_on_while_vectors_come_and_go(index: VectorIndex) -> None:
    problems, done, axis = list[object](), threading.Event(), unit((1, 0))[0]

    def ask() -> None:
        while not done.is_set():
            (best, *_) = index.search(axis, 3)
            if best != (7, 1.0) or index.similarities(axis, [7]) != [1.0]:
                problems.append(best)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(1000, 41000, 400):
        index.add(range(start, start + 400), unit(*[(0.5, 1)] * 400))
        index.remove(range(start, start + 400, 2))
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(index.ids) == 3 + 20000
