"""What stands around a passage."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.context import around
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.ingestion.passages import LONGEST, split
from retrieval.storage.store import Store


def put(store: Store, *articles: tuple[str, tuple[str, ...]], path: str = "/a.txt") -> list[Passage]:
    """Keep a document of articles, each a title with paragraphs; its passages in reading order."""
    whole = tuple(Article(title, tuple(map(Paragraph, texts))) for title, texts in articles)
    document = Document("a.txt", path, repr(articles), "", whole)
    store.put(document, list(split(document, "public")), "public")
    kept = store.passages(store.passage_ids()).values()
    return sorted((p for p in kept if p.path == path), key=lambda p: (p.paragraph, p.offset))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "s.db")
    yield store
    store.close()


def texts(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def test_neighbours_come_in_reading_order_with_the_passage_among_them(store: Store) -> None:
    passages = put(store, ("桥", ("甲。", "乙。", "丙。", "丁。")))
    assert texts(around(store, passages[1], 1, 2)) == ["甲。", "乙。", "丙。", "丁。"]
    assert texts(around(store, passages[0], 3, 1)) == ["甲。", "乙。"]
    assert around(store, passages[1], 0, 0) == (passages[1],)


def test_another_article_is_no_neighbour_but_another_section_is(store: Store) -> None:
    passages = put(
        store, ("桥", ("甲。",)), ("办法 · 总则", ("乙。",)), ("办法 · 附则", ("丙。",)), ("庙会", ("丁。",))
    )
    assert texts(around(store, passages[0], 2, 2)) == ["甲。"]
    assert texts(around(store, passages[1], 2, 2)) == ["乙。", "丙。"]


def test_a_passage_that_is_gone_has_no_neighbours(store: Store) -> None:
    passages = put(store, ("桥", ("甲。", "乙。")))
    store.remove([entry.id for entry in store.documents()])
    assert around(store, passages[0], 1, 1) == ()
    assert around(store, Passage("甲。"), 1, 1) == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(alphabet="甲乙丙丁，。", min_size=1, max_size=3 * LONGEST).filter(str.strip),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_what_is_around_reads_as_the_text_does(paragraphs: list[str], data: st.DataObject) -> None:
    store = Store()
    passages = put(store, ("桥", tuple(paragraphs)))
    place = data.draw(st.integers(0, len(passages) - 1))
    found = around(store, passages[place], len(passages), len(passages))
    assert found[place] == passages[place]
    read = ["".join(p.text for p in found if p.paragraph == number) for number in range(len(paragraphs))]
    assert read == paragraphs
    for passage in found:
        part = paragraphs[passage.paragraph][passage.offset : passage.offset + len(passage.text)]
        assert part == passage.text
    store.close()
