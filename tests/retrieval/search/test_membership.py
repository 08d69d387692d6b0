"""Which passages are in which collections follows the store."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from retrieval.search.membership import Membership
from retrieval.storage.store import Store
from tests.retrieval.storage.test_store import document, put


def test_ids_are_those_of_the_collections_asked_for() -> None:
    store = Store()
    put(store, document(), "public")
    put(store, document(texts=("丙。",)), "user-5")
    membership = Membership(store)
    for names in (["public"], ["public", "user-5"], ["user-5", "user-6", "user-5"], []):
        assert sorted(membership.ids(names).tolist()) == sorted(store.passage_ids(names))


def test_changes_from_here_and_elsewhere_are_followed(tmp_path: Path) -> None:
    store, other = Store(tmp_path / "s.db"), Store(tmp_path / "s.db")
    membership = Membership(store)
    assert membership.ids(["public"]).tolist() == []
    put(store, document())
    assert len(membership.ids(["public"])) == 2
    put(other, document(path="/docs/b.txt", texts=("丙。",)))
    assert len(membership.ids(["public"])) == 3
    other.remove(entry.id for entry in other.documents())
    assert membership.ids(["public"]).tolist() == []
    store.close()
    other.close()


def test_what_does_not_change_is_read_once() -> None:
    store = Store()
    put(store, document())
    read = list[object]()
    store._db.set_trace_callback(lambda query: read.append(query) if "c.name IN" in query else None)
    membership = Membership(store)
    for _ in range(5):
        assert len(membership.ids(["public"])) == 2
    assert len(read) == 1


def test_threads_that_ask_while_the_store_changes_end_up_right() -> None:
    store = Store()
    membership = Membership(store)
    with ThreadPoolExecutor(4) as pool:
        changes = [
            pool.submit(put, store, document(path=f"/{n}.txt", texts=(f"第{n}段。",))) for n in range(30)
        ]
        asked = [pool.submit(membership.ids, ["public"]) for _ in range(60)]
        assert {change.result() for change in changes} == {"added"}
        assert all(len(answer.result()) <= 30 for answer in asked)
    assert sorted(membership.ids(["public"]).tolist()) == sorted(store.passage_ids(["public"]))
