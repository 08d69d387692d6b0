"""Lexical indexes under measurement, all over the same terms."""

import itertools
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from retrieval.documents import Passage
from retrieval.search.lexical import LexicalIndex
from retrieval.search.lexical.ranking import CHARACTERS, WORDS
from retrieval.text import fold, words

DEPTH = 100
"""How far down each ranking is read before the two are joined."""


class Candidate(Protocol):
    """An index under measurement: it opens what lies in its folder, and a change is on disk on return."""

    def add(self, passages: Sequence[Passage]) -> None: ...

    def remove(self, ids: Collection[int]) -> None: ...

    def search(self, query: str, limit: int) -> list[int]: ...


def word_terms(text: str) -> list[str]:
    """Words of folded text, punctuation left out."""
    return [word for word in words(text) if any(character.isalnum() for character in word)]


def character_terms(text: str) -> list[str]:
    """Characters of folded text and pairs of neighbours, as in `retrieval.search.lexical`."""
    runs = "".join(character if character.isalnum() else " " for character in text)
    pairs = (a + b for a, b in itertools.pairwise(runs) if a != " " != b)
    return [character for character in runs if character != " "] + list(pairs)


TERMS = {"words": word_terms, "characters": character_terms}
RANKED = {"words": WORDS, "characters": CHARACTERS}


def folded(passage: Passage) -> str:
    """Title and text as every candidate indexes them."""
    return fold(f"{passage.title}\n{passage.text}")


def join_ranks(rankings: Sequence[Sequence[int]], limit: int) -> list[int]:
    """Reciprocal rank fusion, k = 60."""
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, number in enumerate(ranking, 1):
            scores[number] += 1 / (60 + rank)
    return sorted(scores, key=lambda number: (-scores[number], number))[:limit]


class Ours:
    """`retrieval.search.lexical`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = LexicalIndex.load(folder) if any(folder.iterdir()) else LexicalIndex()

    def add(self, passages: Sequence[Passage]) -> None:
        self._index.add(passages)
        self._index.save(self._folder)

    def remove(self, ids: Collection[int]) -> None:
        self._index.remove(ids)
        self._index.save(self._folder)

    def search(self, query: str, limit: int) -> list[int]:
        return [number for number, _ in self._index.search(query, limit)]


class Fts5:
    """Two FTS5 tables of terms joined by spaces; its bm25() has k1 1.2 and b 0.75 built in."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.db")
        for table in TERMS:
            self._base.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(terms, tokenize='ascii')"
            )

    def add(self, passages: Sequence[Passage]) -> None:
        with self._base:
            for table, terms in TERMS.items():
                rows = ((passage.id, " ".join(terms(folded(passage)))) for passage in passages)
                self._base.executemany(f"INSERT INTO {table} (rowid, terms) VALUES (?, ?)", rows)

    def remove(self, ids: Collection[int]) -> None:
        with self._base:
            for table in TERMS:
                self._base.executemany(f"DELETE FROM {table} WHERE rowid = ?", ((number,) for number in ids))

    def candidates(self, table: str, query: str, limit: int) -> list[int]:
        terms = dict.fromkeys(TERMS[table](fold(query)))
        match = " OR ".join(f'"{term}"' for term in terms)
        statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._base.execute(statement, (match, limit))]

    def search(self, query: str, limit: int) -> list[int]:
        return join_ranks([self.candidates(table, query, DEPTH) for table in TERMS], limit)


class Fts5Rescored(Fts5):
    """FTS5 finds candidates, exact BM25 with our k1 and b orders them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for table in TERMS:
            self._base.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_df USING fts5vocab({table}, 'row')"
            )
        self._refresh()

    def _refresh(self) -> None:
        """Number of passages and mean number of terms; a store would keep them beside the table."""
        self._sizes: dict[str, tuple[int, float]] = {}
        for table in TERMS:
            total = self._base.execute(f"SELECT sum(cnt) FROM {table}_df").fetchone()[0]
            passages = self._base.execute(f"SELECT count(*) FROM {table}_docsize").fetchone()[0]
            self._sizes[table] = (passages, (total or 0) / max(passages, 1))

    def add(self, passages: Sequence[Passage]) -> None:
        super().add(passages)
        self._refresh()

    def candidates(self, table: str, query: str, limit: int) -> list[int]:
        ranking = RANKED[table]
        asked = Counter(TERMS[table](fold(query)))
        passages, mean = self._sizes[table]
        weights = {}
        for term, repeats in asked.items():
            row = self._base.execute(f"SELECT doc FROM {table}_df WHERE term = ?", (term,)).fetchone()
            held = row[0] if row else 0
            weights[term] = repeats * np.log1p((passages - held + 0.5) / (held + 0.5))
        scores = {}
        for number in super().candidates(table, query, limit):
            terms = (
                self._base.execute(f"SELECT terms FROM {table} WHERE rowid = ?", (number,))
                .fetchone()[0]
                .split(" ")
            )
            norm = ranking.k1 * (1 - ranking.b + ranking.b * len(terms) / mean)
            counts = Counter(terms)
            scores[number] = sum(w * counts[term] / (counts[term] + norm) for term, w in weights.items())
        return sorted(scores, key=lambda number: (-scores[number], number))


class Tantivy:
    """Two fields of tantivy, split at white space; k1 1.2 and b 0.75 built in, lengths kept in one byte."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415  # an extra

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder().add_unsigned_field("id", stored=True, indexed=True, fast=True)
        for field in TERMS:
            builder = builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))

    def _commit(self, change: Callable[[Any], None]) -> None:
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        change(writer)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def add(self, passages: Sequence[Passage]) -> None:
        def change(writer: Any) -> None:
            for passage in passages:
                text = folded(passage)
                fields = {field: " ".join(terms(text)) for field, terms in TERMS.items()}
                document = self._tantivy.Document(**fields)
                document.add_unsigned("id", passage.id)
                writer.add_document(document)

        self._commit(change)

    def remove(self, ids: Collection[int]) -> None:
        def change(writer: Any) -> None:
            for number in ids:
                writer.delete_documents("id", number)

        self._commit(change)

    def search(self, query: str, limit: int) -> list[int]:
        searcher = self._index.searcher()
        rankings = []
        for field, terms in TERMS.items():
            parts = [
                (
                    self._tantivy.Occur.Should,
                    self._tantivy.Query.term_query(self._schema, field, term, "freq"),
                )
                for term in terms(fold(query))
            ]
            found = searcher.search(self._tantivy.Query.boolean_query(parts), DEPTH).hits if parts else []
            rankings.append([searcher.doc(address)["id"][0] for _, address in found])
        return join_ranks(rankings, limit)


class Bm25s:
    """bm25s with our k1 and b; it takes no additions, so each change makes it anew from terms kept."""

    def __init__(self, folder: Path) -> None:
        import bm25s  # noqa: PLC0415  # an extra

        self._bm25s = bm25s
        self._folder = folder
        self._terms: dict[str, dict[int, list[str]]] = {field: {} for field in TERMS}
        self._indexes: dict[str, Any] = {}
        if any(folder.iterdir()):
            self._ids = np.load(folder / "ids.npy")
            self._indexes = {field: bm25s.BM25.load(folder / field, mmap=True) for field in TERMS}

    def add(self, passages: Sequence[Passage]) -> None:
        for field, terms in TERMS.items():
            self._terms[field] |= {passage.id: terms(folded(passage)) for passage in passages}
        self._rebuild()

    def remove(self, ids: Collection[int]) -> None:
        for kept in self._terms.values():
            for number in ids:
                kept.pop(number, None)
        self._rebuild()

    def _rebuild(self) -> None:
        for field, kept in self._terms.items():
            index = self._bm25s.BM25(k1=RANKED[field].k1, b=RANKED[field].b, method="lucene")
            index.index(list(kept.values()), show_progress=False)
            index.save(self._folder / field, show_progress=False)
            self._indexes[field], self._ids = index, np.array(list(kept))
        np.save(self._folder / "ids.npy", self._ids)

    def search(self, query: str, limit: int) -> list[int]:
        rankings = []
        for field, terms in TERMS.items():
            index = self._indexes[field]
            asked = [term for term in terms(fold(query)) if term in index.vocab_dict]
            found = index.retrieve([asked], k=DEPTH, show_progress=False).documents[0] if asked else []
            rankings.append([int(self._ids[row]) for row in found])
        return join_ranks(rankings, limit)


CANDIDATES: dict[str, Callable[[Path], Candidate]] = {
    "ours": Ours,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "fts5+bm25": Fts5Rescored,
    "bm25s": Bm25s,
}
