"""Word vectors: words of one kind come to lie close together."""

# ruff: noqa: S311  # numbers for tests, no secrets

import random
import zlib
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="training needs scipy: pip install yuanwen[training]")

from retrieval.reader.words import WordVectors
from training.words import kept_words, train_words

CITIES = ("武汉", "上海", "成都", "广州")
FRUITS = ("苹果", "葡萄", "西瓜", "草莓")
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


def corpus() -> list[str]:
    """Sentences in which cities stand where cities do, and fruits where fruits do."""
    rng = random.Random(1)
    travel = ("我们明天坐火车去{}开会。", "从机场到{}市区要一个小时。", "他在{}的大学读书。")
    market = ("超市里的{}每斤卖三元。", "妈妈洗好{}放在盘子里。", "今年的{}又大又甜。")
    return [
        rng.choice(sentences).format(rng.choice(kind))
        for _ in range(300)
        for sentences, kind in ((travel, CITIES), (market, FRUITS))
    ]


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.words._DIMENSIONS", 8)
        return train_words(corpus(), workers=1)


def of(vectors: WordVectors, *words: str) -> np.ndarray:
    return vectors.at(np.array([vectors.place(zlib.crc32(word.encode())) for word in words]))


def test_words_of_one_kind_are_close(vectors: WordVectors) -> None:
    likeness = of(vectors, *CITIES, *FRUITS) @ of(vectors, *CITIES, *FRUITS).T
    assert likeness[:4, :4].min() > 0.6
    assert likeness[4:, 4:].min() > 0.6
    assert likeness[:4, 4:].max() < 0.2


def test_vectors_have_length_one_and_their_hashes_are_in_order(vectors: WordVectors) -> None:
    assert vectors.vectors.dtype == np.float32
    assert vectors.hashes.dtype == np.uint32
    assert vectors.dimensions == 8
    assert (np.diff(vectors.hashes.astype(np.int64)) > 0).all()
    np.testing.assert_allclose(np.linalg.norm(vectors.vectors, axis=1), 1, rtol=1e-5)


def test_unknown_words_are_zero(vectors: WordVectors) -> None:
    assert not of(vectors, "从未出现").any()


def test_vectors_are_trained_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.words._DIMENSIONS", 4)
    monkeypatch.setattr("training.words.read_texts", lambda _: corpus()[:100])
    first = kept_words(tmp_path / "words.npz", tmp_path, workers=1)
    monkeypatch.delattr("training.words.read_texts")
    again = kept_words(tmp_path / "words.npz", tmp_path, workers=1)
    np.testing.assert_array_equal(first.hashes, again.hashes)
    np.testing.assert_array_equal(first.vectors, again.vectors)
