"""The network that is trained: a BERT, and on it the heads of the reader."""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.reader.pieces import MATCHES, SEGMENTS
from training.backbone.folder import read_weights
from training.graph import HEADS

WIDTH = 384
LONGEST = 48
"""Pieces of the longest span."""

_DROPOUT = 0.1
_IMPOSSIBLE = -1e4


class Layer(nn.Module):
    """One layer of a BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.attended = nn.Linear(WIDTH, 3 * WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.joined_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, n, width) and a bias on attention of (batch, 1, 1, n)."""
        batch, n, _ = x.shape
        queries, keys, values = (
            self.attended(x).view(batch, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        )
        weights = (queries @ keys.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask).softmax(-1)
        attended = (weights @ values).transpose(1, 2).reshape(batch, n, WIDTH)
        x = self.joined_norm(x + functional.dropout(self.joined(attended), _DROPOUT, self.training))
        wide = functional.gelu(self.wide(x))
        narrowed: Tensor = self.narrow_norm(
            x + functional.dropout(self.narrow(wide), _DROPOUT, self.training)
        )
        return narrowed


class Bert(nn.Module):
    """A BERT whose input embeddings may get something added."""

    def __init__(self, pieces: int, layers: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor, added: Tensor | None = None) -> Tensor:
        """(batch, n) ids and mask, what is added (batch, n, width); returns (batch, n, width)."""
        x: Tensor = self.pieces(ids) + self.positions.weight[: ids.shape[1]]
        x = self.norm(x if added is None else x + added)
        x = functional.dropout(x, _DROPOUT, self.training)
        bias = (1 - mask[:, None, None, :].float()) * _IMPOSSIBLE
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_bert(folder: Path, layers: int) -> Bert:
    """The lowest layers of a backbone, as `training.backbone` writes it."""
    weights = {name: torch.from_numpy(array) for name, array in read_weights(folder, layers).items()}
    network = Bert(len(weights["pieces.weight"]), layers)
    network.load_state_dict(weights)
    return network


class SpanNetwork(nn.Module):
    """The reader in training: start and end of the answer, or no answer, over one softmax."""

    def __init__(self, bert: Bert, styles: int) -> None:
        """Put heads on a backbone.

        Args:
            bert: The backbone.
            styles: Number of files whose habits are told apart.
        """
        super().__init__()
        self.bert = bert
        self.segments = nn.Embedding(SEGMENTS, WIDTH)
        self.matches = nn.Embedding(MATCHES, WIDTH)
        self.styles = nn.Embedding(styles, WIDTH)
        self.bounds = nn.Linear(WIDTH, 2)
        self.nothing = nn.Linear(WIDTH, 1)
        for added, spread in ((self.segments, 0.01), (self.matches, 0.02), (self.styles, 0.0)):
            nn.init.normal_(added.weight, std=spread)

    def forward(
        self, ids: Tensor, segments: Tensor, matches: Tensor, mask: Tensor, styles: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Read windows.

        Args:
            ids, segments, matches, mask: (batch, n), as `training.reader.windows.stack` gives them.
            styles: (batch, styles) what share each file's habits have.

        Returns:
            Logits of starts and of ends, (batch, n) each, and of no answer, (batch,).
        """
        added = self.segments(segments) + self.matches(matches) + (styles @ self.styles.weight)[:, None]
        x = self.bert(ids, mask, added)
        starts, ends = self.bounds(x).unbind(-1)
        return starts, ends, self.nothing(x[:, 0])[:, 0]


def span_logits(starts: Tensor, ends: Tensor, allowed: Tensor) -> Tensor:
    """(batch, n, LONGEST): the logit of the span from a piece to one that comes so many after it.

    Args:
        starts, ends: (batch, n) logits.
        allowed: (batch, n) where a span may stand.
    """
    blocked = (~allowed) * _IMPOSSIBLE
    lasts = functional.pad(ends + blocked, (0, LONGEST - 1), value=_IMPOSSIBLE).unfold(1, LONGEST, 1)
    return (starts + blocked)[:, :, None] + lasts


def span_loss(spans: Tensor, nothing: Tensor, golds: Tensor) -> Tensor:
    """Mean loss of a batch, under one softmax over all spans and no answer.

    Three tenths are the negative log-likelihood of the right span; the rest is that of the F1 which a span
    drawn from the softmax can expect, so that a near miss costs less than another sentence. Where there is no
    answer both are the negative log-likelihood of that.

    Args:
        spans: (batch, n, LONGEST) logits.
        nothing: (batch,) logits of no answer.
        golds: (batch, 2) first and last piece of the right span, below 0 where there is none.
    """
    chances = torch.cat([spans.flatten(1), nothing[:, None]], dim=1).log_softmax(dim=1)
    answered = golds[:, 0] >= 0
    overlap = _overlaps(spans.shape[1], golds.clamp(min=0)).flatten(1)
    exact = chances[:, :-1].gather(1, overlap.argmax(dim=1)[:, None])[:, 0]
    expected = torch.logsumexp(chances[:, :-1] + torch.log(overlap + _SMALLEST), dim=1)
    gained = torch.where(answered, _EXACT * exact + (1 - _EXACT) * expected, chances[:, -1])
    return -gained.mean()


_EXACT, _SMALLEST = 0.3, 1e-9


def _overlaps(n: int, golds: Tensor) -> Tensor:
    """(batch, n, LONGEST): the F1 of each span's pieces with the right span, (batch, 2)."""
    starts = torch.arange(n)[:, None]
    ends = starts + 1 + torch.arange(LONGEST)
    first, last = golds[:, 0, None, None], golds[:, 1, None, None] + 1
    shared = (torch.minimum(ends, last) - torch.maximum(starts, first)).clamp(min=0)
    return 2 * shared / (ends - starts + last - first)


def style_shares(styles: Sequence[Sequence[int]], count: int) -> Tensor:
    """(batch, count): the share of each style in each row, in equal parts; one named twice counts twice."""
    shares = torch.zeros(len(styles), count)
    for row, named in enumerate(styles):
        for style in named:
            shares[row, style] += 1 / len(named)
    return shares
