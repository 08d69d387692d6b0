"""What the reader is trained towards: the right span, and spans that overlap it."""

from collections.abc import Sequence

import torch
from torch import Tensor

from training.data import Example

_EXACT = 0.3
_SMALLEST = 1e-9


def span_loss(spans: Tensor, null: Tensor, examples: Sequence[Example], bodies: Sequence[int]) -> Tensor:
    """Mean loss of a batch, under one softmax over all spans and no answer.

    Three tenths are the negative log-likelihood of the right span; the rest is that of the F1 which a
    span drawn from the softmax can expect, so that a near miss costs less than another sentence. Where
    there is no answer both are the negative log-likelihood of that.

    Args:
        spans: (batch, n, longest) logits.
        null: (batch,) logits of no answer.
        examples: Their spans count from the start of the text; the first counts.
        bodies: Where the text starts in each row.
    """
    logits = torch.cat([spans.flatten(1), null[:, None]], dim=1)
    chances = logits.log_softmax(dim=1)
    answered = torch.tensor([bool(example.spans) for example in examples])
    first = [example.spans[0] if example.spans else (0, 1) for example in examples]
    golds = torch.tensor(first) + torch.tensor(bodies)[:, None]
    overlap = _overlaps(spans.shape[1], spans.shape[2], golds).flatten(1)
    exact = chances[:, :-1].gather(1, overlap.argmax(dim=1)[:, None])[:, 0]
    expected = torch.logsumexp(chances[:, :-1] + torch.log(overlap + _SMALLEST), dim=1)
    gained = torch.where(answered, _EXACT * exact + (1 - _EXACT) * expected, chances[:, -1])
    return -gained.mean()


def _overlaps(n: int, longest: int, golds: Tensor) -> Tensor:
    """(batch, n, longest): the F1 of each span's characters with the right span, (batch, 2)."""
    starts = torch.arange(n)[:, None]
    ends = starts + 1 + torch.arange(longest)
    first, last = golds[:, 0, None, None], golds[:, 1, None, None]
    shared = (torch.minimum(ends, last) - torch.maximum(starts, first)).clamp(min=0)
    return 2 * shared / (ends - starts + last - first)
