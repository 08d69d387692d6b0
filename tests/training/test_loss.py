import math

import pytest

from training.data import Example

torch = pytest.importorskip("torch", reason="training needs torch: pip install yuanwen[training]")

from training.loss import span_loss  # noqa: E402

TEXT, LONGEST = "0123456789", 4


def example(*span: int) -> Example:
    return Example("made", "?", "", TEXT, (span,) if span else (), ("x",) if span else ())  # type: ignore[arg-type]


def loss(certain: tuple[int, int] | None, right: Example, body: int = 0) -> float:
    """The loss of a network that is sure of one span (start, end), or of no answer."""
    spans, null = torch.zeros(1, len(TEXT) + body, LONGEST), torch.zeros(1)
    if certain is None:
        null[0] = 20
    else:
        spans[0, body + certain[0], certain[1] - certain[0] - 1] = 20
    return float(span_loss(spans, null, [right], [body]))


def test_the_right_span_costs_nothing() -> None:
    assert loss((2, 5), example(2, 5)) == pytest.approx(0, abs=1e-3)
    assert loss((2, 5), example(2, 5), body=3) == pytest.approx(0, abs=1e-3)


def test_a_near_miss_costs_less_than_another_place() -> None:
    near, far = loss((2, 4), example(2, 5)), loss((6, 9), example(2, 5))
    assert 1 < near < far
    # Three tenths of the likelihood of the right span, and F1 = 2 · 2 / (2 + 3) of the near one.
    assert near == pytest.approx(0.3 * 20 - 0.7 * math.log(0.8), abs=1e-2)


def test_no_answer_is_right_or_wrong() -> None:
    assert loss(None, example()) == pytest.approx(0, abs=1e-3)
    assert loss((2, 5), example()) == pytest.approx(20, abs=1e-2)
    assert loss(None, example(2, 5)) > 5


def test_the_loss_of_a_batch_is_the_mean() -> None:
    generator = torch.Generator().manual_seed(1)
    spans, null = torch.randn(2, len(TEXT), LONGEST, generator=generator), torch.zeros(2)
    examples = [example(2, 5), example()]
    alone = [float(span_loss(spans[i : i + 1], null[i : i + 1], [examples[i]], [0])) for i in range(2)]
    assert float(span_loss(spans, null, examples, [0, 0])) == pytest.approx(sum(alone) / 2, rel=1e-5)
