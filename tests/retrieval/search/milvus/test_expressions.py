from datetime import date

import numpy as np
import pytest

from retrieval.search.filters import Filter
from retrieval.search.milvus.expressions import among, expression, lets_nothing_through


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        (Filter(), ""),
        (Filter(frozenset({3, 1})), "collection in [1, 3]"),
        (Filter(since=date(1970, 1, 11)), "day >= 10"),
        (Filter(until=date(1970, 1, 11)), "day > -2147483648 and day <= 10"),
        (Filter(ids=np.array([7, 9])), "id in [7, 9]"),
        (
            Filter(frozenset({1}), np.array([7]), date(1970, 1, 2), date(1970, 1, 3)),
            "collection in [1] and day >= 1 and day > -2147483648 and day <= 2 and id in [7]",
        ),
    ],
)
def test_a_filter_is_an_expression_of_numbers(within: Filter, expected: str) -> None:
    assert expression(within) == expected
    assert expression(within, embedded=True) == f"{expected} and embedded == true".removeprefix(" and ")


def test_ids_in_a_row_are_a_range() -> None:
    assert among([5, 4, 6, 7]) == "(id >= 4 and id <= 7)"
    assert among([1, 10, 11, 12, 13, 20]) == "((id >= 10 and id <= 13) or id in [1, 20])"
    assert len(among(range(100_000))) < 50


def test_what_holds_nothing_lets_nothing_through() -> None:
    assert lets_nothing_through(Filter(frozenset()))
    assert lets_nothing_through(Filter(ids=np.empty(0, np.int64)))
    assert not lets_nothing_through(Filter())
    assert not lets_nothing_through(Filter(frozenset({1}), np.array([1])))
