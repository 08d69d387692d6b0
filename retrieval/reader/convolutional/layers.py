"""The layers of the reader's network, in numpy, arranged for speed.

Activations are (channels, positions): numpy then works along rows of positions. Each layer's
normalisation is folded into the weights that follow it, and a bias is one more row of its input.
"""

import math
from collections.abc import Mapping

import numpy as np

from retrieval.reader.convolutional.features import Array

Weights = Mapping[str, Array]

_EPSILON = np.float32(1e-5)


def part(weights: Weights, name: str) -> dict[str, Array]:
    """The weights of one layer, by their names within it."""
    return {key.removeprefix(f"{name}."): w for key, w in weights.items() if key.startswith(f"{name}.")}


def normalise(x: Array, out: Array | None = None) -> Array:
    """Shift and scale each position of (channels, n) to mean 0 and variance 1, `out` if it is given."""
    share = np.full(len(x), 1 / len(x), np.float32)
    z = np.subtract(x, share @ x, out=out)
    z *= 1 / np.sqrt(share @ np.square(z) + _EPSILON)
    return z


def softmax(scores: Array, axis: int) -> Array:
    """Make scores shares of one along an axis, in place."""
    scores -= scores.max(axis=axis, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=axis, keepdims=True)
    return scores


def add_positive(x: Array, y: Array) -> None:
    """Add to x what of y is above zero; y is used up."""
    # A row of zeros, because numpy compares with a single zero at half the speed.
    x += np.maximum(y, np.zeros(y.shape[1], y.dtype), out=y)


class Linear:
    """A layer of single vectors, (channels,), or of many, (channels, n)."""

    def __init__(self, weights: Weights) -> None:
        """Take over a trained linear layer."""
        self._weight, self._bias = weights["weight"], weights["bias"]

    def __call__(self, x: Array) -> Array:
        """(outputs,) or (outputs, n)."""
        y: Array = self._weight @ x
        y += self._bias if x.ndim == 1 else self._bias[:, None]
        return y


class Convolution:
    """A residual convolution of width 3 over positions that lie a step apart."""

    def __init__(self, weights: Weights, step: int) -> None:
        """Take over a trained `training.model.Convolution`."""
        self._step = step
        hidden = len(weights["bias"])
        taps = weights["taps.weight"].reshape(3, hidden, hidden)
        biases = taps @ weights["norm.bias"]
        biases[1] += weights["bias"]
        scaled = (taps * weights["norm.weight"]).transpose(1, 0, 2).reshape(hidden, 3 * hidden)
        self._weight = np.concatenate([scaled, biases.T], axis=1)

    def __call__(self, x: Array) -> None:
        """Add what it sees to x, (hidden, n), in place."""
        hidden, step = len(x), self._step
        # Each position's channels, those of the positions before and after it, and a one for each.
        seen = np.empty((3 * hidden + 3, x.shape[1]), np.float32)
        before, here, after = seen[:-3].reshape(3, hidden, -1)
        normalise(x, out=here)
        before[:, :step] = after[:, -step:] = 0
        before[:, step:] = here[:, :-step]
        after[:, :-step] = here[:, step:]
        seen[-3:] = 1
        seen[-3, :step] = seen[-1, -step:] = 0
        add_positive(x, self._weight @ seen)


class Attention:
    """Lets each position of the passage look at the question, or at nothing."""

    def __init__(self, weights: Weights, heads: int) -> None:
        """Take over a trained `training.model.CrossAttention`."""
        self._heads = heads
        hidden = len(weights["norm.weight"])
        scale, bias = weights["norm.weight"], weights["norm.bias"]
        query, output = weights["query.weight"], weights["output.weight"]
        folded = np.concatenate([query * scale, (query @ bias + weights["query.bias"])[:, None]], axis=1)
        self._query = (folded / math.sqrt(hidden // heads)).reshape(heads, -1, hidden + 1)
        self._memory = np.concatenate([weights["key.weight"], weights["value.weight"]])
        self._memory_bias = np.concatenate([weights["key.bias"], weights["value.bias"]])[:, None]
        self._null = np.concatenate([weights["null_key"], weights["null_value"]])[:, :, None]
        self._relation = weights["relation.weight"]
        seen, both = output[:, :hidden], output[:, hidden:]
        self._output = np.concatenate(
            [seen + both * bias, both * scale, weights["output.bias"][:, None]], axis=1
        )

    def __call__(self, x: Array, question: Array, relations: Array) -> None:
        """Add what it sees to x, (hidden, n), in place.

        Args:
            x: The passage.
            question: (hidden, m).
            relations: (relations, m, n).
        """
        hidden, n = x.shape
        heads, m = self._heads, question.shape[1]
        memory = (self._memory @ question + self._memory_bias).reshape(2 * heads, -1, m)
        keys, values = np.split(np.concatenate([memory, self._null], axis=2), 2)
        asking = keys.transpose(0, 2, 1) @ self._query
        seen = np.empty((2 * hidden + 1, n), np.float32)
        z = normalise(x, out=seen[hidden:-1])
        scores = asking[:, :, :-1].reshape(-1, hidden) @ z
        weights = scores.reshape(heads, m + 1, n)
        weights += asking[:, :, -1:]
        weights[:, :m] += (self._relation @ relations.reshape(len(relations), -1)).reshape(heads, m, n)
        np.matmul(values, softmax(weights, axis=1), out=seen[:hidden].reshape(heads, -1, n))
        z *= seen[:hidden]
        seen[-1] = 1
        add_positive(x, self._output @ seen)
