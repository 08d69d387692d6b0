"""What every passage index does, whatever keeps it: one suite over all of them, and over every store."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from embeddings.loading import load_encoder
from embeddings.protocol import Encoder
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.errors import StoreError
from retrieval.periods.period import Period
from retrieval.search.passage_index import Way
from retrieval.search.retriever import Retriever
from retrieval.search.scope import EVERYTHING, Scope
from retrieval.storage.databases import Address, open_database
from retrieval.storage.schema import TABLES
from retrieval.storage.store import Store
from tests.retrieval.letters import LetterEncoder

BRIDGE = "青石桥修缮工程共花费三百二十万元。"
FUND = "星湖基金总规模10亿元，首期出资2亿元。"
PARK = "望江生态园占地两千四百亩，绿化率达到六成。"
WETLAND = "东湖湿地每年接待观鸟者四万人次。"
LIBRARY = "市图书馆周一闭馆，借书证工本费五元。"

Open = Callable[..., Retriever]


@pytest.fixture(
    params=[
        ("sqlite", "home"),
        ("sqlite", "milvus"),
        ("postgres", "home"),
        pytest.param(("postgres", "milvus"), marks=pytest.mark.slow),
    ],
    ids="-".join,
)
def kept(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Where documents are kept, and where their index."""
    database, index = request.param
    return database, index


@pytest.fixture
def open_store(
    kept: tuple[str, str], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Store]]:
    """Opens one and the same store, as another process would."""
    opened = list[Store]()
    with ExitStack() as stack:
        url = ""
        if kept[0] == "postgres":
            url = stack.enter_context(request.getfixturevalue("postgres").lent(TABLES))

        def open_() -> Store:
            place = tmp_path / "store.db"
            opened.append(Store(open_database(Address.of(url), TABLES, StoreError) if url else place))
            return opened[-1]

        yield open_
        for store in opened:
            store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()


@pytest.fixture
def index(kept: tuple[str, str], tmp_path: Path) -> str:
    """The setting of the index."""
    if kept[1] == "home":
        return ""
    pytest.importorskip("milvus_lite")
    return f"milvus:{tmp_path / 'index.db'}"


@pytest.fixture
def open_(store: Store, index: str, tmp_path: Path) -> Iterator[Open]:
    """Opens the index over the store, as each start of the program does."""
    opened = list[Retriever]()

    def open_(encoder: Encoder | None = None, **options: Any) -> Retriever:
        opened.append(Retriever(store, encoder or LetterEncoder(), tmp_path, index=index, **options))
        return opened[-1]

    yield open_
    for retriever in opened:
        retriever.close()


def document(path: str, *texts: str, published: date | None = None) -> tuple[Document, list[Passage]]:
    articles = tuple(Article("", (Paragraph(text),), published) for text in texts)
    passages = [Passage(text, paragraph=at, published=published) for at, text in enumerate(texts)]
    return Document(path, path, "\n".join(texts), path, articles), passages


def put(
    store: Store, path: str, *texts: str, collection: str = "public", published: date | None = None
) -> None:
    store.put(*document(path, *texts, published=published), collection)


def id_of(store: Store, path: str) -> int:
    return next(entry.id for entry in store.documents() if entry.path == path)


def found(
    retriever: Retriever, question: str, scope: Scope = EVERYTHING, way: Way = "fused", limit: int = 5
) -> list[str]:
    return [hit.passage.text for hit in retriever.search(question, limit, scope, way)]


def unlike_texts(count: int) -> list[str]:
    random = Random(5)  # noqa: S311
    return ["".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(12)) for _ in range(count)]


WAYS: list[Way] = ["lexical", "vectors", "fused"]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_finds_what_is_asked_for_first(store: Store, open_: Open, way: Way) -> None:
    put(store, "a", BRIDGE, FUND, PARK, WETLAND, LIBRARY)
    retriever = open_()
    retriever.sync()
    assert found(retriever, "青石桥修缮花费多少", way=way)[0] == BRIDGE
    assert found(retriever, "东湖湿地接待观鸟者多少人次", way=way)[0] == WETLAND


def test_words_are_scored_by_the_best_one_and_everything_has_a_cosine(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, FUND, PARK, WETLAND, LIBRARY)
    retriever = open_()
    retriever.sync()
    scores = retriever.find("青石桥修缮花费多少", 5).scores
    assert max(scores.words.values()) == pytest.approx(1)
    assert min(scores.words.values()) > 0
    assert list(scores.vectors.values()) == sorted(scores.vectors.values(), reverse=True)
    assert set(scores.cosines) == set(scores.total) == set(scores.words) | set(scores.vectors)
    assert max(scores.cosines.values()) <= 1.001


def test_what_is_added_is_found_by_its_words_before_it_has_vectors(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE)
    released, began = threading.Event(), threading.Event()

    class HeldUp(LetterEncoder):
        def encode_passages(self, texts: Any, progress: Any = None) -> Any:
            began.set()
            assert released.wait(60)
            return super().encode_passages(texts, progress)

    retriever = open_(HeldUp())
    try:
        retriever.follow()
        assert began.wait(60)
        assert retriever.backlog().missing == retriever.backlog().total == 1
        assert found(retriever, "青石桥修缮", way="lexical") == [BRIDGE]
        assert found(retriever, "青石桥修缮", way="fused") == [BRIDGE]
        assert found(retriever, "青石桥修缮", way="vectors") == []
    finally:
        released.set()
    retriever.sync()
    assert retriever.backlog().missing == 0
    assert found(retriever, "青石桥修缮", way="vectors") == [BRIDGE]


def test_a_document_that_is_added_later_is_found(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE)
    retriever = open_()
    retriever.sync()
    put(store, "b", FUND)
    assert found(retriever, "星湖基金总规模")[0] == FUND


def test_a_document_that_is_replaced_is_found_as_it_is_now(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, FUND)
    retriever = open_()
    retriever.sync()
    put(store, "a", "青石桥修缮工程共花费五百万元。", FUND)
    assert found(retriever, "青石桥修缮花费")[0] == "青石桥修缮工程共花费五百万元。"
    retriever.sync()
    for way in WAYS:
        assert BRIDGE not in found(retriever, "青石桥修缮花费", way=way)


def test_a_document_that_is_removed_is_found_no_more(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE)
    put(store, "b", FUND)
    retriever = open_()
    retriever.sync()
    store.remove([id_of(store, "a")])
    for way in WAYS:
        assert BRIDGE not in found(retriever, "青石桥修缮花费", way=way)
    retriever.sync()
    assert retriever.backlog().total == 1
    assert retriever.drift() == ""


def test_a_removed_passage_is_not_found_even_before_the_index_followed(
    store: Store, open_: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "a", BRIDGE)
    put(store, "b", FUND)
    retriever = open_()
    retriever.sync()
    monkeypatch.setattr(retriever, "_following", _Idle())
    store.remove([id_of(store, "a")])
    for way in WAYS:
        assert BRIDGE not in found(retriever, "青石桥修缮花费", way=way)


class _Idle:
    """Follows nothing."""

    def follow(self) -> None: ...

    def catch_up(self) -> None: ...

    def close(self) -> None: ...


def test_a_collection_that_is_renamed_is_found_under_its_new_name(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, collection="old")
    put(store, "b", "青石桥桥面宽六米。", collection="other")
    encoder = LetterEncoder()
    retriever = open_(encoder)
    retriever.sync()
    store.rename("old", "new")
    assert found(retriever, "青石桥", Scope(["new"])) == [BRIDGE]
    assert found(retriever, "青石桥", Scope(["old"])) == []
    store.rename("new", "other")  # both become one
    retriever.sync()
    assert len(found(retriever, "青石桥", Scope(["other"]))) == 2
    assert found(retriever, "青石桥", Scope(["new"])) == []
    assert encoder.encoded == 2  # each once: what moves keeps its vector


DAYS = {
    "a": date(2020, 5, 1),
    "b": date(2021, 5, 1),
    "c": date(2022, 5, 1),
    "d": None,
}


def test_a_filter_that_lets_few_of_many_through_loses_none(store: Store, open_: Open) -> None:
    many = unlike_texts(300)
    few = many[::60]
    for text in few:
        put(store, text, text, collection="few")
    put(store, "many", *(text for text in many if text not in few), collection="many")
    retriever = open_()
    retriever.sync()
    for text in few:
        assert found(retriever, text, Scope(["few"]))[0] == text
    for text in many[:10]:
        assert set(found(retriever, text, Scope(["few"]), "vectors")) == set(few)


def test_what_is_found_among_many_has_its_own_cosine(store: Store, open_: Open) -> None:
    put(store, "many", *(f"桥{text}" for text in unlike_texts(300)))
    encoder = LetterEncoder()
    retriever = open_(encoder)
    retriever.sync()
    (asked,) = encoder.encode_queries(["桥"])
    cosines = retriever.find("桥", 50).scores.cosines
    for id_, passage in store.passages(cosines).items():
        (vector,) = encoder.encode_passages([passage.text])
        assert cosines[id_] == pytest.approx(float(vector @ asked), abs=0.01)


def test_filters_hold_together(store: Store, open_: Open) -> None:
    places = {"a": "x", "b": "y", "c": "y", "d": "x"}
    texts = {path: f"青石桥{path}修缮。" for path in places}
    for path, place in places.items():
        put(store, path, texts[path], collection=place, published=DAYS[path])
    ids = {path: id_of(store, path) for path in places}
    retriever = open_()
    retriever.sync()
    for collections, documents, (since, until) in product(
        (None, ["x"], ["x", "y"], ["none"], []),
        (None, "ac", "d", ""),
        ((None, None), (2021, None), (None, 2021), (2021, 2021)),
    ):
        chosen = None if documents is None else [ids[path] for path in documents]
        period = Period(date(since or 1, 1, 1), date(until or 9999, 12, 31)) if since or until else None
        wanted = {
            texts[path]
            for path, day in DAYS.items()
            if (collections is None or places[path] in collections)
            and (documents is None or path in documents)
            and (period is None or (day is not None and period.first <= day <= period.last))
        }
        for way in WAYS:
            assert set(found(retriever, "青石桥修缮", Scope(collections, chosen, period), way)) == wanted


HOSTILE = ('"', "'", "\\", '\\"; id > 0', "%_", "{}", "] or id >= 0 or id in [", "\0", "\n", "﹏", "𠀀", "")


def test_no_text_breaks_out_of_a_filter(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, collection="mine")
    for text in HOSTILE:
        put(store, f"b{text}", f"青石桥{text}也在别处。", collection=f"other{text}")
    retriever = open_()
    retriever.sync()
    for text in HOSTILE:
        for way in WAYS:
            assert found(retriever, f"青石桥{text}", Scope(["mine"]), way) == [BRIDGE]
            assert found(retriever, f"青石桥{text}", Scope([text]), way) == []
        retriever.search(text, 3)
        retriever.search(text * 50, 3)


def test_another_start_embeds_nothing_anew(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, FUND, PARK)
    retriever = open_()
    retriever.sync()
    retriever.close()
    encoder = LetterEncoder()
    again = open_(encoder)
    again.sync()
    assert encoder.encoded == 0
    assert again.kept()
    assert (again.backlog().missing, again.backlog().total) == (0, 3)
    assert found(again, "青石桥修缮花费", way="vectors")[0] == BRIDGE


def test_a_start_goes_on_with_what_changed_meanwhile(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE)
    put(store, "b", FUND)
    retriever = open_()
    retriever.sync()
    retriever.close()
    store.remove([id_of(store, "a")])
    put(store, "c", PARK)
    encoder = LetterEncoder()
    again = open_(encoder)
    again.sync()
    assert encoder.encoded == 1
    assert set(found(again, "青石桥星湖基金生态园")) == {FUND, PARK}
    assert again.drift() == ""


@pytest.mark.parametrize("dimension", [64, 32])
def test_another_encoder_embeds_all_anew_and_says_so(store: Store, open_: Open, dimension: int) -> None:
    put(store, "a", BRIDGE, FUND, PARK)
    retriever = open_()
    retriever.sync()
    retriever.close()
    encoder, said = LetterEncoder("other", dimension), list[str]()
    again = open_(encoder, notice=said.append)
    assert found(again, "青石桥修缮花费", way="lexical")[0] == BRIDGE
    again.sync()
    assert encoder.encoded == 3
    assert len(said) == 1
    assert "letters" in said[0]
    assert "other" in said[0]
    assert found(again, "青石桥修缮花费", way="vectors")[0] == BRIDGE


def test_what_an_index_lacks_is_seen_and_mended(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, FUND)
    retriever = open_()
    retriever.sync()
    retriever.close()
    store.remove([id_of(store, "a")])
    put(store, "b", PARK)
    again = open_()
    assert again.drift()
    assert not again.damaged()
    again.sync()
    assert again.drift() == ""


def test_made_anew_it_finds_the_same(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, FUND, PARK)
    encoder = LetterEncoder()
    retriever = open_(encoder)
    retriever.sync()
    retriever.rebuild()
    assert encoder.encoded == 3
    assert retriever.drift() == ""
    assert found(retriever, "青石桥修缮花费")[0] == BRIDGE


def test_a_typing_error_is_seen_where_passages_have_the_right_word(store: Store, open_: Open) -> None:
    put(store, "a", "本校校长由教育局任命。", FUND, PARK, WETLAND)
    retriever = open_()
    retriever.sync()
    results = retriever.find("校张由谁任命", 3)
    assert results.question == "校长由谁任命"
    assert results.hits[0].passage.text == "本校校长由教育局任命。"


def test_what_a_passage_lacks_of_a_question_is_named(store: Store, open_: Open) -> None:
    put(store, "a", "武汉的青石桥修缮于2018年。")
    retriever = open_()
    retriever.sync()
    (hit,) = retriever.search("合肥的青石桥修缮于哪年", 1)
    assert hit.missing == ("合肥",)


def test_both_scripts_find_the_same(store: Store, open_: Open) -> None:
    put(store, "a", BRIDGE, FUND, PARK)
    retriever = open_()
    retriever.sync()
    for way in WAYS:
        assert found(retriever, "青石橋修繕花費", way=way)[0] == BRIDGE or way == "vectors"


@pytest.mark.slow
def test_a_thousand_documents(store: Store, open_: Open) -> None:
    texts = [f"第{number}号文件由办公室第{number % 7}组存档。" for number in range(1_000)]
    store.put_all((document(f"{number}", text) for number, text in enumerate(texts)), "public")
    put(store, "bridge", BRIDGE)
    retriever = open_()
    retriever.sync()
    assert retriever.backlog().total == 1_001
    assert found(retriever, "青石桥修缮花费")[0] == BRIDGE
    assert found(retriever, "第731号文件存档", way="lexical", limit=1) == ["第731号文件由办公室第3组存档。"]
    store.remove(entry.id for entry in store.documents() if entry.path != "bridge")
    retriever.sync()
    assert retriever.backlog().total == 1
    assert "第731号文件由办公室第3组存档。" not in found(retriever, "第731号文件存档")


def test_many_ask_while_documents_come_and_go(store: Store, open_: Open) -> None:
    put(store, "bridge", BRIDGE)
    retriever = open_()
    retriever.sync()
    failures, stopped = list[object](), threading.Event()

    def ask() -> None:
        while not stopped.is_set():
            try:
                if BRIDGE not in found(retriever, "青石桥修缮花费"):
                    failures.append("not found")
            except Exception as error:  # noqa: BLE001
                failures.append(error)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    for number in range(8):
        put(store, f"{number}", f"第{number}号文件由办公室存档。", PARK)
        if number % 2:
            store.remove([id_of(store, f"{number - 1}")])
    retriever.sync()
    stopped.set()
    for thread in asking:
        thread.join()
    assert not failures
    assert retriever.drift() == ""
    assert retriever.backlog().total == 9


def test_two_that_follow_at_once_agree(store: Store, open_: Open) -> None:
    retrievers = [open_(), open_()]
    for number in range(30):
        put(store, f"{number}", f"第{number}号文件由办公室存档。")
    threads = [threading.Thread(target=retriever.sync) for retriever in retrievers]
    for thread in threads:
        thread.start()
    for number in range(30, 40):
        put(store, f"{number}", f"第{number}号文件由办公室存档。")
        store.remove([id_of(store, f"{number - 30}")])
    for thread in threads:
        thread.join()
    for retriever in retrievers:
        retriever.sync()
        assert retriever.drift() == ""
        assert retriever.backlog().total == 30


CLEAR = {
    "青石桥修缮花了多少钱？": BRIDGE,
    "星湖基金的总规模是多少？": FUND,
    "望江生态园占地多少亩？": PARK,
    "东湖湿地每年接待多少观鸟者？": WETLAND,
    "市图书馆哪天闭馆？": LIBRARY,
}


def test_clear_questions_have_the_same_first_hit_everywhere(store: Store, open_: Open) -> None:
    put(store, "a", *CLEAR.values(), *(f"第{number}号文件由办公室存档。" for number in range(40)))
    retriever = open_(load_encoder())
    retriever.sync()
    assert {question: found(retriever, question)[0] for question in CLEAR} == CLEAR
