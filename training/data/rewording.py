"""Questions in other words: 规模 becomes 盘子."""

import random
from collections.abc import Sequence

from retrieval.text import fold, words
from training.data.lexicon import Group


class Rewording:
    """Puts expressions in place of others that mean the same."""

    def __init__(self, groups: Sequence[Group]) -> None:
        """Take over groups of expressions, see `training.data.lexicon.read_lexicon`."""
        self._groups: dict[str, set[Group]] = {}
        for group in groups:
            for expression in group:
                self._groups.setdefault(fold(expression), set()).add(group)
        self._longest = max(map(len, self._groups), default=0)

    def alike(self, one: str, other: str) -> bool:
        """Whether two folded expressions may stand for each other."""
        return not self._groups.get(one, set()).isdisjoint(self._groups.get(other, set()))

    def reword(self, question: str, chance: random.Random) -> str:
        """The question, folded, with one expression replaced; as it is where none can be."""
        cut = words(fold(question))
        found = [
            (start, end)
            for start in range(len(cut))
            for end in range(start + 1, len(cut) + 1)
            if len("".join(cut[start:end])) <= self._longest and "".join(cut[start:end]) in self._groups
        ]
        if not found:
            return question
        start, end = chance.choice(found)
        said = "".join(cut[start:end])
        group = chance.choice(sorted(self._groups[said]))
        others = [fold(other) for other in group if fold(other) != said]
        return "".join([*cut[:start], chance.choice(others), *cut[end:]]) if others else question
