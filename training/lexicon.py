"""Everyday words and formal ones: what text in an official tone cannot teach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from retrieval.text import fold, words
from training.pairs import Ids

LEXICON = Path(__file__).with_name("colloquial.txt")
_PLAINEST = 0.5

Group = tuple[str, ...]
_Key = tuple[int, ...]


def read_lexicon(file: Path = LEXICON) -> list[Group]:
    """Groups of expressions that may stand for each other in a question, the most colloquial one first.

    One group a line, expressions apart by spaces; a line that begins with "#" is a heading.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split()) for line in lines if line and not line.startswith("#")]


def lexicon_words(groups: Sequence[Group]) -> set[str]:
    """jieba's words that the expressions are made of, folded."""
    return {word for group in groups for expression in group for word in words(fold(expression))}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Groups of expressions as token ids.

    Attributes:
        groups: The expressions of each group.
        places: For each expression, in which groups it is.
        longest: Tokens of the longest expression.
    """

    groups: list[list[_Key]]
    places: dict[_Key, list[int]]
    longest: int

    @classmethod
    def of(cls, groups: Sequence[Group], tokenizer: Tokenizer) -> "Lexicon":
        """Encode the groups; equal expressions become one, and a group of one is left out."""
        encoded = [
            list(dict.fromkeys(_key(expression, tokenizer) for expression in group)) for group in groups
        ]
        kept = [[key for key in keys if key] for keys in encoded]
        kept = [keys for keys in kept if len(keys) > 1]
        places: dict[_Key, list[int]] = {}
        for number, keys in enumerate(kept):
            for key in keys:
                places.setdefault(key, []).append(number)
        return cls(kept, places, max(map(len, places), default=0))

    def pair(self, number: int, random: np.random.Generator) -> tuple[Ids, Ids]:
        """Two expressions of a group."""
        group = self.groups[number]
        one, other = random.choice(len(group), 2, replace=False)
        return np.array(group[one], np.int32), np.array(group[other], np.int32)

    def reworded(self, ids: Ids, share: float, random: np.random.Generator) -> Ids:
        """Replace expressions by others of their groups.

        Args:
            ids: Tokens of a text.
            share: How many of the expressions, as a fraction of 1.
            random: Chooses which, and by what: half of the time by the most colloquial of the group.

        Returns:
            The tokens of the text in other words; `ids` itself where there is nothing to replace.
        """
        found = list(self._found(ids.tolist()))
        if not found:
            return ids
        pieces: list[Ids] = []
        last = 0
        for (start, end, numbers), taken in zip(found, random.random(len(found)) < share, strict=True):
            if not taken:
                continue
            group = self.groups[numbers[int(random.random() * len(numbers))]]
            pieces += [
                ids[last:start],
                np.array(_other(group, tuple(ids[start:end].tolist()), random), np.int32),
            ]
            last = end
        return np.concatenate([*pieces, ids[last:]]) if pieces else ids

    def _found(self, ids: Sequence[int]) -> Iterator[tuple[int, int, list[int]]]:
        """(start, end, groups) of the expressions in a text, the longest at each place."""
        start = 0
        while start < len(ids):
            for end in range(min(start + self.longest, len(ids)), start, -1):
                numbers = self.places.get(tuple(ids[start:end]))
                if numbers:
                    yield start, end, numbers
                    start = end
                    break
            else:
                start += 1


def _key(expression: str, tokenizer: Tokenizer) -> _Key:
    return tuple(tokenizer.encode(expression).ids)


def _other(group: Sequence[_Key], key: _Key, random: np.random.Generator) -> _Key:
    others = [other for other in group if other != key]
    if group[0] != key and random.random() < _PLAINEST:
        return group[0]
    return others[int(random.random() * len(others))]
