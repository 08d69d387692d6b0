"""The characters and parts of speech a reader is trained with."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from retrieval.reader.features import SEPARATOR, Vocabulary
from retrieval.reader.words import WordVectors
from retrieval.text import fold, tagged
from training.data import Example


def build_vocabulary(
    examples: Sequence[Example],
    cloze: Sequence[Example],
    vectors: WordVectors,
    least: int = 3,
    least_cloze: int = 10,
) -> Vocabulary:
    """Count characters and parts of speech.

    Args:
        examples: Real questions; their passages also give each character's document frequency.
        cloze: Synthetic questions; their passages add characters that the real ones lack.
        vectors: Of words, see `training.words`.
        least: How often a character must stand in the real passages and questions.
        least_cloze: Or how often in the passages of the synthetic ones.
    """
    passages = [fold(text) for text in sorted({example.text for example in examples})]
    made_up = [fold(text) for text in sorted({example.text for example in cloze})]
    questions = [fold(example.question) for example in examples]
    counted = Counter(character for text in passages + questions for character in text)
    others = Counter(character for text in made_up for character in text)
    known = sorted(
        {character for character, count in counted.items() if count >= least}
        | {character for character, count in others.items() if count >= least_cloze}
    )
    characters = SEPARATOR + "".join(character for character in known if character != SEPARATOR)
    tags = Counter(word.tag for text in passages[:4000] + questions for word in tagged(text))
    known_tags = tuple(tag for tag, _ in tags.most_common(60))
    return Vocabulary(characters, known_tags, _rarity(characters, passages), vectors)


def _rarity(characters: str, passages: Sequence[str]) -> np.ndarray:
    """Inverse document frequency of each character id, divided by the logarithm of their number."""
    held = Counter(character for text in passages for character in set(text))
    total = len(passages)
    frequencies = [math.log((total + 1) / (1 + held[character])) for character in characters]
    return np.array([0.0, math.log(total), *frequencies], np.float32) / np.float32(math.log(total))
