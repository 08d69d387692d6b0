import multiprocessing
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import faiss
import numpy as np
import pytest

from embeddings.loading import load_encoder
from embeddings.protocol import Encoder, Progress, Vectors
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.errors import StoreError
from retrieval.search import following, indexes
from retrieval.search.filters import Filter
from retrieval.search.folder import IndexFolder
from retrieval.search.indexes import Indexes
from retrieval.search.indexing import Indexing
from retrieval.search.lexical import Coverage, LexicalIndex, index
from retrieval.search.retriever import Retriever
from retrieval.search.scope import Scope
from retrieval.search.segments.filing import Filing
from retrieval.storage.lock import FileLock
from retrieval.storage.store import Store
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


def test_hits_say_what_of_the_question_they_lack(store: Store) -> None:
    retriever = Retriever(store, LetterEncoder())
    (hit, *_) = retriever.search("武汉的青石桥2031年修缮完了多少？", 3)
    assert (hit.missing, hit.asked) == (("武汉", "2031年"), 1.0)
    (hit, *_) = retriever.search("青石桥的坡度是多少？", 3)
    assert (hit.missing, hit.asked) == ((), 0.0)


def test_a_question_loads_each_passage_once_and_compares_it_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = Retriever(store, LetterEncoder())
    retriever.sync()
    loaded, compared = list[int](), list[int]()
    load, compare = store.passages, LexicalIndex.coverage

    def passages(ids: Iterable[int]) -> dict[int, Passage]:
        wanted = list(ids)
        loaded.extend(wanted)
        return load(wanted)

    def coverage(
        index: LexicalIndex, query: str, passages: Sequence[Passage], within: Filter
    ) -> list[Coverage]:
        compared.extend(passage.id for passage in passages)
        return compare(index, query, passages, within)

    monkeypatch.setattr(store, "passages", passages)
    monkeypatch.setattr(LexicalIndex, "coverage", coverage)
    assert len(retriever.search("青石桥修缮花费多少？", 3)) == 3
    assert sorted(loaded) == sorted(store.passage_ids())
    assert len(set(compared)) == len(compared) >= 3


def test_only_the_collections_asked_for_are_searched(store: Store) -> None:
    put(store, "b.txt", ("青石桥下有一家书店。",), "team")
    retriever = Retriever(store, LetterEncoder())
    assert found(retriever, "青石桥", scope=Scope(["team"])) == ["青石桥下有一家书店。"]
    assert "青石桥下有一家书店。" not in found(retriever, "青石桥", scope=Scope(["public"]))
    assert found(retriever, "青石桥", scope=Scope([])) == []


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
    encoder, said = LetterEncoder("other", 32), list[tuple[str, int]]()
    retriever = Retriever(store, encoder, tmp_path, notice=lambda text: said.append((text, encoder.encoded)))
    assert found(retriever, "青石桥修缮")[0] == TEXTS[1]
    retriever.sync()
    assert encoder.encoded == len(TEXTS)
    ((sentence, encoded),) = said
    assert "from letters to other" in sentence
    assert encoded == 0


@pytest.mark.parametrize("damage", [b"", b"garbage" * 100])
@pytest.mark.parametrize("pattern", ["lexical/*", "vectors/*.segment", "vectors/manifest.json"])
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
    assert "lexical index misses 1 passages" in retriever.drift()
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


class SlowEncoder(LetterEncoder):
    """Embeds passages only when it may, and says that it would like to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.allowed = threading.Event(), threading.Event()

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.begun.set()
        assert self.allowed.wait(30)
        return super().encode_passages(texts, progress)


NEW = "青石桥下新开了一家书店。"


def replace_all(store: Store) -> None:
    store.remove(entry.id for entry in store.documents())
    put(store, "e.txt", (TEXTS[1], NEW))


def busy(store: Store) -> tuple[Retriever, SlowEncoder]:
    """A retriever that is up to date but for one passage, which takes as long as it is told to."""
    encoder = SlowEncoder()
    encoder.allowed.set()
    retriever = Retriever(store, encoder)
    retriever.sync()
    encoder.allowed.clear()
    encoder.begun.clear()
    store.remove(entry.id for entry in store.documents())
    put(store, "e.txt", (NEW,))
    return retriever, encoder


def test_no_question_waits_until_all_that_is_new_is_indexed(store: Store) -> None:
    retriever, encoder = busy(store)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(found, retriever, "青石桥")
        assert encoder.begun.wait(30)
        for way in ("lexical", "vectors", "fused"):
            assert set(found(retriever, "青石桥", way=way)) <= {NEW}
        assert first.result(30) == [NEW]  # by its words
        assert found(retriever, "青石桥", way="vectors") == []
        encoder.allowed.set()
        retriever.sync()
    assert found(retriever, "青石桥", way="vectors") == [NEW]


def test_what_is_under_way_ends_before_it_is_closed(store: Store) -> None:
    retriever, encoder = busy(store)
    found(retriever, "青石桥")
    encoder.allowed.set()
    retriever.close()
    assert retriever.drift() == ""


def test_a_question_tells_what_goes_wrong_with_the_indexes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever, _ = busy(store)
    monkeypatch.setattr(store, "changes", lambda *_: (_ for _ in ()).throw(StoreError("broken")))
    with pytest.raises(StoreError, match="broken"):
        found(retriever, "青石桥")


def test_while_another_process_syncs_questions_are_answered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_CATCHING_UP_S", 0.1)
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    retriever.sync()
    replace_all(store)
    with FileLock(tmp_path / "indexes.lock").held():
        assert found(retriever, "青石桥") == []
    assert set(found(retriever, "青石桥")) == {TEXTS[1], NEW}
    retriever.sync()


def test_what_another_process_embedded_is_not_embedded_again(store: Store, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    retriever.sync()
    assert encoder.encoded == len(TEXTS)
    replace_all(store)
    Retriever(store, LetterEncoder(), tmp_path).sync()
    for way in ("lexical", "vectors", "fused"):
        assert set(found(retriever, "青石桥", way=way)) == {TEXTS[1], NEW}
    assert encoder.encoded == len(TEXTS)


def test_processes_with_different_encoders_keep_their_own_vectors(store: Store, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    retriever.sync()
    Retriever(store, LetterEncoder("other", 32), tmp_path).sync()
    put(store, "e.txt", (NEW,))
    retriever.sync()
    assert NEW in found(retriever, "青石桥", way="vectors")
    assert encoder.encoded == len(TEXTS) + 1


@pytest.mark.parametrize("name", ["lexical", "vectors", "vectors/manifest.json", "indexes.lock"])
def test_indexes_that_cannot_be_kept_answer_all_the_same(store: Store, tmp_path: Path, name: str) -> None:
    if name in {"lexical", "vectors"}:
        (tmp_path / name).write_text("no folder")
    else:
        (tmp_path / name / "full").mkdir(parents=True)
    said = list[str]()
    retriever = Retriever(store, LetterEncoder(), tmp_path, notice=said.append)
    assert found(retriever, "青石桥修缮")[0] == TEXTS[1]
    put(store, "e.txt", (NEW,))
    assert NEW in found(retriever, "青石桥下书店")
    assert len(said) == 1
    assert str(tmp_path / name.partition("/")[0]) in said[0]


def test_a_rebuilding_that_cannot_be_kept_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "vectors").write_text("no folder")
    with pytest.raises(StoreError, match="cannot be written"):
        Retriever(store, LetterEncoder(), tmp_path).rebuild()


def test_vectors_of_a_former_version_are_taken_over_once(store: Store, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    texts = {id_: passage.text for id_, passage in store.passages(store.passage_ids()).items()}
    ids = [12345, *texts]  # one that is gone
    vectors = encoder.encode_passages(["走了的一段。", *texts.values()])
    former = faiss.index_factory(encoder.dimension, "IDMap2,Flat", faiss.METRIC_INNER_PRODUCT)
    former.add_with_ids(vectors, np.array(ids, np.int64))
    faiss.write_index(former, str(tmp_path / "vectors.faiss"))
    (tmp_path / "vectors.json").write_text('{"encoder": "letters", "edition": "1"}')
    encoder.encoded = 0
    retriever = Retriever(store, encoder, tmp_path)
    assert retriever.kept()
    retriever.sync()
    assert encoder.encoded == 0
    for question in TEXTS:
        assert found(retriever, question, way="vectors")[0] == question
    assert retriever.drift() == ""
    assert not list(tmp_path.glob("vectors.*"))
    assert found(Retriever(store, encoder, tmp_path), TEXTS[0], way="vectors")[0] == TEXTS[0]
    assert encoder.encoded == 0


def test_a_change_costs_what_changed(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = Retriever(store, LetterEncoder(), tmp_path)
    retriever.sync()
    put(store, "b.txt", tuple(f"第{number}号通知。" for number in range(300)))
    retriever.sync()
    loaded, load = list[int](), store.passages

    def passages(ids: Iterable[int]) -> dict[int, Passage]:
        wanted = list(ids)
        loaded.extend(wanted)
        return load(wanted)

    monkeypatch.setattr(store, "passages", passages)
    for name in ("passage_ids", "newest_first", "filed"):
        asked = getattr(store, name)
        monkeypatch.setattr(
            store, name, lambda *args, asked=asked: asked(*args) if args else pytest.fail("reads all")
        )
    put(store, "c.txt", (NEW,))
    retriever.sync()
    store.remove(entry.id for entry in store.documents() if entry.source == "c.txt")
    retriever.sync()
    store.rename("public", "team")
    retriever.sync()
    assert len(set(loaded)) == 1
    monkeypatch.undo()
    assert retriever.drift() == ""


def test_large_parts_of_a_first_index_are_written_before_all_is_indexed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "BATCH", 2)
    monkeypatch.setattr(index, "_LARGE", 4)
    written = list[int]()

    def save(folder: IndexFolder, made: Indexes) -> None:
        written.append(len(list((tmp_path / "lexical").glob("*.segment"))))
        keep(folder, made)

    keep = IndexFolder.save
    monkeypatch.setattr(IndexFolder, "save", save)
    Retriever(store, LetterEncoder(), tmp_path).follow()
    assert written[0] == 1


def test_a_collection_that_joins_another_is_found_there_and_not_embedded_again(
    store: Store, tmp_path: Path
) -> None:
    put(store, "b.txt", (NEW,), "team")
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    retriever.sync()
    encoded = encoder.encoded
    store.rename("team", "public")
    for way in ("lexical", "vectors"):
        assert NEW in found(retriever, "青石桥书店", way=way, scope=Scope(["public"]))
        assert found(retriever, "青石桥书店", way=way, scope=Scope(["team"])) == []
    assert encoder.encoded == encoded
    assert retriever.drift() == ""


def test_an_older_copy_of_the_store_is_followed_too(store: Store, tmp_path: Path) -> None:
    home, copy = tmp_path / "s.db", tmp_path / "copy.db"
    store._rows("VACUUM INTO ?", (str(copy),))
    put(store, "b.txt", (NEW,))
    Retriever(store, LetterEncoder(), tmp_path).sync()
    store.close()
    copy.replace(home)
    for log in ("s.db-wal", "s.db-shm"):
        (tmp_path / log).unlink(missing_ok=True)
    other = Store(home)
    retriever = Retriever(other, LetterEncoder(), tmp_path)
    put(other, "c.txt", ("青石桥上没有书店。",))
    assert NEW not in found(retriever, "青石桥书店")
    assert "青石桥上没有书店。" in found(retriever, "青石桥书店")
    retriever.sync()
    assert retriever.drift() == ""
    retriever.close()
    other.close()


def test_it_is_known_whether_indexes_are_kept(store: Store, tmp_path: Path) -> None:
    retriever = Retriever(store, LetterEncoder(), tmp_path)
    assert not retriever.kept()
    retriever.sync()
    assert retriever.kept()
    assert not Retriever(store, LetterEncoder()).kept()


TURNS = 25


def only_waiting(sentence: str) -> None:
    """On a slow machine a process may wait for another; that indexes cannot be kept must not come up."""
    assert sentence.startswith("Waiting"), sentence


def add_and_remove(home: Path, number: int, together: Barrier, embedded: "Queue[int]") -> None:
    """What one process does: change the store and sync, again and again."""
    store, encoder = Store(home / "s.db"), LetterEncoder()
    retriever = Retriever(store, encoder, home, notice=only_waiting)
    together.wait(100)
    for turn in range(TURNS):
        put(store, f"{number}-{turn}.txt", (f"第{number}号通知第{turn}次：水位正常。", f"{number}和{turn}"))
        store.remove([entry.id for entry in store.documents() if entry.source == f"{number}-{turn - 3}.txt"])
        retriever.sync()
    store.close()
    embedded.put(encoder.encoded)


@pytest.mark.slow
def test_processes_that_save_at_once_embed_once_and_leave_whole_indexes(store: Store, tmp_path: Path) -> None:
    spawned = multiprocessing.get_context("spawn")
    together = spawned.Barrier(3)
    embedded: Queue[int] = spawned.Queue()
    arguments = [(tmp_path, number, together, embedded) for number in range(2)]
    others = [spawned.Process(target=add_and_remove, args=each) for each in arguments]
    for other in others:
        other.start()
    encoder = LetterEncoder()
    together.wait(100)
    while any(other.is_alive() for other in others):
        reader = Retriever(store, encoder, tmp_path, notice=only_waiting)
        assert found(reader, "青石桥修缮")[0] == TEXTS[1]
    assert [other.exitcode for other in others] == [0, 0]
    assert encoder.encoded + embedded.get(timeout=60) + embedded.get(timeout=60) <= len(TEXTS) + 4 * TURNS
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path, notice=only_waiting)
    assert found(retriever, "第1号通知第24次")[0].startswith("第1号通知第24次")
    assert encoder.encoded == 0
    assert retriever.drift() == ""
    assert list(tmp_path.rglob("*.tmp")) == []


def test_what_another_process_kept_is_news_until_it_is_in_use(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = LetterEncoder()
    one, other = (Indexing(store, encoder, tmp_path, only_waiting) for _ in range(2))
    for indexing in (one, other):
        indexing.follow(wait=True)
    ids = other.batch(10)
    other.take(ids, encoder.encode_passages([store.passages([id_])[id_].text for id_ in ids]))
    other.keep()
    behind, load = list[bool](), IndexFolder.load

    def watched(folder: IndexFolder, loading: Encoder, store: Store) -> Indexes:
        loaded = load(folder, loading, store)
        behind.append(one.is_behind)
        return loaded

    monkeypatch.setattr(IndexFolder, "load", watched)
    one.follow(wait=True)
    assert (behind, one.is_behind, one.missing) == ([True], False, 0)


class SynonymEncoder(LetterEncoder):
    """Knows that a few words mean the same."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return super().encode_queries([text.replace("盖好", "竣工").replace("娃", "儿童") for text in texts])


def test_where_words_are_hardly_found_vectors_decide(tmp_path: Path) -> None:
    store = Store(tmp_path / "other.db")
    texts = ("儿童公园竣工。", "老赵说好笑的话。", "盖子是老赵的。")
    put(store, "parks.txt", texts)
    retriever = Retriever(store, SynonymEncoder())

    assert found(retriever, "老娃盖好", way="lexical")[0] != texts[0]
    assert found(retriever, "老娃盖好")[0] == texts[0]
    assert found(retriever, "儿童公园竣工")[0] == texts[0]
    store.close()


def test_where_words_are_found_they_decide(store: Store) -> None:
    retriever = Retriever(store, LetterEncoder())
    for question in ("青石桥修缮工程", "东湖湿地每年接待观鸟者", "望江生态园绿化率"):
        by_words, fused = (found(retriever, question, way=way)[0] for way in ("lexical", "fused"))
        assert fused == by_words


def test_the_weight_of_vectors_can_be_set(store: Store) -> None:
    only_words = Retriever(store, LetterEncoder(), vector_weight=0.0)
    lexical = only_words.search("星湖基金规模", 3, way="lexical")
    fused = only_words.search("星湖基金规模", 3)

    assert [hit.passage.id for hit in fused[: len(lexical)]] == [hit.passage.id for hit in lexical]
    assert fused[0].score <= lexical[0].score


@pytest.mark.parametrize(
    ("question", "place", "read"),
    [
        ("青石桥修缮花废多少", 1, "青石桥修缮花费多少"),
        ("东湖湿地街待多少人", 3, "东湖湿地接待多少人"),
        ("青石桥修缮花费多少", 1, "青石桥修缮花费多少"),
    ],
)
def test_a_typing_error_is_searched_and_read_as_it_was_meant(
    store: Store, question: str, place: int, read: str
) -> None:
    results = Retriever(store, LetterEncoder()).find(question, 3)
    assert results.hits[0].passage.text == TEXTS[place]
    assert results.question == read


def test_an_index_that_lies_is_found_and_mended(store: Store, tmp_path: Path) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    for name in ("lexical", "vectors"):
        folder = IndexFolder(tmp_path)
        indexes = folder.load(LetterEncoder(), store)
        index = getattr(indexes, name)
        if name == "lexical":
            index.remove(list(store.passage_ids())[:1])
        else:
            (id_, *_) = store.passage_ids()
            index.move(Filing.of([(id_, 12345, None, "", "")]))
        folder.save(indexes)
        retriever = Retriever(store, LetterEncoder(), tmp_path)
        assert retriever.damaged() == (name,)
        retriever.sync()
        assert retriever.damaged() == ()
        assert retriever.drift() == ""
        retriever.close()


def test_what_is_behind_is_not_called_damaged(store: Store, tmp_path: Path) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    put(store, "e.txt", (NEW,))
    store.remove(entry.id for entry in store.documents() if entry.source == "a.txt")
    retriever = Retriever(store, LetterEncoder(), tmp_path)
    assert retriever.damaged() == ()
    assert retriever.drift() != ""
    retriever.sync()
    assert retriever.drift() == ""


def test_rebuilding_keeps_vectors_that_are_whole(store: Store, tmp_path: Path) -> None:
    Retriever(store, LetterEncoder(), tmp_path).sync()
    put(store, "e.txt", (NEW,), "team")
    Retriever(store, LetterEncoder(), tmp_path).sync()
    newest = max((tmp_path / "vectors").glob("*.segment"), key=lambda file: file.stat().st_mtime_ns)
    newest.write_bytes(b"damaged")
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    assert retriever.damaged() == ("vectors",)
    retriever.rebuild()
    assert encoder.encoded == 1
    assert retriever.damaged() == ()
