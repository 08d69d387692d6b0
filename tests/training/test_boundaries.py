"""Weights are learnt from which of the likely spans people marked."""

import torch

from retrieval.reader.boundaries import EVERY
from training import boundaries
from training.boundaries import choice, fit

TEXT = "体检费一人98元，由公司出。"


def test_a_choice_tells_what_each_span_is_worth() -> None:
    one = choice("多少元", TEXT, {(3, 8): 1.5, (5, 8): 1.0, (10, 12): -2.0}, ["98元"])
    assert one.odds.tolist() == [1.5, 1.0, -2.0]
    assert one.worth[1] == 1
    assert 0.3 < one.worth[0] < 0.6
    assert one.worth[2] == 0
    assert f"{EVERY}\tbegins digit" in one.names[1]
    assert "amount\tbegins digit" in one.names[1]


def test_what_is_marked_gains_weight() -> None:
    torch.manual_seed(0)
    some = [
        choice("多少元", f"{TEXT}{number}", {(3, 8): 1.5, (5, 8): 1.0}, ["98元"])
        for number in range(boundaries._LEAST_COUNT)
    ]
    learnt = fit(some).weights
    assert learnt[EVERY]["begins digit"] > 0 > learnt[EVERY]["begins numeral"]
