"""The input of the convolutional reader: characters, words, and how question and passage match.

Training and inference share this module, so that both see the same numbers.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.reader.convolutional.words import WordVectors
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
QUESTION_MATCHES, PASSAGE_MATCHES, RELATIONS = 7, 17, 5
"""Match features of a question's character, of a passage's character, and of a pair of both."""
WORD_SCALE = 3.0
"""Words' vectors are multiplied by this, so that they weigh as much as what is learnt."""

_NEAR, _FAR = 16, 64  # characters
_WEIGHED = [0, 1, 4]  # relations that also count weighed by the rarity of the character
_CODES = 0x30000  # code points in the table of ids
_REMEMBERED = 65_536  # words
_UNMATCHED = -1  # stands for a character that is not compared


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
        meanings: (n, dimensions) float32: the vector of that word.
        body: Where the text itself starts, behind a title.
    """

    codes: Array
    characters: Array
    tags: Array
    boundaries: Array
    bigrams: Array
    words: Array
    meanings: Array
    body: int = 0

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of m characters beside a passage of n, its title in front.

    Attributes:
        question: The question.
        passage: Title, separator and text; without a title the text alone.
        question_match: (m, 7) how far each character of the question is found in the passage.
        passage_match: (n, 17) how much of the question stands at and around each character.
        relations: (5, m, n) whether character, bigram, trigram and word are the same, 0 or 1, and how
            alike the words are in meaning, 0 to 1.
    """

    question: Tokens
    passage: Tokens
    question_match: Array
    passage_match: Array
    relations: Array

    @property
    def body(self) -> int:
        """Where the text starts within the passage; a span starts here or later."""
        return self.passage.body


class Vocabulary:
    """The characters, parts of speech and words that the reader knows, and how rare each character is."""

    def __init__(self, characters: str, tags: tuple[str, ...], rarity: Array, words: WordVectors) -> None:
        """Take over the vocabulary a reader was trained with.

        Args:
            characters: Known characters; the first has id 2.
            tags: Known parts of speech; the first has id 2.
            rarity: For each character id its inverse document frequency, scaled to about 0 to 1.
            words: Vectors of words.
        """
        self.characters = characters
        self.tags = tags
        self.words = words
        self.rarity = np.asarray(rarity, np.float32)
        self._ids = np.full(_CODES, UNKNOWN, np.int32)
        for number, character in enumerate(characters):
            self._ids[ord(character)] = number + 2
        self._tags = {tag: number + 2 for number, tag in enumerate(tags)}
        self._word = lru_cache(_REMEMBERED)(self._look_up)

    def encode(self, text: str, body: int = 0) -> Tokens:
        """Turn folded text into ids; what stands before `body` is marked as a title."""
        codes = np.frombuffer(text.encode("utf-32-le"), "<i4")
        found = [self._word(word, tag) for word, tag in tagged(text)]
        flat = np.fromiter(chain.from_iterable(found), np.int64, 4 * len(found))
        lengths, tags, hashes, places = flat.reshape(-1, 4).T
        boundaries = _boundaries(lengths)
        boundaries[:body] += 4
        return Tokens(
            codes=codes,
            characters=self._ids[np.minimum(codes, _CODES - 1)],
            tags=np.repeat(tags, lengths),
            boundaries=boundaries,
            bigrams=_bigrams(codes),
            words=np.repeat(hashes, lengths),
            meanings=self.words.at(np.repeat(places, lengths)),
            body=body,
        )

    def _look_up(self, word: str, tag: str) -> tuple[int, int, int, int]:
        """A word's length, the ids of its part of speech, its hash, and its place among the vectors."""
        hashed = zlib.crc32(word.encode())
        return len(word), self._tags.get(tag, UNKNOWN), hashed, self.words.place(hashed)

    def question(self, text: str) -> Tokens:
        """A question, in any script and width."""
        return self.encode(fold(text))

    def passage(self, text: str, title: str = "") -> Tokens:
        """A passage behind the title of its article, or "": position i of it is `body + i` in the result."""
        head = fold(title) + SEPARATOR if title else ""
        return self.encode(head + fold(text), body=len(head))

    def lay(self, question: Tokens, passage: Tokens) -> Pair:
        """Lay a question beside a passage; neither is empty."""
        matchable = np.fromiter((chr(code).isalnum() for code in question.codes), bool, len(question))
        weights = (self.rarity[question.characters] * matchable)[:, None]
        relations = _relations(question, passage, matchable[:, None])
        local = [relations.max(axis=1), (relations[_WEIGHED] * weights).max(axis=1)]
        # same, same weighed, bigram, bigram weighed, trigram, word, alike, alike weighed
        matches = np.concatenate(local)[[0, 5, 1, 6, 2, 3, 4, 7]]
        coverage = _coverage(relations, weights, passage.body)
        return Pair(
            question=question,
            passage=passage,
            question_match=_question_match(relations, weights[:, 0]),
            passage_match=np.concatenate([matches, coverage, self.rarity[None, passage.characters]]).T,
            relations=relations,
        )

    def pair(self, question: str, text: str, title: str = "") -> Pair:
        """Lay a question beside a passage and the title of its article, or ""; neither text is empty."""
        return self.lay(self.question(question), self.passage(text, title))


def _boundaries(lengths: Array) -> Array:
    places = np.full(int(lengths.sum()), 3, np.int32)
    ends = np.cumsum(lengths)
    places[ends - lengths] = 2
    places[ends[lengths > 1] - 1] = 4
    places[ends[lengths == 1] - 1] = 1
    return places


def _bigrams(codes: Array) -> Array:
    following = np.append(codes[1:], -1)
    hashed: Array = (codes * np.int64(7_919) + following * np.int64(104_729)) % BIGRAMS
    return hashed.astype(np.int32)


def _relations(question: Tokens, passage: Tokens, matchable: Array) -> Array:
    """(5, m, n): the same character; part of the same bigram, of the same trigram; the same word; alike."""
    asked = np.where(matchable, question.codes[:, None], _UNMATCHED)
    relations = np.empty((RELATIONS, len(question), len(passage)), np.float32)
    same = asked == passage.codes
    pairs = same & _diagonal(same, 1)
    triples = pairs & _diagonal(same, 2)
    relations[0] = same
    relations[1] = pairs | _diagonal(pairs, -1)
    relations[2] = triples | _diagonal(triples, -1) | _diagonal(triples, -2)
    relations[3] = same & (question.words[:, None] == passage.words)
    np.matmul(question.meanings * matchable, passage.meanings.T, out=relations[4])
    np.maximum(relations[4], 0, out=relations[4])
    return relations


def _diagonal(matrix: Array, step: int) -> Array:
    """Element [i, j] of the result is [i + step, j + step] of the matrix, False beyond its edges."""
    shifted = np.zeros_like(matrix)
    if step > 0:
        shifted[:-step, :-step] = matrix[step:, step:]
    else:
        shifted[-step:, -step:] = matrix[:step, :step]
    return shifted


def _question_match(relations: Array, weights: Array) -> Array:
    found = relations.max(axis=2)
    often = 0.3 * np.log1p(relations[0].sum(axis=1))
    return np.stack([*found, weights, often], axis=1).astype(np.float32)


def _coverage(relations: Array, weights: Array, title: int) -> Array:
    """(8, n): the share of the question found within 16 and 64 characters ahead, behind, both, with title."""
    total = weights.sum() + np.float32(0.1)
    evidence = np.maximum(relations[1], np.float32(0.5) * relations[0]) * weights
    # Column j of `widest` is the best of `reach` columns of the evidence from j - _FAR + 1 on.
    (m, n), reach = evidence.shape, 1
    widest = np.zeros((m, n + 2 * (_FAR - 1)), np.float32)
    widest[:, _FAR - 1 : _FAR - 1 + n] = evidence
    columns = []
    for limit in (_NEAR, _FAR):
        while reach < limit:
            widest = np.maximum(widest[:, :-reach], widest[:, reach:])
            reach *= 2
        ahead, behind = widest[:, _FAR - 1 :][:, :n], widest[:, _FAR - reach :][:, :n]
        both = np.maximum(ahead, behind)
        columns += [side.sum(axis=0) / total for side in (ahead, behind, both)]
    columns.append(columns[-1] / (columns[-1].max(initial=0) + np.float32(1e-3)))
    from_title = evidence[:, :title].max(axis=1, initial=0, keepdims=True)
    columns.append(np.maximum(both, from_title).sum(axis=0) / total)
    return np.stack(columns)
