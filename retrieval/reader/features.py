"""What the reader sees of a question and a passage: characters, words, and how the two match.

Training and inference share this module, so that both see the same numbers.
"""

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.text import fold, tagged

Array = NDArray[Any]

PADDING, UNKNOWN = 0, 1
"""Ids of characters (and of tags) that stand for no character and for one outside the vocabulary."""
SEPARATOR = "\n"
"""Stands between title and text; folded text never holds it."""
BIGRAMS = 16_384
"""Number of buckets that neighbouring characters are hashed into."""
BOUNDARIES = 9
"""Ids of a character's place in its word: 0 padding; text: 1 alone, 2 first, 3 inside, 4 last; title: + 4."""
QUESTION_MATCHES, PASSAGE_MATCHES, RELATIONS = 6, 15, 4
"""Match features of a question's character, of a passage's character, and of a pair of both."""

_NEAR, _FAR = 16, 64
_CODES = 0x30000
_UNMATCHED = -1


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as ids, one row a character; all arrays have its length.

    Attributes:
        codes: Folded code points.
        characters: Ids in the vocabulary.
        tags: Ids of the part of speech of the word a character stands in.
        boundaries: Its place in that word, see `BOUNDARIES`.
        bigrams: The hash of it and the next character, below `BIGRAMS`.
        words: The hash of the word it stands in.
    """

    codes: Array
    characters: Array
    tags: Array
    boundaries: Array
    bigrams: Array
    words: Array

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of m characters beside a passage of n, its title in front.

    Attributes:
        question: The question.
        passage: Title, separator and text; without a title the text alone.
        body: Where the text starts within `passage`; a span starts here or later.
        question_match: (m, 6) how far each character of the question is found in the passage.
        passage_match: (n, 15) how much of the question stands at and around each character.
        relations: (4, n, m) whether character, bigram, trigram and word are the same, 0 or 1.
    """

    question: Tokens
    passage: Tokens
    body: int
    question_match: Array
    passage_match: Array
    relations: Array


class Vocabulary:
    """The characters and parts of speech that the reader knows, and how rare each character is."""

    def __init__(self, characters: str, tags: tuple[str, ...], rarity: Array) -> None:
        """Take over the vocabulary a reader was trained with.

        Args:
            characters: Known characters; the first has id 2.
            tags: Known parts of speech; the first has id 2.
            rarity: For each character id its inverse document frequency, scaled to about 0 to 1.
        """
        self.characters = characters
        self.tags = tags
        self.rarity = np.asarray(rarity, np.float32)
        self._ids = np.full(_CODES, UNKNOWN, np.int32)
        for number, character in enumerate(characters):
            self._ids[ord(character)] = number + 2
        self._tags = {tag: number + 2 for number, tag in enumerate(tags)}

    def encode(self, text: str, title: int = 0) -> Tokens:
        """Turn folded text into ids; its first `title` characters are marked as a title."""
        codes = np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.int64)
        words = tagged(text)
        lengths = np.fromiter((len(word.text) for word in words), np.int64, len(words))
        tags = np.fromiter((self._tags.get(word.tag, UNKNOWN) for word in words), np.int32, len(words))
        hashes = np.fromiter((zlib.crc32(word.text.encode()) for word in words), np.int64, len(words))
        boundaries = _boundaries(lengths)
        boundaries[:title] += 4
        return Tokens(
            codes=codes,
            characters=self._ids[np.minimum(codes, _CODES - 1)],
            tags=np.repeat(tags, lengths),
            boundaries=boundaries,
            bigrams=_bigrams(codes),
            words=np.repeat(hashes, lengths),
        )

    def pair(self, question: str, text: str, title: str = "") -> Pair:
        """Lay a question beside a passage.

        Args:
            question: In any script and width, not empty.
            text: The passage, not empty; position i of it is `body + i` in the result.
            title: Title of its article, or "".
        """
        asked = fold(question)
        head = fold(title) + SEPARATOR if title else ""
        query = self.encode(asked)
        passage = self.encode(head + fold(text), title=len(head))
        matchable = np.fromiter((character.isalnum() for character in asked), bool, len(asked))
        weights = (self.rarity[query.characters] * matchable).astype(np.float32)
        relations = _relations(query, passage, matchable)
        coverage = _coverage(relations, weights, len(head))
        rarity = self.rarity[passage.characters][:, None]
        return Pair(
            question=query,
            passage=passage,
            body=len(head),
            question_match=_question_match(relations, weights),
            passage_match=np.concatenate([_local_match(relations, weights), coverage, rarity], axis=1),
            relations=relations,
        )


def _boundaries(lengths: Array) -> Array:
    places = np.full(int(lengths.sum()), 3, np.int32)
    ends = np.cumsum(lengths)
    places[ends - lengths] = 2
    places[ends[lengths > 1] - 1] = 4
    places[ends[lengths == 1] - 1] = 1
    return places


def _bigrams(codes: Array) -> Array:
    following = np.append(codes[1:], -1)
    hashed: Array = (codes * 7_919 + following * 104_729) % BIGRAMS
    return hashed.astype(np.int32)


def _relations(question: Tokens, passage: Tokens, matchable: Array) -> Array:
    """(4, n, m): the same character; part of the same bigram, of the same trigram; the same word."""
    asked = np.where(matchable, question.codes, _UNMATCHED)
    same = passage.codes[:, None] == asked
    pairs = same & _diagonal(same, 1)
    triples = pairs & _diagonal(same, 2)
    in_pair = pairs | _diagonal(pairs, -1)
    in_triple = triples | _diagonal(triples, -1) | _diagonal(triples, -2)
    word = same & (passage.words[:, None] == question.words)
    return np.stack([same, in_pair, in_triple, word]).astype(np.float32)


def _diagonal(matrix: Array, step: int) -> Array:
    """Element [i, j] of the result is [i + step, j + step] of the matrix, False beyond its edges."""
    shifted = np.zeros_like(matrix)
    if step > 0:
        shifted[:-step, :-step] = matrix[step:, step:]
    else:
        shifted[-step:, -step:] = matrix[:step, :step]
    return shifted


def _question_match(relations: Array, weights: Array) -> Array:
    found = relations.max(axis=1)
    often = 0.3 * np.log1p(relations[0].sum(axis=0))
    return np.stack([*found, weights, often], axis=1).astype(np.float32)


def _local_match(relations: Array, weights: Array) -> Array:
    same, in_pair, in_triple, word = relations
    columns = [same, same * weights, in_pair, in_pair * weights, in_triple, word]
    return np.stack([column.max(axis=1) for column in columns], axis=1)


def _coverage(relations: Array, weights: Array, title: int) -> Array:
    """(n, 8): the share of the question found within 16 and 64 characters ahead, behind, both, with title."""
    total = weights.sum() + np.float32(0.1)
    evidence = np.maximum(relations[1], 0.5 * relations[0]) * weights
    ahead = behind = evidence
    columns, reach = [], 1
    for limit in (_NEAR, _FAR):
        while reach < limit:
            ahead = _widen(ahead, reach)
            behind = _widen(behind[::-1], reach)[::-1]
            reach *= 2
        both = np.maximum(ahead, behind)
        columns += [ahead.sum(axis=1) / total, behind.sum(axis=1) / total, both.sum(axis=1) / total]
    columns.append(columns[-1] / (columns[-1].max(initial=0) + np.float32(1e-3)))
    from_title = evidence[:title].max(axis=0, initial=0)
    columns.append(np.maximum(both, from_title).sum(axis=1) / total)
    return np.stack(columns, axis=1).astype(np.float32)


def _widen(evidence: Array, reach: int) -> Array:
    """Take the larger of each row and the row `reach` after it."""
    widened = evidence.copy()
    if reach < len(evidence):
        np.maximum(widened[:-reach], evidence[reach:], out=widened[:-reach])
    return widened
