"""The passages that wait to be embedded."""

from collections.abc import Collection, Sequence


class Waiting:
    """Ids of passages without a vector, those that came last first. One thread at a time may use it."""

    def __init__(self) -> None:
        self._runs: list[list[int]] = []

    def add(self, ids: Sequence[int]) -> None:
        """Put some before all others.

        Args:
            ids: In the order in which they are wanted.
        """
        if ids:
            self._runs.append(list(reversed(ids)))

    def take(self, count: int) -> list[int]:
        """Take out the first so many; fewer where there are no more."""
        taken: list[int] = []
        while self._runs and len(taken) < count:
            run = self._runs[-1]
            missing = count - len(taken)
            taken += reversed(run[-missing:])
            del run[-missing:]
            if not run:
                self._runs.pop()
        return taken

    def replace(self, ids: Collection[int]) -> None:
        """Hold these instead of all others, in this order."""
        self._runs = [list(reversed(list(ids)))] if ids else []
