"""The network of the span reader, in numpy: what `training.model` trains, without torch."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from retrieval.reader.convolutional.features import WORD_SCALE, Array, Pair, Tokens
from retrieval.reader.convolutional.layers import (
    Attention,
    Convolution,
    Linear,
    Weights,
    normalise,
    part,
    softmax,
)

IMPOSSIBLE = -1e4
"""Logit of what cannot be: a span beyond the text, in training a padded position."""
_BLOCK = 64


class Network:
    """Scores every span of a passage, and "no answer here", for a question."""

    def __init__(self, shape: Mapping[str, Any], weights: Mapping[str, Array]) -> None:
        """Take over trained weights.

        Args:
            shape: `heads`, `dilations` and `longest`, as in config.json.
            weights: Float arrays by their names in `training.model.ReaderNetwork`.
        """
        weights = {name: np.asarray(array, np.float32) for name, array in weights.items()}
        dilations: Sequence[Sequence[int]] = shape["dilations"]
        self._question_input = _Input(weights, "question_input")
        self._question_layers = _convolutions(weights, "question_layers", (1, 2))
        self._question_norm = part(weights, "question_norm")
        self._question_pool = Linear(part(weights, "question_pool"))
        self._passage_input = _Input(weights, "passage_input")
        self._passage_question = Linear(part(weights, "passage_question"))
        self._groups = [
            _convolutions(weights, f"groups.{number}", steps) for number, steps in enumerate(dilations)
        ]
        self._attentions = [
            Attention(part(weights, f"attentions.{number}"), int(shape["heads"]))
            for number in range(len(dilations) - 1)
        ]
        self._output = _Output(weights, int(shape["longest"]))

    def __call__(self, pair: Pair) -> Array:
        """Read a passage for a question.

        Returns:
            (n, longest) float32, n without the title: the log-odds of the span from character i of the text
            to i + k, the latter included, against no answer. Spans that leave the text are far below zero.
        """
        question, asked = self._read_question(pair)
        x = self._passage_input(pair.passage, pair.passage_match)
        x += self._passage_question(asked)[:, None]
        for number, group in enumerate(self._groups):
            if number:
                self._attentions[number - 1](x, question, pair.relations)
            for layer in group:
                layer(x)
        return self._output(x, asked, pair)

    def _read_question(self, pair: Pair) -> tuple[Array, Array]:
        """The question's characters (hidden, m) and their pooled vector (hidden,)."""
        x = self._question_input(pair.question, pair.question_match)
        for layer in self._question_layers:
            layer(x)
        y = normalise(x) * self._question_norm["weight"][:, None] + self._question_norm["bias"][:, None]
        return y, y @ softmax(self._question_pool(y)[0], axis=0)


def _convolutions(weights: Weights, name: str, steps: Sequence[int]) -> list[Convolution]:
    return [Convolution(part(weights, f"{name}.{number}"), step) for number, step in enumerate(steps)]


class _Input:
    """The first layer: embeds a text and joins it with its match features."""

    def __init__(self, weights: Weights, name: str) -> None:
        tables = ("character", "tag", "boundary", "bigram")
        self._tables = [weights[f"embedding.{table}.weight"] for table in tables]
        self._weight, self._bias = weights[f"{name}.weight"], weights[f"{name}.bias"][:, None]

    def __call__(self, text: Tokens, match: Array) -> Array:
        """(hidden, n) of a text of n characters and its features (n, matches)."""
        ids = (text.characters, text.tags, text.boundaries, text.bigrams)
        learnt = [table[row] for table, row in zip(self._tables, ids, strict=True)]
        features = np.concatenate([*learnt, text.meanings * np.float32(WORD_SCALE), match], axis=1)
        x: Array = self._weight @ features.T
        x += self._bias
        return x


class _Output:
    """The last layer: the log-odds of all spans."""

    def __init__(self, weights: Weights, longest: int) -> None:
        self._norm = part(weights, "output_norm")
        # Where a span starts and ends, which positions matter for "no answer", and how both ends fit.
        names = ("start", "end", "null_pool", "start_factor", "end_factor")
        weight = np.concatenate([weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([weights[f"{name}.bias"] for name in names])
        self._weight = weight * self._norm["weight"]
        self._bias = (weight @ self._norm["bias"] + bias)[:, None]
        self._rank = len(weights["start_factor.bias"])
        self._length, self._longest = weights["length"], longest
        self._null_hidden, self._null = (Linear(part(weights, name)) for name in ("null_hidden", "null"))

    def __call__(self, x: Array, asked: Array, pair: Pair) -> Array:
        """(n, longest), see `Network`."""
        z = normalise(x)
        seen = self._weight @ z
        seen += self._bias
        pooled = z @ softmax(seen[2].copy(), axis=0) * self._norm["weight"] + self._norm["bias"]
        hidden = np.concatenate([pooled, asked, pair.passage_match.max(axis=0)])
        null = self._null(np.maximum(self._null_hidden(hidden), 0))
        return self._band(seen[:, pair.body :], null)

    def _band(self, seen: Array, null: Array) -> Array:
        """Score spans block by block: most pairs of a start and an end are too far apart to be one."""
        rank, longest, n = self._rank, self._longest, seen.shape[1]
        blocks = math.ceil(n / _BLOCK)
        starts = np.zeros((rank + 2, blocks * _BLOCK), np.float32)
        ends = np.zeros((rank + 2, blocks * _BLOCK + longest), np.float32)
        starts[:rank, :n] = seen[3 : 3 + rank] * np.float32(1 / math.sqrt(rank))
        starts[rank, :n] = seen[0] - null
        starts[rank + 1] = 1
        ends[:rank, :n] = seen[3 + rank :]
        ends[rank] = 1
        ends[rank + 1] = IMPOSSIBLE
        ends[rank + 1, :n] = seen[1]
        row, column = ends.strides
        windows = as_strided(
            ends, (blocks, rank + 2, _BLOCK + longest), (_BLOCK * column, row, column), writeable=False
        )
        joint = starts.reshape(rank + 2, blocks, _BLOCK).transpose(1, 2, 0) @ windows
        block, row, column = joint.strides
        band = as_strided(joint, (blocks, _BLOCK, longest), (block, row + column, column), writeable=False)
        odds: Array = band + self._length
        return odds.reshape(-1, longest)[:n]
