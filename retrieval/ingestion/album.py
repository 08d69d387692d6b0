"""Pictures of several pages as one file: what somebody photographed page by page is one document."""

import json
from collections.abc import Sequence
from typing import Final

_BEGINS: Final = b"yuanwen album\n"
"""What no picture begins with."""
_LONGEST_HEAD: Final = 10_000
MOST_PAGES: Final = 100


def packed(pages: Sequence[bytes]) -> bytes:
    """The bytes of pictures as those of one file, always the same for the same pictures."""
    head = json.dumps([len(page) for page in pages]).encode("ascii")
    return b"".join([_BEGINS, head, b"\n", *pages])


def unpacked(data: bytes) -> Sequence[bytes] | None:
    """The pictures in what `packed` gave, in their order; None for any other bytes.

    Raises:
        ValueError: It begins like one, and is none.
    """
    if not data.startswith(_BEGINS):
        return None
    head, _, _ = data[len(_BEGINS) :][:_LONGEST_HEAD].partition(b"\n")
    try:
        sizes = json.loads(head)
    except RecursionError as error:
        raise ValueError("No album: its head is nested too deep") from error
    at = len(_BEGINS) + len(head) + 1
    is_whole = isinstance(sizes, list) and all(isinstance(size, int) and size >= 0 for size in sizes)
    if not is_whole or not 0 < len(sizes) <= MOST_PAGES or at + sum(sizes) != len(data):
        raise ValueError("No album, or not a whole one")
    pages = []
    for size in sizes:
        pages.append(data[at : at + size])
        at += size
    return pages
