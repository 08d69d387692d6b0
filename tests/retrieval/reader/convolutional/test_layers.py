"""Layers in numpy beside what they are by definition; the network whole is compared with torch's."""

import numpy as np
import pytest

from retrieval.reader.convolutional.features import Array
from retrieval.reader.convolutional.layers import Convolution, add_positive, normalise, part, softmax

HIDDEN = 6
RANDOM = np.random.default_rng(1)


def numbers(*shape: int) -> Array:
    return RANDOM.standard_normal(shape).astype(np.float32)


def test_positions_are_normalised_each_for_itself() -> None:
    x = numbers(HIDDEN, 9) * 5 + 2
    z = normalise(x)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(z.std(axis=0), 1, atol=1e-4)


def test_softmax_bears_large_scores() -> None:
    shares = softmax(np.array([[1e4, 1e4, -1e4], [0, 0, 0]], np.float32), axis=1)
    np.testing.assert_allclose(shares, [[0.5, 0.5, 0], [1 / 3] * 3], atol=1e-6)


def test_only_what_is_positive_is_added() -> None:
    x = np.ones((1, 3), np.float32)
    add_positive(x, np.array([[-2, 0, 2]], np.float32))
    assert x.tolist() == [[1, 1, 3]]


def test_part_of_weights() -> None:
    weights = {"a.1.bias": numbers(1), "a.10.bias": numbers(1), "a.1.norm.bias": numbers(1)}
    assert set(part(weights, "a.1")) == {"bias", "norm.bias"}


@pytest.mark.parametrize("step", [1, 2, 8])
@pytest.mark.parametrize("length", [1, 2, 5, 40])
def test_a_convolution_sees_three_positions(step: int, length: int) -> None:
    weights = {
        "norm.weight": numbers(HIDDEN),
        "norm.bias": numbers(HIDDEN),
        "taps.weight": numbers(3 * HIDDEN, HIDDEN),
        "bias": numbers(HIDDEN),
    }
    x = numbers(HIDDEN, length)
    normal = normalise(x) * weights["norm.weight"][:, None] + weights["norm.bias"][:, None]
    expected = x.copy()
    for position in range(length):
        seen = weights["bias"].copy()
        for tap, place in enumerate((position - step, position, position + step)):
            if 0 <= place < length:
                seen += weights["taps.weight"][tap * HIDDEN : (tap + 1) * HIDDEN] @ normal[:, place]
        expected[:, position] += np.maximum(seen, 0)
    Convolution(weights, step)(x)
    np.testing.assert_allclose(x, expected, atol=1e-4)
