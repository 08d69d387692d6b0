import math
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import ModelProto

from tests.embeddings.models import PIECES, WIDTH, weights
from training.graph import (
    HEADS,
    Array,
    Weights,
    count_layers,
    encoder_graph,
    quantised,
    reader_graph,
    save_graph,
)

IDS = np.array([[0, 5, 6, 7, 8, 9, 2], [0, 10, 11, 4, 2, 7, 2]], np.int64)


def run(model: ModelProto, **inputs: Array) -> list[Any]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return list(session.run(None, inputs))


def hidden(given: Weights, embedded: Array) -> Array:
    """A BERT as the papers describe it."""

    def linear(x: Array, layer: str) -> Array:
        return x @ given[f"{layer}.weight"].T + given[f"{layer}.bias"]

    def norm(x: Array, layer: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * given[f"{layer}.weight"] + given[f"{layer}.bias"])

    erf = np.vectorize(math.erf)
    batch, n, _ = embedded.shape
    x = norm(embedded + given["positions.weight"][:n], "norm")
    for number in range(count_layers(given)):
        layer = f"layers.{number}"
        parts = linear(x, f"{layer}.attended").reshape(batch, n, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        scores = parts[0] @ parts[1].transpose(0, 1, 3, 2) / math.sqrt(WIDTH / HEADS)
        scores = np.exp(scores)
        attended = scores / scores.sum(-1, keepdims=True) @ parts[2]
        x = norm(
            x + linear(attended.transpose(0, 2, 1, 3).reshape(batch, n, -1), f"{layer}.joined"),
            f"{layer}.joined_norm",
        )
        wide = linear(x, f"{layer}.wide")
        x = norm(
            x + linear(wide * (1 + erf(wide / math.sqrt(2))) / 2, f"{layer}.narrow"), f"{layer}.narrow_norm"
        )
    return np.asarray(x)


@pytest.mark.parametrize(("quantise", "near"), [(False, 0.9999), (True, 0.995)])
def test_an_encoder_is_the_mean_of_a_bert(quantise: bool, near: float) -> None:
    given = weights()
    whole = IDS[:1]

    [vectors] = run(encoder_graph(given, quantise=quantise), ids=whole)

    mean = hidden(given, given["pieces.weight"][whole]).mean(axis=1)
    assert vectors.shape == (1, WIDTH)
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert (vectors * mean).sum() / np.linalg.norm(mean) > near


@pytest.mark.parametrize(("quantise", "near"), [(False, 0.005), (True, 0.15)])
def test_a_reader_adds_inputs(quantise: bool, near: float) -> None:
    random = np.random.default_rng(3)
    given = weights()
    for name, shape in (
        ("segments", (3, WIDTH)),
        ("matches", (4, WIDTH)),
        ("bounds", (2, WIDTH)),
        ("nothing", (1, WIDTH)),
    ):
        given[f"{name}.weight"] = random.normal(0, 0.3, shape).astype(np.float32)
        given[f"{name}.bias"] = random.normal(0, 0.3, shape[0]).astype(np.float32)
    segments, matches = random.integers(0, 3, IDS.shape), random.integers(0, 4, IDS.shape)

    graph = reader_graph(given, quantise=quantise)
    starts, ends, nothing = run(graph, ids=IDS, segments=segments, matches=matches)

    parts = (("pieces", IDS), ("segments", segments), ("matches", matches))
    embedded = np.sum([given[f"{name}.weight"][rows] for name, rows in parts], axis=0)
    x = hidden(given, embedded)
    bounds = x @ given["bounds.weight"].T + given["bounds.bias"]
    for found, right in ((starts, bounds[..., 0]), (ends, bounds[..., 1])):
        np.testing.assert_allclose(found, right, atol=near)
    np.testing.assert_allclose(
        nothing, x[:, 0] @ given["nothing.weight"][0] + given["nothing.bias"], atol=near
    )


def test_a_scale_holds_for_what_lies_along_the_axis() -> None:
    matrix = np.array([[1.0, -200.0], [0.5, 100.0]], np.float32)

    whole, scale = quantised(matrix, axis=0, largest=64)

    np.testing.assert_array_equal(whole, [[64, -64], [32, 32]])
    np.testing.assert_allclose(whole * scale, matrix)
    assert quantised(np.zeros((2, 2), np.float32), axis=1)[0].tolist() == [[0, 0], [0, 0]]


def test_a_graph_is_written_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save_graph(encoder_graph(weights()), tmp_path / name / "model.onnx")

    assert (tmp_path / "one/model.onnx").read_bytes() == (tmp_path / "other/model.onnx").read_bytes()
    assert len(PIECES) * WIDTH < (tmp_path / "one/model.onnx").stat().st_size
