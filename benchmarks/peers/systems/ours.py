"""This project."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.peers.corpus import Text
from embeddings.protocol import Encoder, Progress, Vectors
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.search.lexical import LexicalIndex
from retrieval.search.passage_index import Way
from retrieval.search.retriever import Retriever
from retrieval.storage.store import Store

_PASSAGES = 1000
"""Passages of a document."""


class Index:
    """The index of words alone: no store, no typing errors, no coverage. What bm25s does."""

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        self._index = LexicalIndex()
        self._index.add(Passage(text.text, text.title, id=place) for place, text in enumerate(passages, 1))

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        return [id_ - 1 for id_, _ in self._index.search(question, limit)]


class Words:
    """All that a question is searched with, by words alone; store and indexes on disk."""

    _way: Way = "lexical"

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._home = tempfile.TemporaryDirectory()
        home = Path(self._home.name)
        self._store = Store(home / "yuanwen.db")
        self._retriever = Retriever(self._store, encoder or _NoVectors(), home)

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        for start in range(0, len(passages), _PASSAGES):
            self._put(start, passages[start : start + _PASSAGES])
        self._retriever.sync()

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        hits = self._retriever.search(question, limit, way=self._way)
        return [_PASSAGES * int(hit.passage.path) + hit.passage.paragraph for hit in hits]

    def close(self) -> None:
        """Close the store and remove it."""
        self._retriever.close()
        self._store.close()
        self._home.cleanup()

    def _put(self, start: int, texts: Sequence[Text]) -> None:
        name = str(start // _PASSAGES)
        articles = tuple(Article(text.title, (Paragraph(text.text),)) for text in texts)
        passages = [Passage(text.text, text.title, paragraph=number) for number, text in enumerate(texts)]
        self._store.put(Document(name, name, name, "", articles), passages, "corpus")


class Fused(Words):
    """Words and vectors, as questions are searched."""

    _way = "fused"


class _NoVectors:
    """Stands for an encoder where nothing is searched by meaning."""

    name = "none"
    dimension = 1

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Ones."""
        del progress
        return np.ones((len(texts), 1), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Ones."""
        return np.ones((len(texts), 1), np.float32)
