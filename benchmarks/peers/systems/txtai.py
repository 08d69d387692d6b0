"""txtai: its index of terms, its vectors in FAISS, and both as hybrid."""

from collections.abc import Sequence
from typing import Any, ClassVar

from txtai import Embeddings

from benchmarks.peers.corpus import Text
from benchmarks.peers.systems.chinese import spaced
from embeddings.protocol import Encoder
from embeddings.protocol import Vectors as Rows

_JIEBA = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}
"""What `keyword` and `hybrid` stand for, but with words between white space."""
_QUERY, _PASSAGE = "query: ", "passage: "


class Default:
    """BM25 with its own tokenizer: word boundaries as Unicode tells them."""

    configuration: ClassVar[dict[str, Any]] = {"keyword": True}

    def __init__(self) -> None:
        self._embeddings: Any = Embeddings(dict(self.configuration))

    def index(self, passages: Sequence[Text]) -> None:
        """See `System.index`."""
        self._embeddings.index((place, self.content(text.whole)) for place, text in enumerate(passages))

    def search(self, question: str, limit: int) -> list[int]:
        """See `System.search`."""
        return [int(place) for place, _ in self._embeddings.search(self.content(question), limit)]

    def content(self, text: str) -> str:
        """What is indexed of a text, and asked."""
        return text


class Jieba(Default):
    """BM25 over jieba's words, put between spaces."""

    configuration: ClassVar[dict[str, Any]] = {"keyword": True, "scoring": _JIEBA}

    def content(self, text: str) -> str:
        """The words with spaces between them."""
        return spaced(text)


class Vectors(Default):
    """Vectors of the given encoder, by way of an external function; it cannot load the folder itself."""

    configuration: ClassVar[dict[str, Any]] = {}

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._embeddings = Embeddings(
            {
                **self.configuration,
                "method": "external",
                "transform": lambda texts: self._vectors(texts),  # noqa: PLW0108  # of callables, functions alone
                "instructions": {"query": _QUERY, "data": _PASSAGE},
                "encodebatch": 256,
            }
        )

    def original(self, text: str) -> str:
        """The text that `content` was made of."""
        return text

    def _vectors(self, texts: list[str]) -> Rows:
        """Vectors of texts that all begin with one of the prompts, which the encoder adds itself."""
        if texts[0].startswith(_QUERY):
            return self._encoder.encode_queries([self.original(t.removeprefix(_QUERY)) for t in texts])
        return self._encoder.encode_passages([self.original(t.removeprefix(_PASSAGE)) for t in texts])


class Hybrid(Vectors):
    """BM25 with its own tokenizer, and vectors."""

    configuration: ClassVar[dict[str, Any]] = {"hybrid": True}


class HybridJieba(Vectors):
    """BM25 over jieba's words, and vectors of the texts as they are."""

    configuration: ClassVar[dict[str, Any]] = {"hybrid": True, "scoring": _JIEBA}

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder)
        self._originals: dict[str, str] = {}

    def content(self, text: str) -> str:
        """The words with spaces between them."""
        words = spaced(text) or text
        self._originals[words] = text
        return words

    def original(self, text: str) -> str:
        """The text whose words these are."""
        return self._originals[text]
