"""A trained BERT as an ONNX graph, written operator by operator for one CPU core.

Matrices are int8 with a scale for each output; what goes into them is quantised to 8 bits as it comes.
Embeddings are int8 with a scale a row. The operators are those that ONNX Runtime is fastest with: an
addition and a LayerNormalization, for instance, take a fifth of the time of its SkipLayerNormalization, and
Sum instead of Add keeps it from fusing them into that.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper

Array = NDArray[Any]
Weights = Mapping[str, Array]
"""Arrays by the names of `training.reader.network`: pieces.weight, layers.0.attended.weight and so on."""

HEADS = 12

_OPSETS = (("", 21), ("com.microsoft", 1))
_IR = 10
_EPSILON = 1e-12
_LARGEST = 127
_LARGEST_FACTOR = 64
"""Processors without VNNI add two products of a factor and an 8-bit number in 16 bits, which must suffice."""
_SHORTEST = 1e-12


def encoder_graph(weights: Weights, *, quantise: bool = True) -> ModelProto:
    """A BERT that turns texts of one length into vectors.

    Args:
        weights: Those of a `training.reader.network.Bert`.
        quantise: False keeps float32.

    Returns:
        A graph with the input `ids` (batch, n) and the output `vectors` (batch, width), rows of length one.
        There is no mask: a batch holds texts of one length, mostly a single one.
    """
    graph = _Graph(weights, quantise=quantise)
    x = _bert(graph, graph.embedded("pieces", "ids"))
    mean = graph.add("ReduceMean", x, graph.constant(np.array([1])), keepdims=0)
    length = graph.add("ReduceL2", mean, graph.constant(np.array([1])), keepdims=1)
    graph.add("Div", mean, graph.add("Max", length, graph.constant(np.float32(_SHORTEST))), output="vectors")
    return graph.model(inputs={"ids": ("batch", "n")}, outputs={"vectors": ("batch", graph.width)})


def reader_graph(weights: Weights, *, quantise: bool = True) -> ModelProto:
    """A BERT that marks where an answer starts and ends.

    Args:
        weights: Those of a `training.reader.network.SpanNetwork` without `bert.` in front and without styles:
            the one that ships is added to positions.weight before.
        quantise: False keeps float32.

    Returns:
        A graph with the inputs `ids`, `segments` and `matches`, (batch, n) each, and the outputs `starts` and
        `ends`, (batch, n), and `nothing`, (batch,). There is no mask: a batch holds windows of one length.
    """
    graph = _Graph(weights, quantise=quantise)
    parts = [
        graph.embedded(*pair)
        for pair in (("pieces", "ids"), ("segments", "segments"), ("matches", "matches"))
    ]
    x = _bert(graph, graph.add("Sum", *parts))
    bounds = graph.add("Transpose", graph.linear(x, "bounds", quantise=False), perm=[2, 0, 1])
    for number, name in enumerate(("starts", "ends")):
        graph.add("Gather", bounds, graph.constant(np.array(number)), output=name)
    first = graph.add("Gather", x, graph.constant(np.array(0)), axis=1)
    graph.add(
        "Squeeze",
        graph.linear(first, "nothing", quantise=False),
        graph.constant(np.array([1])),
        output="nothing",
    )
    shape = ("batch", "n")
    return graph.model(
        inputs=dict.fromkeys(("ids", "segments", "matches"), shape),
        outputs={"starts": shape, "ends": shape, "nothing": ("batch",)},
    )


def save_graph(model: ModelProto, file: Path) -> None:
    """Check a graph and write it."""
    checker.check_model(model)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(model.SerializeToString(deterministic=True))


def count_layers(weights: Weights) -> int:
    """How many layers there are weights for."""
    return len({found[1] for name in weights if (found := re.match(r"layers\.(\d+)\.", name))})


def _bert(graph: "_Graph", embedded: str) -> str:
    """The layers over embeddings of pieces that have no positions yet."""
    x = graph.norm(graph.add("Sum", embedded, graph.positions("ids")), "norm")
    for number in range(count_layers(graph.weights)):
        layer = f"layers.{number}"
        joined = graph.linear(graph.attention(graph.linear(x, f"{layer}.attended")), f"{layer}.joined")
        x = graph.norm(graph.add("Sum", joined, x), f"{layer}.joined_norm")
        wide = graph.add("FastGelu", graph.linear(x, f"{layer}.wide"), domain="com.microsoft")
        x = graph.norm(graph.add("Sum", graph.linear(wide, f"{layer}.narrow"), x), f"{layer}.narrow_norm")
    return x


class _Graph:
    """Operators and constants as they are put together; each method returns the name of what comes out."""

    def __init__(self, weights: Weights, *, quantise: bool) -> None:
        self.weights = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        self.width = int(self.weights["norm.weight"].shape[0])
        self._quantise = quantise
        self._nodes: list[Any] = []
        self._constants: dict[str, Array] = {}

    def add(self, operator: str, *inputs: str, output: str = "", domain: str = "", **attributes: Any) -> str:
        """Put an operator after those that are there."""
        output = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, value: Array | np.generic, name: str = "") -> str:
        """Keep an array."""
        name = name or f"constant_{len(self._constants)}"
        self._constants[name] = np.asarray(value)
        return name

    def embedded(self, table: str, ids: str) -> str:
        """The rows of a table that ids name."""
        rows, scales = self._rows(f"{table}.weight")
        found = self.add("Gather", rows, ids)
        return self._dequantised(found, self.add("Gather", scales, ids)) if scales else found

    def positions(self, ids: str) -> str:
        """The embeddings of as many positions as there are ids in a row."""
        rows, scales = self._rows("positions.weight")
        count = self.add("Shape", ids, start=1, end=2)
        first, axis = self.constant(np.array([0])), self.constant(np.array([0]))
        found = self.add("Slice", rows, first, count, axis)
        return self._dequantised(found, self.add("Slice", scales, first, count, axis)) if scales else found

    def linear(self, x: str, layer: str, *, quantise: bool = True) -> str:
        """A matrix and a bias."""
        matrix, bias = (
            self.weights[f"{layer}.weight"].T,
            self.constant(self.weights[f"{layer}.bias"], f"{layer}.bias"),
        )
        if not (quantise and self._quantise):
            product = self.add("MatMul", x, self.constant(np.ascontiguousarray(matrix), f"{layer}.weight"))
            return self.add("Sum", product, bias)
        whole, scale = quantised(matrix, axis=0, largest=_LARGEST_FACTOR)
        return self.add(
            "DynamicQuantizeMatMul",
            x,
            self.constant(whole, f"{layer}.weight"),
            self.constant(scale, f"{layer}.scale"),
            "",
            bias,
            domain="com.microsoft",
        )

    def attention(self, attended: str) -> str:
        """Attention over queries, keys and values that lie side by side."""
        parts = [f"{attended}_{part}" for part in ("queries", "keys", "values")]
        sizes = self.constant(np.array([self.width] * 3))
        self._nodes.append(helper.make_node("Split", [attended, sizes], parts, axis=-1))
        return self.add("MultiHeadAttention", *parts, domain="com.microsoft", num_heads=HEADS)

    def norm(self, x: str, layer: str) -> str:
        """A layer norm."""
        scale, bias = (
            self.constant(self.weights[f"{layer}.{kind}"], f"{layer}.{kind}") for kind in ("weight", "bias")
        )
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=_EPSILON)

    def model(
        self, inputs: Mapping[str, tuple[str, ...]], outputs: Mapping[str, tuple[str | int, ...]]
    ) -> ModelProto:
        """All of it; inputs are int64, outputs float32."""
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in inputs.items()],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in outputs.items()
            ],
            [numpy_helper.from_array(array, name) for name, array in self._constants.items()],
        )
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR, producer_name="yuanwen")

    def _rows(self, name: str) -> tuple[str, str]:
        """A table, and what its rows are to be multiplied with, "" where it is float32."""
        if not self._quantise:
            return self.constant(self.weights[name], name), ""
        whole, scale = quantised(self.weights[name], axis=1)
        return self.constant(whole, name), self.constant(scale[:, None], f"{name}.scale")

    def _dequantised(self, rows: str, scales: str) -> str:
        return self.add("Mul", self.add("Cast", rows, to=TensorProto.FLOAT), scales)


def quantised(
    matrix: Array, axis: int, largest: int = _LARGEST
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers up to `largest`, and the scales to multiply them with: one for all along an axis."""
    scale = np.maximum(np.abs(matrix).max(axis=axis), _SHORTEST).astype(np.float32) / np.float32(largest)
    return np.rint(matrix / np.expand_dims(scale, axis)).astype(np.int8), scale
