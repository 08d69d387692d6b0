"""Vectors of words, looked up by hash."""

import numpy as np

from retrieval.reader.convolutional.words import WordVectors

WORDS = WordVectors(np.array([3, 7, 4_000_000_000], np.uint32), np.eye(3, dtype=np.float32))


def test_known_words_have_their_row() -> None:
    places = [WORDS.place(hashed) for hashed in (4_000_000_000, 3)]
    np.testing.assert_array_equal(WORDS.at(np.array(places)), np.eye(3)[[2, 0]])


def test_unknown_words_are_zero() -> None:
    places = [WORDS.place(hashed) for hashed in (0, 5, 4_000_000_001)]
    assert places == [-1, -1, -1]
    assert not WORDS.at(np.array(places)).any()


def test_no_words_at_all() -> None:
    nothing = WordVectors(np.empty(0, np.uint32), np.empty((0, 4), np.float32))
    assert nothing.dimensions == 4
    assert nothing.place(3) == -1
    assert nothing.at(np.array([-1, -1])).shape == (2, 4)
