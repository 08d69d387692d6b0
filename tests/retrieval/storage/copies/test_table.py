"""Near copies are found when documents come, and leave with them."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from retrieval.documents import Article, Document, Paragraph
from retrieval.ingestion.passages import split
from retrieval.storage.copies import table
from retrieval.storage.copies.alignment import Effort
from retrieval.storage.store import Store
from tests.retrieval.conftest import NewStore
from tests.retrieval.storage.copies.texts import FUND, REPRINT, RULES


@pytest.fixture
def store(new_store: NewStore) -> Store:
    return new_store()


def article(text: str, title: str = "", day: date | None = None) -> Article:
    return Article(title, tuple(map(Paragraph, text.split("\n"))), day)


def put(store: Store, source: str, *articles: Article, collection: str = "public", find: bool = True) -> None:
    document = Document(source, f"/{source}", repr(articles), "", articles)
    store.put(document, list(split(document, collection)), collection)
    if find:
        store.copies.find(len(articles))


def copies(store: Store, source: str, *collections: str, collection: str = "public") -> list[str]:
    """The documents that hold copies of the first article of one."""
    id_ = next(entry.id for entry in store.documents(collection) if entry.source == source)
    passages = store.passages(store.passage_ids_of(id_))
    first = min(passages.values(), key=lambda passage: (passage.paragraph, passage.offset))
    found = store.copies.passages(first.id, collections or None)
    return list(dict.fromkeys(passage.source for passage in found))


def test_a_reprint_is_found_whichever_came_first(store: Store) -> None:
    put(store, "甲.txt", article(FUND, "柳湾设立母基金"))
    put(store, "办法.txt", article(RULES, "差旅费管理办法"))
    put(store, "乙.txt", article(REPRINT, "转载"))
    assert (copies(store, "甲.txt"), copies(store, "乙.txt")) == (["乙.txt"], ["甲.txt"])
    assert copies(store, "办法.txt") == []


def test_editions_and_changed_amounts_are_not_joined(store: Store) -> None:
    put(store, "2023.txt", article(FUND, "母基金办法（2023年）"))
    put(store, "2024.txt", article(FUND, "母基金办法（2024年）"))
    put(store, "改.txt", article(FUND.replace("48亿", "60亿"), "柳湾设立母基金"))
    assert [copies(store, name) for name in ("2023.txt", "2024.txt", "改.txt")] == [[], [], []]


def test_short_articles_are_copies_where_titles_are_equal_too(store: Store) -> None:
    for source, title, text in (
        ("甲.txt", "档案室守则", "借阅期限为15天。"),
        ("乙.txt", "档案室守则", "借阅期限为15天"),
        ("丙.txt", "图书室守则", "借阅期限为15天。"),
        ("丁.txt", "档案室守则", "借阅期限为1.5天。"),
    ):
        put(store, source, article(text, title))
    assert [copies(store, name) for name in ("甲.txt", "丙.txt", "丁.txt")] == [["乙.txt"], [], []]


def test_the_earliest_published_comes_first(store: Store) -> None:
    for day in (3, 1, 2):
        put(store, f"{day}.txt", article(FUND, "母基金", date(2024, 3, day)))
    put(store, "无.txt", article(FUND, "母基金"))
    assert copies(store, "2.txt") == ["1.txt", "3.txt", "无.txt"]


def test_a_copy_that_leaves_or_is_replaced_leaves_the_others_right(store: Store) -> None:
    for name in ("甲.txt", "乙.txt", "丙.txt"):
        put(store, name, article(FUND, "母基金"))
    store.remove(entry.id for entry in store.documents() if entry.source == "甲.txt")
    assert (copies(store, "乙.txt"), copies(store, "丙.txt")) == (["丙.txt"], ["乙.txt"])
    put(store, "丙.txt", article(RULES, "办法"))
    assert (copies(store, "乙.txt"), copies(store, "丙.txt")) == ([], [])
    assert store.check() == []


def test_only_the_collections_that_are_searched_are_told(store: Store) -> None:
    put(store, "公.txt", article(FUND, "母基金"))
    put(store, "我的.txt", article(REPRINT, "母基金"), collection="user-5")
    put(store, "别人的.txt", article(REPRINT, "母基金"), collection="user-7")
    assert copies(store, "公.txt", "public") == []
    assert copies(store, "公.txt", "public", "user-5") == ["我的.txt"]
    assert copies(store, "我的.txt", "public", "user-5", collection="user-5") == ["公.txt"]
    # Of two persons' documents nothing is kept at all.
    assert copies(store, "我的.txt", collection="user-5") == ["公.txt"]


def test_articles_of_one_document_may_be_copies(store: Store) -> None:
    put(
        store, "报.jsonl", article(FUND, "早报", date(2024, 3, 5)), article(REPRINT, "晚报", date(2024, 3, 6))
    )
    assert copies(store, "报.jsonl") == ["报.jsonl"]


def test_what_was_never_compared_is_caught_up_with(store: Store) -> None:
    for number in range(30):
        put(store, f"{number}.txt", article(FUND, "母基金"), find=False)
    assert copies(store, "0.txt") == []
    put(store, "新.txt", article(REPRINT, "转载"))
    assert 10 < len(copies(store, "新.txt")) < 25  # some of them with each new document
    store.copies.find()
    assert len(copies(store, "0.txt")) == 20  # as many as are ever told


def test_passages_know_which_of_them_stand_in_copies(store: Store) -> None:
    put(store, "甲.txt", article(FUND, "母基金"))
    put(store, "乙.txt", article(REPRINT, "转载"))
    put(store, "办法.txt", article(RULES, "办法"))
    passages = store.passages(store.passage_ids()).values()
    ids = {name: {p.id for p in passages if p.source == name} for name in ("甲.txt", "乙.txt", "办法.txt")}
    among = store.copies.among(store.passage_ids())
    assert set(among) == ids["甲.txt"] | ids["乙.txt"]
    assert all(among[id_] == ids["乙.txt"] for id_ in ids["甲.txt"])
    assert store.copies.among([]) == {}


def test_articles_that_are_made_to_be_compared_for_hours_keep_nobody_waiting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[int] = []

    class Counted(Effort):
        def spend(self, cost: int) -> None:
            super().spend(cost)
            spent.append(cost)

    monkeypatch.setattr("retrieval.storage.copies.table.Effort", Counted)
    said = "\n".join("".join(chr(0x7000 + 40 * line + n) for n in range(40)) for line in range(100))
    runs = ("".join("甲" + chr(first + n) for n in range(340)) for first in range(0x5000, 0x7000, 0x800))
    made = [article(f"{said}\n{run}\n{said[:80]}\n{run[::-1]}") for run in runs]

    put(store, "甲.txt", *made)

    length = sum(len(paragraph.text) for each in made for paragraph in each.paragraphs)
    assert 0 < sum(spent) < 200 * length


def test_of_very_many_equal_articles_few_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    candidates = table._candidates

    def counted(alike: Sequence[tuple[str, int, int]], collection: str) -> Iterable[int]:
        looked_at.append(len(alike))
        return candidates(alike, collection)

    monkeypatch.setattr(table, "_candidates", counted)
    put(store, "甲.txt", article("本办法自发布之日起施行。", "附则"))

    put(store, "乙.txt", *[article("本办法自发布之日起施行。", "附则")] * 150)

    assert max(looked_at) == 100
    assert copies(store, "甲.txt") == ["乙.txt"]
