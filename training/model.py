"""The network of the span reader, in torch, for training.

`retrieval.reader.network` computes the same in numpy; both name their weights alike.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.reader.features import (
    BIGRAMS,
    BOUNDARIES,
    PASSAGE_MATCHES,
    QUESTION_MATCHES,
    RELATIONS,
    WORD_SCALE,
)
from retrieval.reader.network import IMPOSSIBLE
from training.batches import Batch, Text


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a reader.

    Attributes:
        characters: Number of character ids.
        tags: Number of part-of-speech ids.
        hidden: Width of the layers.
        heads: Heads of each cross-attention; they divide `hidden`.
        dilations: Of the passage's convolutions, in groups; a cross-attention stands between groups.
        longest: Characters of the longest span.
        rank: Of the bilinear term between start and end.
        word_size: Length of the words' vectors, which are not trained.
        character_size, tag_size, boundary_size, bigram_size: Widths of the embeddings.
    """

    characters: int
    tags: int
    hidden: int = 96
    heads: int = 4
    dilations: tuple[tuple[int, ...], ...] = ((1, 2), (4, 1), (2, 8, 1))
    longest: int = 64
    rank: int = 32
    word_size: int = 96
    character_size: int = 64
    tag_size: int = 16
    boundary_size: int = 8
    bigram_size: int = 32

    def as_dict(self) -> dict[str, object]:
        """For config.json."""
        return asdict(self)


class Embedding(nn.Module):
    """Characters, parts of speech, word boundaries, hashed bigrams and words, side by side."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.character = nn.Embedding(shape.characters, shape.character_size)
        self.tag = nn.Embedding(shape.tags, shape.tag_size)
        self.boundary = nn.Embedding(BOUNDARIES, shape.boundary_size)
        self.bigram = nn.Embedding(BIGRAMS, shape.bigram_size)
        nn.init.normal_(self.character.weight, std=0.3)
        nn.init.normal_(self.tag.weight, std=0.5)
        nn.init.normal_(self.boundary.weight, std=0.5)
        nn.init.normal_(self.bigram.weight, std=0.1)
        learnt = shape.character_size + shape.tag_size + shape.boundary_size + shape.bigram_size
        self.size = learnt + shape.word_size

    def forward(self, text: Text) -> Tensor:
        """(batch, length, size)."""
        parts = [
            self.character(text.characters),
            self.tag(text.tags),
            self.boundary(text.boundaries),
            self.bigram(text.bigrams),
            text.meanings * WORD_SCALE,
        ]
        return torch.cat(parts, dim=-1)


class ChannelDropout(nn.Module):
    """Drops the same channels at all positions of a text."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        if not self.training or self.rate == 0:
            return x
        kept = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - self.rate) / (1 - self.rate)
        return x * kept


class Convolution(nn.Module):
    """A residual convolution of width 3.

    It is written in two dimensions, of which one is 1: so it takes an eighth to a quarter less time on a CPU.
    """

    def __init__(self, hidden: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(hidden)
        self.taps = nn.Linear(hidden, 3 * hidden, bias=False)
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.dropout = ChannelDropout(dropout)
        self.dilation = dilation
        nn.init.normal_(self.taps.weight, std=math.sqrt(1 / (3 * hidden)))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, hidden) to the same; mask is (batch, length, 1)."""
        hidden, step = x.shape[2], self.dilation
        image = self.dropout(self.norm(x) * mask)[:, None].permute(0, 3, 1, 2)
        taps = self.taps.weight.view(3, hidden, hidden).permute(1, 2, 0)[:, :, None]
        seen = functional.conv2d(image, taps, self.bias, padding=(0, step), dilation=(1, step))
        return x + functional.relu(seen.permute(0, 2, 3, 1).squeeze(1))


class Convolutions(nn.ModuleList):
    """Several in a row."""

    def __init__(self, hidden: int, dilations: Sequence[int], dropout: float) -> None:
        super().__init__([Convolution(hidden, dilation, dropout) for dilation in dilations])

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, hidden) to the same."""
        for layer in self:
            x = layer(x, mask)
        return x


class CrossAttention(nn.Module):
    """Passage positions look at the question; where they match it biases where they look."""

    def __init__(self, hidden: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(hidden)
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)
        self.relation = nn.Linear(RELATIONS, heads, bias=False)
        self.null_key = nn.Parameter(torch.randn(heads, hidden // heads) * 0.1)
        self.null_value = nn.Parameter(torch.zeros(heads, hidden // heads))
        self.output = nn.Linear(2 * hidden, hidden)
        self.dropout = ChannelDropout(dropout)
        self.heads = heads
        nn.init.uniform_(self.relation.weight, 0, 2)

    def forward(self, x: Tensor, question: Tensor, question_mask: Tensor, relations: Tensor) -> Tensor:
        """(batch, n, hidden) to the same; the question is (batch, m, hidden)."""
        batch, length, hidden = x.shape
        y = self.dropout(self.norm(x))
        query, key, value = (
            layer(part).view(batch, -1, self.heads, hidden // self.heads).transpose(1, 2)
            for layer, part in ((self.query, y), (self.key, question), (self.value, question))
        )
        scale = math.sqrt(hidden // self.heads)
        scores = query @ key.transpose(-1, -2) / scale + self.relation(relations).permute(0, 3, 1, 2)
        scores = scores.masked_fill(question_mask[:, None, None, :] == 0, IMPOSSIBLE)
        null = torch.einsum("bhnd,hd->bhn", query, self.null_key)[..., None] / scale
        weights = torch.cat([scores, null], dim=-1).softmax(dim=-1)
        seen = weights[..., :-1] @ value + weights[..., -1:] * self.null_value[:, None]
        seen = seen.transpose(1, 2).reshape(batch, length, hidden)
        return x + functional.relu(self.output(torch.cat([seen, y * seen], dim=-1)))


class ReaderNetwork(nn.Module):
    """Scores every span of a passage, and "no answer here", for a question."""

    def __init__(self, shape: Shape, dropout: float = 0.15, styles: int = 1) -> None:
        """Make a new network.

        Args:
            shape: Its sizes.
            dropout: Share of channels that are dropped in training.
            styles: Number of files of questions. Each has habits of its own (how much of a phrase is the
                answer), learnt as a vector that joins the question's; see `in_style`.
        """
        super().__init__()
        self.shape = shape
        hidden = shape.hidden
        self.embedding = Embedding(shape)
        self.dropout = ChannelDropout(dropout)
        self.question_input = nn.Linear(self.embedding.size + QUESTION_MATCHES, hidden)
        self.question_layers = Convolutions(hidden, (1, 2), dropout)
        self.question_norm = nn.LayerNorm(hidden)
        self.question_pool = nn.Linear(hidden, 1)
        self.passage_input = nn.Linear(self.embedding.size + PASSAGE_MATCHES, hidden)
        self.passage_question = nn.Linear(hidden, hidden)
        self.groups = nn.ModuleList([Convolutions(hidden, steps, dropout) for steps in shape.dilations])
        self.attentions = nn.ModuleList(
            [CrossAttention(hidden, shape.heads, dropout) for _ in shape.dilations[1:]]
        )
        self.output_norm = nn.LayerNorm(hidden)
        self.start = nn.Linear(hidden, 1)
        self.end = nn.Linear(hidden, 1)
        self.start_factor = nn.Linear(hidden, shape.rank)
        self.end_factor = nn.Linear(hidden, shape.rank)
        self.length = nn.Parameter(torch.zeros(shape.longest))
        self.null_pool = nn.Linear(hidden, 1)
        self.null_hidden = nn.Linear(2 * hidden + PASSAGE_MATCHES, 64)
        self.null = nn.Linear(64, 1)
        self.style = nn.Embedding(styles, hidden)
        nn.init.zeros_(self.style.weight)

    def forward(self, batch: Batch, styles: Tensor) -> tuple[Tensor, Tensor]:
        """Score a batch; `styles` are the numbers of its files, (batch,).

        Returns:
            (batch, n, longest): the logit of the span from i to i + k, the latter included, and
            (batch,): the logit of no answer. One softmax goes over both.
        """
        question, asked = self._read_question(batch)
        asked = asked + self.style(styles)
        x = torch.cat([self.dropout(self.embedding(batch.passage)), batch.passage_match], dim=-1)
        x = self.passage_input(x) + self.passage_question(asked)[:, None]
        mask = batch.passage.mask[..., None]
        for number, group in enumerate(self.groups):
            if number:
                x = self.attentions[number - 1](x, question, batch.question.mask, batch.relations)
            x = group(x, mask)
        y = self.output_norm(x)
        return self._spans(y, batch.body), self._no_answer(y, asked, batch)

    def _read_question(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The question's characters (batch, m, hidden) and their pooled vector (batch, hidden)."""
        mask = batch.question.mask[..., None]
        x = torch.cat([self.dropout(self.embedding(batch.question)), batch.question_match], dim=-1)
        x = self.question_input(x) * mask
        x = self.question_norm(self.question_layers(x, mask)) * mask
        return x, _pool(self.question_pool(x), x, batch.question.mask)

    def _spans(self, y: Tensor, body: Tensor) -> Tensor:
        """(batch, n, longest)."""
        count, n, longest = y.shape[0], y.shape[1], self.shape.longest
        barred = (1 - body) * IMPOSSIBLE
        start = self.start(y).squeeze(-1) + barred
        end = self.end(y).squeeze(-1) + barred
        joint = self.start_factor(y) @ self.end_factor(y).transpose(1, 2) / math.sqrt(self.shape.rank)
        joint = functional.pad(joint + end[:, None, :], (0, longest), value=IMPOSSIBLE)
        places = torch.arange(n)[:, None] + torch.arange(longest)
        band = joint.gather(2, places.expand(count, n, longest))
        logits: Tensor = band + start[..., None] + self.length
        return logits

    def _no_answer(self, y: Tensor, asked: Tensor, batch: Batch) -> Tensor:
        """(batch,)."""
        passage = _pool(self.null_pool(y), y, batch.passage.mask)
        best_match = batch.passage_match.amax(dim=1)
        hidden = self.null_hidden(torch.cat([passage, asked, best_match], dim=-1))
        logits: Tensor = self.null(functional.relu(hidden)).squeeze(-1)
        return logits


def _pool(scores: Tensor, x: Tensor, mask: Tensor) -> Tensor:
    """The mean of x weighted by the softmax of the scores."""
    weights = scores.squeeze(-1).masked_fill(mask == 0, IMPOSSIBLE).softmax(dim=-1)
    return torch.einsum("bn,bnh->bh", weights, x)


def in_style(weights: Mapping[str, Tensor], styles: Sequence[int]) -> dict[str, Tensor]:
    """A network's weights with the mean of some styles as the only one, folded into its biases."""
    folded = dict(weights)
    style = folded.pop("style.weight")[list(styles)].mean(dim=0)
    hidden = len(style)
    for name, columns in (("passage_question", slice(0, hidden)), ("null_hidden", slice(hidden, 2 * hidden))):
        folded[f"{name}.bias"] = folded[f"{name}.bias"] + folded[f"{name}.weight"][:, columns] @ style
    return folded
