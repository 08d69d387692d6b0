"""The nearest by meaning are given back, wherever they rank."""

from retrieval.documents import Passage
from retrieval.search.ranking.selection import selected

RANKED = [(Passage(str(id_), id=id_), 1.0 / id_) for id_ in range(1, 9)]


def ids(limit: int, *nearest: int) -> list[int]:
    cosines = {id_: 1.0 - 0.1 * place for place, id_ in enumerate(nearest)}
    return [passage.id for passage, _ in selected(RANKED, limit, cosines)]


def test_the_two_nearest_take_the_last_places() -> None:
    assert ids(5, 8, 7, 6) == [1, 2, 3, 7, 8]


def test_one_that_is_among_the_first_takes_no_other_place() -> None:
    assert ids(5, 2, 7, 6) == [1, 2, 3, 4, 7]


def test_without_meaning_the_first_are_given_back() -> None:
    assert ids(5) == [1, 2, 3, 4, 5]


def test_of_few_the_first_are_given_back() -> None:
    assert ids(2, 8, 7) == [1, 2]
