"""Titles among the properties of a file."""

import re
from collections.abc import Sequence

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.loaders.plain import own_title

_BLOCKS = 100
_CHARACTERS = 2_000


def borne_out(title: str, blocks: Sequence[Block]) -> str | None:
    """A title among properties, or None where a program made it up or the text does not bear it out.

    Copied files keep the title of the one before: at least half of it must stand in the text as well.
    """
    own = own_title(title)
    if own is None:
        return None
    text = _key("".join(block.text for block in blocks[:_BLOCKS]))[:_CHARACTERS]
    key = _key(own)
    pairs = {key[at : at + 2] for at in range(max(len(key) - 1, 1))}
    return own if sum(pair in text for pair in pairs) * 2 >= len(pairs) else None


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
