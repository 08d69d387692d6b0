"""What a system under comparison is."""

from collections.abc import Sequence
from typing import Protocol

from benchmarks.peers.corpus import Text


class System(Protocol):
    """Indexes a corpus once, and is then asked by any number of threads."""

    def index(self, passages: Sequence[Text]) -> None:
        """Take all passages in; from then on they are found."""
        ...

    def search(self, question: str, limit: int) -> list[int]:
        """Places of the passages found, in the order in which they were indexed, from 0; best first."""
        ...
