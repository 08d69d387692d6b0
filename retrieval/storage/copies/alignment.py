"""What two sequences have in common, looked for within bounds: some were made to take hours."""

from collections import Counter
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate

Step = tuple[str, int, int, int, int]
"""As `SequenceMatcher.get_opcodes` gives them."""


class Effort:
    """What some comparisons may cost together.

    Args:
        most: How many pairs of equal items may be looked at, about ten million a second.
    """

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self, cost: int) -> None:
        """Take some of what is left.

        Raises:
            EffortSpentError: There is not so much.
        """
        if cost > self._left:
            raise EffortSpentError
        self._left -= cost


class EffortSpentError(Exception):
    """A comparison would cost more than it may."""


def steps(
    ours: Sequence[str], theirs: Sequence[str], effort: Effort, *, skips_frequent: bool = False
) -> Sequence[Step]:
    """The steps that make one sequence the other.

    Args:
        ours: One sequence.
        theirs: The other.
        effort: What this may cost; it is taken from there.
        skips_frequent: Whether of long sequences what stands in many places is no common ground.

    Raises:
        EffortSpentError: It would cost more.
    """
    return _Matcher(ours, theirs, effort, skips_frequent=skips_frequent).get_opcodes()


class _Matcher(SequenceMatcher[str]):
    """A matcher that pays for each search, by the pairs that it has to look at."""

    def __init__(
        self, ours: Sequence[str], theirs: Sequence[str], effort: Effort, *, skips_frequent: bool
    ) -> None:
        super().__init__(None, ours, theirs, skips_frequent)
        self._effort = effort
        frequent: set[str] = self.bpopular  # type: ignore[attr-defined]  # typeshed leaves it out
        looked_at = Counter(each for each in theirs if each not in frequent)
        self._costs = [0, *accumulate(1 + looked_at[each] for each in ours)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """The longest run that both have within bounds; see `SequenceMatcher`."""
        end = len(self._costs) - 1 if ahi is None else ahi
        self._effort.spend(self._costs[end] - self._costs[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)
