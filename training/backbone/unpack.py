"""The file of weights: a header, a unigram vocabulary, a table of characters, tensors of 4 bits."""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds.

    Attributes:
        pieces: The vocabulary; the first four are start, padding, end and unknown.
        scores: Log probability of each piece.
        width, layers, heads, positions: Shape of the BERT.
        tensors: Flat arrays by the file's names: emb.word, l0.q.w and so on.
    """

    pieces: list[str]
    scores: list[float]
    width: int
    layers: int
    heads: int
    positions: int
    tensors: dict[str, Array]


class _Bytes:
    """Reads numbers one after the other."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place

    def numbers(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self.data, self.place)
        self.place += struct.calcsize(f"<{layout}")
        return found

    def array(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, kind, count, self.place)
        self.place += found.nbytes
        return found

    def take(self, count: int) -> bytes:
        found = self.data[self.place : self.place + count]
        self.place += count
        return found


def unpack(data: bytes) -> Packed:
    """Read the file; see `Packed`."""
    source = _Bytes(data, 8)
    width, layers, heads, _, _, positions, _ = source.numbers("7i")
    source.numbers("fi")  # epsilon, kind of the matrices
    count, *_ = source.numbers("5i")
    (length,) = source.numbers("Q")
    places = source.array(np.uint32, count + 1)
    scores = source.array(np.float32, count)
    text = source.take(length)
    pieces = [text[places[n] : places[n + 1]].decode("utf-8", "replace") for n in range(count)]
    _, table = source.numbers("iI")
    source.take(table)  # which characters become which; NFKC does the same
    (names,) = source.numbers("i")
    tensors = dict(_tensor(source) for _ in range(names))
    return Packed(pieces, [float(score) for score in scores], width, layers, heads, positions, tensors)


def _tensor(source: _Bytes) -> tuple[str, Array]:
    (length,) = source.numbers("H")
    name = source.take(length).decode()
    _, count, offset, size = source.numbers("BIQQ")
    if size == 4 * count:
        return name, np.frombuffer(source.data, np.float32, count, offset)
    return name, dequantised(np.frombuffer(source.data, np.uint8, size, offset))


def dequantised(blocks: NDArray[np.uint8]) -> Array:
    """Blocks of 32 numbers: a half-precision factor, then 16 bytes, whose lower halves come first."""
    rows = blocks.reshape(-1, _BLOCK_BYTES)
    factors = rows[:, :2].copy().view(np.float16).astype(np.float32)
    halves = rows[:, 2:]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return np.asarray(numbers * factors, np.float32).reshape(-1)
