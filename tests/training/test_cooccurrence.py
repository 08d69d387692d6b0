import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed")

from training.cooccurrence import neighbour_vectors


def test_words_with_the_same_neighbours_are_near() -> None:
    random = np.random.default_rng(2)
    # Tokens 1 and 2 stand among 10 to 19, tokens 3 and 4 among 20 to 29; 5 stands nowhere.
    stretches = [
        [*random.integers(low, low + 10, 9), chosen, *random.integers(low, low + 10, 9)]
        for _ in range(400)
        for chosen, low in ((1, 10), (2, 10), (3, 20), (4, 20))
    ]
    tokens = np.array([token for stretch in stretches for token in stretch], np.int32)

    rows = neighbour_vectors(tokens, 30, 4, seed=1)

    assert rows.shape == (30, 4)
    assert rows[1] @ rows[2] > rows[1] @ rows[3] + 0.5
    assert rows[3] @ rows[4] > rows[2] @ rows[4] + 0.5
    assert not rows[5].any()
    np.testing.assert_allclose(np.linalg.norm(rows[[1, 2, 3, 4]], axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(rows, neighbour_vectors(tokens, 30, 4, seed=1))


def test_a_vector_may_be_longer_than_there_are_words() -> None:
    rows = neighbour_vectors(np.array([1, 2] * 20, np.int32), 3, 8, seed=1)

    assert rows.shape == (3, 8)
    assert np.isfinite(rows).all()
