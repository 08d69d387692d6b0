from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Vectors
from retrieval.vectors import VectorIndex, saved_encoder


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


def test_vectors_of_another_encoder_are_not_loaded(index: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    assert saved_encoder(path) is None
    index.save(path)
    assert saved_encoder(path) == "m"
    assert VectorIndex.load(path, "other", 2).ids == set()
    assert VectorIndex.load(path, "m", 3).ids == set()


def test_a_damaged_file_is_an_empty_index(index: VectorIndex, tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    index.save(path)
    path.write_bytes(path.read_bytes()[:40])
    assert VectorIndex.load(path, "m", 2).ids == set()
