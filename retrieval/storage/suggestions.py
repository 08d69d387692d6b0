"""The questions that documents are known to answer; they leave with the documents."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from retrieval.documents import Passage
from retrieval.storage import passages as rows
from retrieval.storage.table import Table

_SELECT: Final = """
SELECT s.id, s.question, s.answer, s.document_id, s.passage_id, c.name
FROM suggestions s
JOIN documents d ON d.id = s.document_id
JOIN collections c ON c.id = d.collection_id
"""
_NEAR: Final = f"""
{_SELECT}
JOIN passages p ON p.id = s.passage_id
WHERE p.article_id = (SELECT article_id FROM passages WHERE id = ?)
ORDER BY s.position
"""
_NEWEST: Final = f"""
{_SELECT}
WHERE c.name = ?
ORDER BY s.position, d.added_at DESC, d.id DESC LIMIT ?
"""
_UNMADE: Final = """
SELECT d.id FROM documents d JOIN collections c ON c.id = d.collection_id
WHERE d.id NOT IN (SELECT document_id FROM suggested_documents)
ORDER BY d.added_at DESC LIMIT ?
"""
_UNMADE_ARTICLE: Final = """
SELECT a.document_id, a.id FROM passages p JOIN articles a ON a.id = p.article_id
WHERE p.id = ? AND a.id NOT IN (SELECT article_id FROM suggested_articles)
"""
_KEEP: Final = """
INSERT INTO suggestions (id, document_id, passage_id, position, question, answer)
SELECT ?, ?, id, ?, ?, ? FROM passages WHERE id = ?
ON CONFLICT DO NOTHING
"""
_MADE: Final = """
INSERT INTO suggested_documents (document_id) SELECT id FROM documents WHERE id = ? ON CONFLICT DO NOTHING
"""
_MADE_ARTICLES: Final = """
INSERT INTO suggested_articles (article_id)
SELECT id FROM articles WHERE document_id = ? AND (id = ? OR ?)
ON CONFLICT DO NOTHING
"""
_SPREAD: Final = """
AND p.id IN (
    SELECT id FROM (
        SELECT m.id, row_number() OVER (ORDER BY m.paragraph, m."offset") AS place, count(*) OVER () AS count
        FROM passages m JOIN articles n ON n.id = m.article_id WHERE {owner} = ?
    ) AS numbered WHERE (place - 1) % ((count + ? - 1) / ?) = 0
)
ORDER BY p.paragraph, p."offset"
"""


_LOOKED_AT: Final = 8
"""Suggestions read for each that is wanted, as documents of one kind answer the same questions."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that a document is known to answer.

    Attributes:
        id: A hash of the question and its passage, 1 to 2⁶².
        question: As it is asked.
        answer: The words that answer it.
        document: Id of the document.
        passage: Id of the passage that answers it.
        collection: Name of the document's collection.
    """

    id: int
    question: str
    answer: str
    document: int
    passage: int
    collection: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and how it was answered.

    Attributes:
        question: As it is asked.
        answer: The words that answer it.
        passage: Id of the passage that they stand in.
    """

    question: str
    answer: str
    passage: int


class Suggestions(Table):
    """The table of suggestions, beside the documents."""

    def keep(
        self,
        document: int,
        questions: Sequence[Answered],
        article: int | None = None,
        *,
        complete: bool = False,
    ) -> None:
        """Keep questions, and that they were looked for.

        Args:
            document: The document; nothing is kept of one that is gone.
            questions: Best first.
            article: The id of its article where they were looked for in that alone.
            complete: Whether nothing more would be found in any of its articles.

        Raises:
            StoreError: The store cannot be changed.
        """
        with self._transaction() as db:
            if not db.execute("SELECT 1 FROM documents WHERE id = ?", (document,)).fetchone():
                return
            ((before,),) = db.execute("SELECT count(*) FROM suggestions WHERE document_id = ?", (document,))
            db.executemany(
                _KEEP,
                [
                    (
                        rows.suggestion_id(each.passage, each.question),
                        document,
                        before + place,
                        each.question,
                        each.answer,
                        each.passage,
                    )
                    for place, each in enumerate(questions)
                ],
            )
            if article is None:
                db.execute(_MADE, (document,))
            db.execute(_MADE_ARTICLES, (document, article, complete))

    def find(self, id_: int) -> Suggestion | None:
        """The suggestion of this id; None where it is gone."""
        return next(iter(self._suggestions(f"{_SELECT} WHERE s.id = ?", [id_])), None)

    def of_document(self, document: int) -> tuple[Suggestion, ...]:
        """The suggestions of a document, best first."""
        return self._suggestions(f"{_SELECT} WHERE s.document_id = ? ORDER BY s.position", [document])

    def near(self, passage: int) -> tuple[Suggestion, ...]:
        """The suggestions of the article of a passage, by its id, best first."""
        return self._suggestions(_NEAR, [passage])

    def newest(self, collections: Iterable[str], count: int) -> tuple[Suggestion, ...]:
        """The best suggestions of some collections, in their order, of each for the newest document first.

        A question that several documents answer comes once.
        """
        found: dict[str, Suggestion] = {}
        for name in collections:
            for each in self._suggestions(_NEWEST, [name, _LOOKED_AT * count]):
                found.setdefault(each.question, each)
        return tuple(found.values())[:count]

    def made_for_document(self, document: int) -> bool:
        """Whether suggestions for a document have been looked for."""
        return bool(self._rows("SELECT 1 FROM suggested_documents WHERE document_id = ?", [document]))

    def unmade_documents(self, count: int) -> list[int]:
        """Ids of documents for which no suggestions have been looked for, the newest first."""
        return [row[0] for row in self._rows(_UNMADE, [count])]

    def unmade_article(self, passage: int) -> tuple[int, int] | None:
        """The ids of document and article of a passage that is there; None if questions were looked for."""
        found = self._rows(_UNMADE_ARTICLE, [passage])
        return (found[0][0], found[0][1]) if found else None

    def passages_of_document(self, document: int, most: int) -> list[Passage]:
        """Passages of a document in reading order; of more than `most` as many from all over it."""
        return self._passages("a.document_id", "n.document_id", document, most)

    def passages_of_article(self, article: int, most: int) -> list[Passage]:
        """The same for an article."""
        return self._passages("a.id", "n.id", article, most)

    def _passages(self, owner: str, inner: str, id_: int, most: int) -> list[Passage]:
        query = f"{rows.SELECT} WHERE {owner} = ? {_SPREAD.format(owner=inner)}"
        return [rows.from_row(row) for row in self._rows(query, [id_, id_, most, most])]

    def _suggestions(self, query: str, values: Collection[Any]) -> tuple[Suggestion, ...]:
        return tuple(Suggestion(*row) for row in self._rows(query, list(values)))
