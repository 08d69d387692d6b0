"""Of near copies one is read, and the others are told."""

from datetime import date

from retrieval.documents import Answer, Article, Document, Paragraph, Passage
from retrieval.ingestion.passages import split
from retrieval.search.ranking.copies import MOST_PLACES, with_copies, without_copies
from retrieval.search.scope import EVERYTHING, Scope
from retrieval.storage.store import Store
from tests.retrieval.storage.copies.texts import FUND, REPRINT, RULES


def store_of(*texts: tuple[str, str, str, date | None]) -> tuple[Store, dict[str, list[Passage]]]:
    """A store with documents of (source, collection, text, day), and the passages of each."""
    store = Store()
    for source, collection, text, day in texts:
        article = Article("母基金", tuple(map(Paragraph, text.split("\n"))), day)
        document = Document(source, f"/{source}", source, "", (article,))
        store.put(document, list(split(document, collection)), collection)
    store.copies.find()
    found: dict[str, list[Passage]] = {}
    for passage in sorted(store.passages(store.passage_ids()).values(), key=lambda p: p.paragraph):
        found.setdefault(passage.source, []).append(passage)
    return store, found


def test_copies_leave_their_places_to_other_passages() -> None:
    store, found = store_of(
        ("甲.txt", "public", FUND, None),
        ("乙.txt", "public", REPRINT, None),
        ("办.txt", "public", RULES, None),
    )
    one, other, rules = found["甲.txt"], found["乙.txt"], found["办.txt"]
    ranked = [(other[0], 1.2), (one[0], 1.1), (one[1], 0.9), (rules[0], 0.8), (other[1], 0.7)]
    assert without_copies(ranked, store) == [(other[0], 1.2), (one[1], 0.9), (rules[0], 0.8)]
    assert without_copies([], store) == []


def test_of_equally_good_copies_the_earliest_stays() -> None:
    store, found = store_of(
        ("无.txt", "public", FUND, None),
        ("晚.txt", "public", FUND, date(2024, 3, 6)),
        ("早.txt", "public", FUND, date(2024, 3, 5)),
    )
    ranked = [(found[name][0], 1.0) for name in ("无.txt", "晚.txt", "早.txt")]
    assert [passage.source for passage, _ in without_copies(ranked, store)] == ["早.txt"]


def test_the_other_places_of_an_answer_are_told_once_each() -> None:
    store, found = store_of(
        ("甲.txt", "public", FUND, None),
        ("乙.txt", "public", REPRINT, None),
        ("我.txt", "user-5", REPRINT, None),
    )
    passage = found["甲.txt"][0]
    start = passage.text.index("48亿元")
    answer = Answer("48亿元", 0.9, passage, start, start + 4, also=(found["乙.txt"][0],))
    (told,) = with_copies([answer], store, EVERYTHING)
    assert [place.source for place in told.also] == ["乙.txt", "我.txt"]
    (told,) = with_copies([answer], store, Scope({"public"}))
    assert [place.source for place in told.also] == ["乙.txt"]
    (told,) = with_copies([Answer("48亿元", 0.9, passage, start, start + 4)], store, Scope(documents=[]))
    assert told.also == ()


def test_no_more_places_are_told_than_anyone_reads() -> None:
    store, found = store_of(*((f"{n}.txt", "public", FUND, None) for n in range(MOST_PLACES + 5)))
    passage = found["0.txt"][0]
    (told,) = with_copies([Answer("柳湾新区", 0.9, passage, 0, 4)], store, EVERYTHING)
    assert len(told.also) == MOST_PLACES
