"""haystack-ai: its document store in memory, its retrievers and its joiner."""

from collections.abc import Sequence
from typing import Any

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.peers.corpus import Text
from benchmarks.peers.systems.chinese import spaced
from embeddings.protocol import Encoder

_PROPOSED = 50
"""Documents that each retriever hands to the joiner."""


class Default:
    """BM25 with its own tokenizer: one token a Chinese character."""

    def __init__(self) -> None:
        self._store: Any = InMemoryDocumentStore()
        self._words: Any = InMemoryBM25Retriever(self._store)

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        self._store.write_documents(
            [Document(id=str(place), content=self.content(text.whole)) for place, text in enumerate(passages)]
        )

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        return _places(self._words.run(query=self.content(question) or question, top_k=limit))

    def content(self, text: str) -> str:
        """What is stored of a text, and asked."""
        return text


class Jieba(Default):
    """BM25 over jieba's words, put between spaces."""

    def __init__(self) -> None:
        self._store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+")
        self._words = InMemoryBM25Retriever(self._store)

    def content(self, text: str) -> str:
        """The words with spaces between them."""
        return spaced(text)


class Vectors:
    """Vectors of the given encoder; its store counts the words of a text in any case."""

    tokens = r"\w+"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._store: Any = InMemoryDocumentStore(bm25_tokenization_regex=self.tokens)
        self._meaning: Any = InMemoryEmbeddingRetriever(self._store)

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        texts = [text.whole for text in passages]
        vectors = self._encoder.encode_passages(texts)
        self._store.write_documents(
            [
                Document(id=str(place), content=self.content(text), embedding=vector.tolist())
                for place, (text, vector) in enumerate(zip(texts, vectors, strict=True))
            ]
        )

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        return _places(self.nearest(question, limit))

    def content(self, text: str) -> str:
        """What is stored of a text."""
        return text

    def nearest(self, question: str, limit: int) -> Any:
        """What the retriever of vectors gives."""
        vector = self._encoder.encode_queries([question])[0].tolist()
        return self._meaning.run(query_embedding=vector, top_k=limit)


class Hybrid(Vectors):
    """BM25 over jieba's words and vectors, joined by reciprocal rank."""

    tokens = r"\S+"

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._words: Any = InMemoryBM25Retriever(self._store)
        self._joiner: Any = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        by_words = self._words.run(query=spaced(question) or question, top_k=_PROPOSED)["documents"]
        by_meaning = self.nearest(question, _PROPOSED)["documents"]
        return _places(self._joiner.run(documents=[by_words, by_meaning], top_k=limit))

    def content(self, text: str) -> str:
        """The words with spaces between them."""
        return spaced(text)


def _places(found: Any) -> list[int]:
    return [int(document.id) for document in found["documents"]]
