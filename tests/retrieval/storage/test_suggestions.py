"""Suggestions are kept beside their document, and leave with it."""

import pytest

from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.storage.store import Store
from retrieval.storage.suggestions import Answered
from tests.retrieval.conftest import NewStore


@pytest.fixture
def store(new_store: NewStore) -> Store:
    return new_store()


def put(store: Store, path: str, count: int = 3, collection: str = "public", digest: str = "1") -> int:
    """A document of some paragraphs in one article; gives its id."""
    texts = [f"{path}第{number}段。" for number in range(count)]
    article = Article("标题", tuple(map(Paragraph, texts)))
    document = Document("a.txt", path, digest, "标题", (article,))
    store.put(document, [Passage(text, paragraph=n) for n, text in enumerate(texts)], collection)
    found = store.document(path, collection)
    assert found
    return found.id


def questions(store: Store, document: int, *texts: str) -> list[Answered]:
    passages = store.suggestions.passages_of_document(document, 100)
    return [Answered(text, "答", passage.id) for text, passage in zip(texts, passages, strict=False)]


def test_they_are_found_by_id_by_document_and_by_article(store: Store) -> None:
    document, kept = put(store, "a"), store.suggestions
    assert not kept.made_for_document(document)
    assert kept.unmade_documents(9) == [document]
    kept.keep(document, questions(store, document, "甲？", "乙？"))
    first, second = kept.of_document(document)
    assert (first.question, second.question, first.collection) == ("甲？", "乙？", "public")
    assert kept.find(first.id) == first
    assert kept.find(first.id + 1) is None
    assert kept.near(second.passage) == (first, second)
    assert kept.made_for_document(document)
    assert kept.unmade_documents(9) == []


def test_they_leave_with_their_document(store: Store) -> None:
    document, kept = put(store, "a"), store.suggestions
    kept.keep(document, questions(store, document, "甲？"), complete=True)
    (suggestion,) = kept.of_document(document)
    assert kept.unmade_article(suggestion.passage) is None
    put(store, "a", digest="2", count=4)  # takes its place
    assert kept.find(suggestion.id) is None
    assert kept.unmade_documents(9) == [document]
    assert kept.unmade_article(suggestion.passage)
    store.remove([document])
    kept.keep(document, [Answered("甲？", "答", suggestion.passage)])
    assert kept.of_document(document) == ()
    assert kept.unmade_documents(9) == []


def test_articles_are_looked_at_one_by_one(store: Store) -> None:
    document, kept = put(store, "a"), store.suggestions
    kept.keep(document, questions(store, document, "甲？"))
    (suggestion,) = kept.of_document(document)
    place = kept.unmade_article(suggestion.passage)
    assert place
    assert len(kept.passages_of_article(place[1], 100)) == 3
    kept.keep(document, questions(store, document, "甲？", "乙？"), place[1])
    assert kept.unmade_article(suggestion.passage) is None
    assert [each.question for each in kept.of_document(document)] == ["甲？", "乙？"]


def test_the_best_of_the_newest_documents_come_first(store: Store) -> None:
    kept = store.suggestions
    for path, collection in (("a", "public"), ("b", "public"), ("c", "user-5")):
        document = put(store, path, collection=collection)
        kept.keep(document, questions(store, document, f"{path}1？", f"{path}2？"))
    found = [each.question for each in kept.newest(["user-5", "public"], 4)]
    assert found[:2] == ["c1？", "c2？"]
    assert sorted(found[2:]) == ["a1？", "b1？"]
    assert kept.newest(["user-6"], 4) == ()
    assert len(kept.newest(["user-5", "public"], 2)) == 2


def test_a_question_that_several_documents_answer_comes_once(store: Store) -> None:
    for path in ("a", "b", "c"):
        document = put(store, path)
        store.suggestions.keep(document, questions(store, document, "型号是什么？", f"{path}的价格？"))
    found = [each.question for each in store.suggestions.newest(["public"], 4)]
    assert found[0] == "型号是什么？"
    assert sorted(found[1:]) == ["a的价格？", "b的价格？", "c的价格？"]


@pytest.mark.parametrize("count", [1, 39, 40, 41, 79, 10_000])
def test_a_long_document_is_looked_at_from_beginning_to_end(store: Store, count: int) -> None:
    document = put(store, "a", count)
    places = [each.paragraph for each in store.suggestions.passages_of_document(document, 40)]
    assert places == sorted(places)
    assert min(count, 20) <= len(places) <= 40
    assert places[0] == 0
    assert places[-1] >= count * 0.9 - 1


def test_they_change_nothing_that_an_index_is_made_of(store: Store) -> None:
    document, before = put(store, "a"), store.revision()
    store.suggestions.keep(document, questions(store, document, "甲？"))
    assert store.revision() == before
