"""A table of character replacements in the form that SentencePiece and tokenizers read.

The form is a double-array trie (Aoe, 1989; the layout is that of darts-clone) over the UTF-8 bytes of
what is replaced, followed by the replacements, each ended by a zero byte.
"""

import struct
from collections import defaultdict
from collections.abc import Mapping

_VALUE = 1 << 31
_HAS_LEAF = 1 << 8
_LARGE_OFFSET = 1 << 9
_SMALL = 1 << 21
_BLOCK = 256
_OPEN_BLOCKS = 16


def charsmap(replacements: Mapping[str, str]) -> bytes:
    """Compile replacements for `tokenizers.normalizers.Precompiled`.

    Args:
        replacements: What each character becomes; characters that stay need no entry.

    Returns:
        The length of the trie in bytes, the trie, and the replacements.
    """
    pool = bytearray()
    places: dict[str, int] = {}
    keys: dict[bytes, int] = {}
    for character, replacement in sorted(replacements.items()):
        if replacement not in places:
            places[replacement] = len(pool)
            pool += replacement.encode() + b"\0"
        keys[character.encode()] = places[replacement]
    units = _Trie(keys).units
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(pool)


class _Trie:
    """Places the child of a node that a byte leads to at `base ^ byte`, and its value at `base`."""

    def __init__(self, keys: Mapping[bytes, int]) -> None:
        self.units = [0] * _BLOCK
        self._taken = {0}
        self._first_free = 1
        self._place(0, keys)

    def _place(self, node: int, keys: Mapping[bytes, int]) -> None:
        """Lay out all keys that share the node, each shortened by what led to it."""
        branches: dict[int, dict[bytes, int]] = defaultdict(dict)
        for key, value in keys.items():
            if key:
                branches[key[0]][key[1:]] = value
        base = self._fit(node, list(branches))
        self.units[node] |= _encoded(node ^ base)
        if b"" in keys:
            self.units[node] |= _HAS_LEAF
            self.units[base] = _VALUE | keys[b""]
        for label in branches:
            self.units[base ^ label] = label
        for label, rest in branches.items():
            self._place(base ^ label, rest)

    def _fit(self, node: int, labels: list[int]) -> int:
        """Take the lowest base, in the last blocks, that is free itself and at all labels."""
        self._first_free = max(self._first_free, len(self.units) - _OPEN_BLOCKS * _BLOCK)
        while self._first_free in self._taken:
            self._first_free += 1
        base = self._first_free
        while not _encodable(node ^ base) or any(base ^ label in self._taken for label in (0, *labels)):
            base += 1
        while max(base ^ label for label in (0, *labels)) >= len(self.units):
            self.units.extend([0] * _BLOCK)
        self._taken.update(base ^ label for label in (0, *labels))
        return base


def _encodable(offset: int) -> bool:
    return offset < _SMALL or offset % _BLOCK == 0


def _encoded(offset: int) -> int:
    return offset << 10 if offset < _SMALL else offset << 2 | _LARGE_OFFSET
