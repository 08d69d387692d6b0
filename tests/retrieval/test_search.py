from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings import load_encoder
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.search import Retriever
from retrieval.store import Store
from tests.retrieval.letters import LetterEncoder

TEXTS = (
    "星湖基金总规模10亿元，首期出资2亿元。",
    "青石桥修缮工程共花费三百二十万元。",
    "望江生态园占地两千四百亩，绿化率达到六成。",
    "东湖湿地每年接待观鸟者四万人次。",
)


def put(store: Store, name: str, texts: tuple[str, ...], collection: str = "public") -> None:
    articles = tuple(Article("", (Paragraph(text),)) for text in texts)
    passages = [Passage(text, paragraph=i) for i, text in enumerate(texts)]
    store.put(Document(name, f"/{name}", "".join(texts), name, articles), passages, collection)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "s.db")
    put(store, "a.txt", TEXTS)
    yield store
    store.close()


def found(retriever: Retriever, question: str, **options: object) -> list[str]:
    return [hit.passage.text for hit in retriever.search(question, 3, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ["lexical", "vectors", "fused"])
@pytest.mark.parametrize(
    ("question", "place"), [("青石桥修缮花费", 1), ("东湖湿地接待观鸟者", 3), ("星湖基金规模10亿元", 0)]
)
def test_every_way_finds_the_passage(store: Store, way: str, question: str, place: int) -> None:
    assert found(Retriever(store, LetterEncoder()), question, way=way)[0] == TEXTS[place]


def test_hits_say_how_much_of_the_question_they_cover(store: Store) -> None:
    retriever = Retriever(store, LetterEncoder())
    (covered, *_) = retriever.search("青石桥修缮花费", 3)
    (uncovered, *_) = retriever.search("白鹿滩跨海隧道花费", 3)
    assert 0 <= uncovered.coverage < covered.coverage <= 1


def test_only_the_collections_asked_for_are_searched(store: Store) -> None:
    put(store, "b.txt", ("青石桥下有一家书店。",), "team")
    retriever = Retriever(store, LetterEncoder())
    assert found(retriever, "青石桥", collections=["team"]) == ["青石桥下有一家书店。"]
    assert "青石桥下有一家书店。" not in found(retriever, "青石桥", collections=["public"])
    assert found(retriever, "青石桥", collections=[]) == []


def test_a_change_by_another_process_is_followed(store: Store, tmp_path: Path) -> None:
    retriever = Retriever(store, LetterEncoder())
    assert found(retriever, "青石桥修缮")[0] == TEXTS[1]
    other = Store(tmp_path / "s.db")
    other.remove(entry.id for entry in other.documents())
    put(other, "c.txt", ("白石桥修缮工程花费五百万元。",))
    other.close()
    assert found(retriever, "青石桥修缮") == ["白石桥修缮工程花费五百万元。"]


def test_kept_indexes_are_not_made_again(store: Store, tmp_path: Path) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    assert found(retriever, "青石桥修缮")[0] == TEXTS[1]
    assert encoder.encoded == 0
    assert retriever.drift() == ""


def test_another_encoder_embeds_anew_and_says_so_first(store: Store, tmp_path: Path) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    encoder, said = LetterEncoder("other", 32), list[str]()
    retriever = Retriever(store, encoder, tmp_path, notice=said.append)
    assert encoder.encoded == 0
    assert said
    assert "letters" in said[0]
    assert "other" in said[0]
    assert found(retriever, "青石桥修缮")[0] == TEXTS[1]
    assert encoder.encoded == len(TEXTS)


@pytest.mark.parametrize("damage", [b"", b"garbage" * 100])
@pytest.mark.parametrize("pattern", ["lexical/*", "vectors.faiss", "vectors.json"])
def test_a_damaged_index_is_rebuilt(store: Store, tmp_path: Path, pattern: str, damage: bytes) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    damaged = [path for path in tmp_path.rglob("*") if path.match(pattern) and path.is_file()]
    assert damaged
    for path in damaged:
        path.write_bytes(damage)
    assert found(Retriever(store, LetterEncoder(), tmp_path), "青石桥修缮")[0] == TEXTS[1]


def test_drift_is_seen_and_mended(store: Store, tmp_path: Path) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    put(store, "d.txt", ("新来的一段。",))
    retriever = Retriever(store, LetterEncoder(), tmp_path)
    assert "misses 1 passages" in retriever.drift()
    retriever.rebuild()
    assert Retriever(store, LetterEncoder(), tmp_path).drift() == ""


@pytest.mark.parametrize("question", ["", "？？？", "🙂", "x" * 5000])
def test_odd_questions_do_no_harm(store: Store, question: str) -> None:
    Retriever(store, LetterEncoder()).search(question, 3)


def test_an_empty_store_finds_nothing() -> None:
    assert Retriever(Store(), LetterEncoder()).search("青石桥", 3) == []


@pytest.mark.parametrize(("question", "place"), [("東湖濕地接待觀鳥者", 3), ("星湖基金規模１０億元", 0)])
def test_script_and_width_do_not_matter(store: Store, question: str, place: int) -> None:
    assert found(Retriever(store, load_encoder()), question)[0] == TEXTS[place]
