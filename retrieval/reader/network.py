"""The network of the span reader, in numpy: what `training.model` trains, without torch."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from retrieval.reader.features import Array, Pair, Tokens

IMPOSSIBLE = np.float32(-1e4)
"""Logit of a span that cannot be."""
_EPSILON = np.float32(1e-5)


class Network:
    """Scores every span of a passage, and "no answer here", for a question."""

    def __init__(self, shape: Mapping[str, Any], weights: Mapping[str, Array]) -> None:
        """Take over trained weights.

        Args:
            shape: `heads`, `dilations`, `longest` and `rank`, as in config.json.
            weights: Float arrays by their names in `training.model.ReaderNetwork`.
        """
        self.longest = int(shape["longest"])
        self._dilations: Sequence[Sequence[int]] = shape["dilations"]
        self._heads = int(shape["heads"])
        self._rank = int(shape["rank"])
        # Transposed once, so that every layer is a plain product of contiguous matrices.
        self._weights = {
            name: np.ascontiguousarray(
                array.T
                if name.endswith(".weight") and array.ndim == 2 and "embedding" not in name
                else array,
                np.float32,
            )
            for name, array in weights.items()
        }

    def __call__(self, pair: Pair) -> Array:
        """Read a passage for a question.

        Returns:
            (n, longest) float32: the log-odds of the span from character i of the passage to i + k, the
            latter included, against no answer. Spans that touch the title or leave the text are far
            below zero.
        """
        question, asked = self._read_question(pair)
        x = np.concatenate([self._embed(pair.passage), pair.passage_match], axis=1)
        x = self._linear(x, "passage_input") + self._linear(asked, "passage_question")
        for number, steps in enumerate(self._dilations):
            if number:
                self._attend(x, question, pair.relations, f"attentions.{number - 1}")
            for layer, step in enumerate(steps):
                self._convolve(x, f"groups.{number}.{layer}", step)
        y = self._normalise(x, "output_norm")
        return self._spans(y, pair.body) - self._no_answer(y, asked, pair)

    def _read_question(self, pair: Pair) -> tuple[Array, Array]:
        """The question's characters (m, hidden) and their pooled vector (hidden,)."""
        x = np.concatenate([self._embed(pair.question), pair.question_match], axis=1)
        x = self._linear(x, "question_input")
        for layer, step in enumerate((1, 2)):
            self._convolve(x, f"question_layers.{layer}", step)
        x = self._normalise(x, "question_norm")
        return x, self._pool(x, "question_pool")

    def _embed(self, tokens: Tokens) -> Array:
        parts = {
            "character": tokens.characters,
            "tag": tokens.tags,
            "boundary": tokens.boundaries,
            "bigram": tokens.bigrams,
        }
        return np.concatenate(
            [self._weights[f"embedding.{name}.weight"][ids] for name, ids in parts.items()], axis=1
        )

    def _linear(self, x: Array, name: str) -> Array:
        result: Array = x @ self._weights[f"{name}.weight"]
        result += self._weights[f"{name}.bias"]
        return result

    def _normalise(self, x: Array, name: str) -> Array:
        y: Array = x - x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", y, y) / np.float32(x.shape[1])
        y *= (1 / np.sqrt(variance + _EPSILON))[:, None]
        y *= self._weights[f"{name}.weight"]
        y += self._weights[f"{name}.bias"]
        return y

    def _convolve(self, x: Array, name: str, step: int) -> None:
        """Add a convolution of width 3 to x, in place."""
        hidden = x.shape[1]
        taps = self._normalise(x, f"{name}.norm") @ self._weights[f"{name}.taps.weight"]
        y = taps[:, hidden : 2 * hidden] + self._weights[f"{name}.bias"]
        y[step:] += taps[:-step, :hidden]
        y[:-step] += taps[step:, 2 * hidden :]
        x += np.maximum(y, 0, out=y)

    def _attend(self, x: Array, question: Array, relations: Array, name: str) -> None:
        """Add what each position sees in the question to x, in place."""
        y = self._normalise(x, f"{name}.norm")
        query, key, value = (
            self._linear(part, f"{name}.{role}")
            for role, part in (("query", y), ("key", question), ("value", question))
        )
        bias = self._weights[f"{name}.relation.weight"]
        null_key, null_value = self._weights[f"{name}.null_key"], self._weights[f"{name}.null_value"]
        size = x.shape[1] // self._heads
        scale = np.float32(1 / math.sqrt(size))
        seen = np.empty_like(x)
        for head in range(self._heads):
            part = slice(head * size, (head + 1) * size)
            asking = query[:, part] * scale
            scores = np.concatenate([asking @ key[:, part].T, (asking @ null_key[head])[:, None]], axis=1)
            scores[:, :-1] += np.tensordot(bias[:, head], relations, axes=1)
            weights = _softmax(scores)
            seen[:, part] = weights @ np.concatenate([value[:, part], null_value[head][None]])
        x += np.maximum(self._linear(np.concatenate([seen, y * seen], axis=1), f"{name}.output"), 0)

    def _spans(self, y: Array, body: int) -> Array:
        """(n, longest) logits."""
        n, longest = len(y), self.longest
        start = self._linear(y, "start")
        end = self._linear(y, "end")[:, 0]
        start[:body] += IMPOSSIBLE
        end[:body] += IMPOSSIBLE
        joint = np.full((n, n + longest), IMPOSSIBLE, np.float32)
        factor = self._linear(y, "start_factor") * np.float32(1 / math.sqrt(self._rank))
        np.matmul(factor, self._linear(y, "end_factor").T, out=joint[:, :n])
        joint[:, :n] += end
        rows, columns = joint.strides
        band = as_strided(joint, (n, longest), (rows + columns, columns))
        logits: Array = band + start + self._weights["length"]
        return logits

    def _no_answer(self, y: Array, asked: Array, pair: Pair) -> np.float32:
        seen = np.concatenate([self._pool(y, "null_pool"), asked, pair.passage_match.max(axis=0)])
        hidden = np.maximum(self._linear(seen, "null_hidden"), 0)
        return np.float32(self._linear(hidden, "null")[0])

    def _pool(self, x: Array, name: str) -> Array:
        """The mean of x, (hidden,), weighted by a softmax over positions."""
        pooled: Array = _softmax(self._linear(x, name).T)[0] @ x
        return pooled


def _softmax(scores: Array) -> Array:
    weights: Array = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights
