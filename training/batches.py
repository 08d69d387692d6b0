"""Pairs of question and passage, padded and stacked for the network in training."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from retrieval.reader.features import PASSAGE_MATCHES, QUESTION_MATCHES, RELATIONS, Array, Pair, Tokens


@dataclass(frozen=True, slots=True)
class Text:
    """Padded ids of a batch of texts, each (batch, length), and which positions are real (float).

    The words' vectors are (batch, length, dimensions).
    """

    characters: Tensor
    tags: Tensor
    boundaries: Tensor
    bigrams: Tensor
    meanings: Tensor
    mask: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs padded to common lengths m and n.

    Attributes:
        question, passage: Their ids.
        body: (batch, n) 1 where a span may stand: not in the title, not in the padding.
        question_match: (batch, m, 7). passage_match: (batch, n, 17). relations: (batch, n, m, 5).
    """

    question: Text
    passage: Text
    body: Tensor
    question_match: Tensor
    passage_match: Tensor
    relations: Tensor


def collate(pairs: list[Pair]) -> Batch:
    """Pad pairs to a batch."""
    count = len(pairs)
    longest_question = max(len(pair.question) for pair in pairs)
    longest_passage = max(len(pair.passage) for pair in pairs)
    body = np.zeros((count, longest_passage), np.float32)
    question_match = np.zeros((count, longest_question, QUESTION_MATCHES), np.float32)
    passage_match = np.zeros((count, longest_passage, PASSAGE_MATCHES), np.float32)
    relations = np.zeros((count, longest_passage, longest_question, RELATIONS), np.float32)
    for row, pair in enumerate(pairs):
        m, n = len(pair.question), len(pair.passage)
        body[row, pair.body : n] = 1
        question_match[row, :m] = pair.question_match
        passage_match[row, :n] = pair.passage_match
        relations[row, :n, :m] = pair.relations.transpose(2, 1, 0)
    return Batch(
        question=_pad([pair.question for pair in pairs], longest_question),
        passage=_pad([pair.passage for pair in pairs], longest_passage),
        body=torch.from_numpy(body),
        question_match=torch.from_numpy(question_match),
        passage_match=torch.from_numpy(passage_match),
        relations=torch.from_numpy(relations),
    )


def _pad(texts: list[Tokens], length: int) -> Text:
    def stack(rows: list[Array]) -> Tensor:
        padded = np.zeros((len(rows), length), np.int64)
        for number, row in enumerate(rows):
            padded[number, : len(row)] = row
        return torch.from_numpy(padded)

    meanings = np.zeros((len(texts), length, texts[0].meanings.shape[1]), np.float32)
    for number, text in enumerate(texts):
        meanings[number, : len(text)] = text.meanings
    return Text(
        characters=stack([text.characters for text in texts]),
        tags=stack([text.tags for text in texts]),
        boundaries=stack([text.boundaries for text in texts]),
        bigrams=stack([text.bigrams for text in texts]),
        meanings=torch.from_numpy(meanings),
        mask=stack([np.ones(len(text), np.int64) for text in texts]).float(),
    )
