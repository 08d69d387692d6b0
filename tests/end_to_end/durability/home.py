"""A home without models: its documents are lines of text, its vectors count characters."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from embeddings.protocol import Encoder
from retrieval.documents import Article, Contents, Paragraph
from retrieval.ingestion.files import File
from retrieval.ingestion.recognition import OnPage
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import Library
from retrieval.search.passage_index import Notice
from retrieval.search.retriever import Retriever
from retrieval.storage.databases import Address
from retrieval.storage.opening import open_store
from retrieval.storage.store import Store
from tests.retrieval.letters import LetterEncoder

Texts = tuple[str, ...]

_CHARACTERS = [chr(code) for code in range(0x4E00, 0x5600)]
_SENTENCE = 24
_ADDRESS = "address"
_ASKED = 12
"""Characters of a sentence that are asked for: no other sentence holds them."""


class LinesPool(ReadingPool):
    """Reads files where it is called: a line is a paragraph."""

    def read(self, path: Path, source: str, data: bytes, on_page: OnPage | None = None) -> Contents:
        lines = data.decode().splitlines()
        return Contents("", (Article("", tuple(Paragraph(line) for line in lines)),))


class Home(NamedTuple):
    """An open home."""

    store: Store
    retriever: Retriever
    library: Library

    def add(self, source: str, texts: Texts) -> str:
        """What became of a document: as of `Outcome`, with the reason of a failure."""
        outcome = self.library.add(File.uploaded(source, "\n".join(texts).encode()))
        return f"{outcome.change} {outcome.reason}".strip()

    def found(self, text: str, way: str = "fused") -> list[str]:
        """The texts that are found where the beginning of one is asked for; by vectors, all of it."""
        question = text if way == "vectors" else text[:_ASKED]
        return [hit.passage.text for hit in self.retriever.search(question, 5, way=way)]  # type: ignore[arg-type]

    def documents(self) -> dict[str, Texts]:
        """The texts of each document, by source; those of the sample page under "sample"."""
        found = {}
        for entry in self.library.documents():
            passages = self.store.passages(self.store.passage_ids_of(entry.id)).values()
            texts = tuple(passage.text for passage in sorted(passages, key=lambda each: each.paragraph))
            found["sample" if entry.collection == "sample" else entry.source] = texts
        return found


def keep_in(home: Path, url: str) -> None:
    """Have the store of a home in a database from now on, whoever opens it; in the home itself for ""."""
    home.mkdir(exist_ok=True)
    (home / _ADDRESS).write_text(url)


def address_of(home: Path) -> Address | None:
    """Where the store of a home is kept instead, or None."""
    file = home / _ADDRESS
    url = file.read_text() if file.exists() else ""
    return Address.of(url) if url else None


@contextmanager
def opened(home: Path, encoder: Encoder | None = None, notice: Notice | None = None) -> Iterator[Home]:
    """Open a home, and close it in the end."""
    home.mkdir(exist_ok=True)
    store = open_store(home, address_of(home))
    retriever = Retriever(store, encoder or LetterEncoder(), home, notice=notice)
    try:
        yield Home(store, retriever, Library(store, LinesPool()))
    finally:
        retriever.close()
        store.close()


def sentences(random: Random, count: int) -> Texts:
    """Sentences that share no four characters with any other."""
    return tuple("".join(random.choices(_CHARACTERS, k=_SENTENCE)) + "。" for _ in range(count))
