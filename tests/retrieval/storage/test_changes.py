"""The log of changes tells what came and left, at the cost of what came and left."""

import shutil
from collections.abc import Collection
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from random import Random

import pytest

from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.faq import Faq, FaqEntry
from retrieval.storage.changes import log
from retrieval.storage.store import Store
from tests.retrieval.conftest import NewStore


def put(store: Store, name: str, *texts: str, collection: str = "public") -> None:
    articles = tuple(Article("", (Paragraph(text),), date(2024, 5, 1)) for text in texts)
    passages = [Passage(text, paragraph=i) for i, text in enumerate(texts)]
    store.put(Document(name, f"/{name}", "".join(texts), name, articles), passages, collection)


def remove(store: Store, name: str) -> None:
    store.remove([entry.id for entry in store.documents() if entry.source == name])


def homes(store: Store, ids: Collection[int] | None = None) -> dict[int, int]:
    """The number of the collection of every passage, or of some."""
    numbers = store.collection_ids(store.collections())
    found = store.passages(store.passage_ids() if ids is None else ids)
    return {id_: numbers[passage.collection] for id_, passage in found.items()}


def followed(store: Store, before: dict[int, int], revision: int) -> dict[int, int]:
    """What a follower knows that applies the changes since a revision."""
    changes = store.changes(revision)
    assert changes is not None
    assert changes.revision == store.revision()
    known = {id_: number for id_, number in before.items() if id_ not in changes.removed.get(number, ())}
    return known | homes(store, changes.added)


def test_what_came_and_left_since_a_revision(new_store: NewStore) -> None:
    store = new_store()
    first = store.revision()
    put(store, "a", "甲", "乙")
    put(store, "b", "丙")
    both = store.revision()
    assert followed(store, {}, first) == homes(store)
    put(store, "a", "甲", "丁")
    remove(store, "b")
    changes = store.changes(both)
    assert changes
    assert {p.text for p in store.passages(changes.added).values()} == {"甲", "丁"}
    assert sum(map(len, changes.removed.values())) == 3
    assert store.changes(store.revision()) == log.Changes(store.revision())


def test_a_follower_knows_what_is_there_whatever_happens(new_store: NewStore) -> None:
    store, random = new_store(), Random(7)  # noqa: S311
    revisions, known = [store.revision()], [dict[int, int]()]
    for turn in range(120):
        collection = random.choice(["one", "two", "three"])
        match random.randrange(5):
            case 0 | 1 | 2:
                texts = random.sample("甲乙丙丁戊己庚", random.randrange(1, 4))
                put(store, random.choice("abc"), *texts, collection=collection)
            case 3:
                remove(store, random.choice("abc"))
            case _:
                store.rename(collection, random.choice(["one", "two", "three", "four"]))
        if not turn % 3:
            since = random.randrange(len(revisions))
            assert followed(store, known[since], revisions[since]) == homes(store)
        revisions.append(store.revision())
        known.append(homes(store))


def test_entries_of_the_faq_are_followed(new_store: NewStore) -> None:
    store = new_store()
    faq, first = Faq(store.faq, "public", nullcontext), store.revision()
    for answer in ("八点开门。", "九点开门。"):
        faq.put([FaqEntry.of("几点开门？", answer, date(2026, 1, 1))])
        assert followed(store, {}, first) == homes(store)
    before, revision = homes(store), store.revision()
    (entry,) = faq.entries()
    faq.remove(entry.id)
    assert followed(store, before, revision) == homes(store) == {}


def test_a_new_name_that_nobody_has_changes_no_passage(new_store: NewStore) -> None:
    store = new_store()
    put(store, "a", "甲", collection="old")
    ids, revision = store.collection_ids(["old", "nobody"]), store.revision()
    store.rename("old", "new")
    assert store.collection_ids(["new"]) == {"new": ids["old"]}
    assert store.changes(revision) == log.Changes(store.revision())
    assert store.collection_ids([]) == {}


def test_the_log_ends_somewhere_and_says_so(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_KEPT", 20)
    monkeypatch.setattr(log, "_CHANGES_BETWEEN_LOOKS", 1)
    store = new_store()
    revisions = [store.revision()]
    for turn in range(100):
        put(store, "a", f"甲{turn}", "乙")
        revisions.append(store.revision())
    assert store.changes(revisions[0]) is None
    assert store.changes(revisions[-8]) is not None
    for table in ("revisions", "removed_passages"):
        assert store._rows(f"SELECT count(*) FROM {table}")[0][0] <= 2 * 20


def test_a_store_that_went_another_way_is_told_from_this_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db")
    put(store, "a", "甲")
    store.close()
    shutil.copy(tmp_path / "s.db", tmp_path / "copy.db")
    one, other = Store(tmp_path / "s.db"), Store(tmp_path / "copy.db")
    shared = one.revision()
    put(one, "b", "乙")
    put(other, "c", "丙")
    assert other.changes(shared) is not None
    assert other.changes(one.revision()) is None
    one.close()
    other.close()


def test_what_changed_is_found_without_looking_at_the_rest() -> None:
    store = Store()
    plan = store._rows("EXPLAIN QUERY PLAN SELECT id FROM passages WHERE revision > ?", [1])
    assert "passages_by_revision" in str(plan)
