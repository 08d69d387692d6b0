"""Passages are embedded in the background: words at once, meaning later, nothing embedded twice."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from embeddings.protocol import Progress, Vectors
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.search import embedding
from retrieval.search.retriever import Retriever
from retrieval.storage.lock import FileLock
from retrieval.storage.store import Store
from tests.retrieval.letters import LetterEncoder

BRIDGE = "青石桥修缮工程共花费三百二十万元。"
PARK = "望江生态园占地两千四百亩。"


class SteppedEncoder(LetterEncoder):
    """Embeds a batch for each step that it is allowed, and remembers what it embedded."""

    def __init__(self, name: str = "letters", steps: int = 0) -> None:
        super().__init__(name)
        self.steps = threading.Semaphore(steps)
        self.batches: list[list[str]] = []
        self.begun = threading.Semaphore(0)
        self.error: Exception | None = None

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.batches.append(list(texts))
        self.begun.release()
        assert self.steps.acquire(timeout=30)
        if self.error:
            raise self.error
        return super().encode_passages(texts, progress)

    def allow(self, steps: int = 1000) -> None:
        self.steps.release(steps)


class LabouringEncoder(LetterEncoder):
    """Takes so long for each passage."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        time.sleep(self.seconds * len(texts))
        return super().encode_passages(texts, progress)


def put(store: Store, name: str, *texts: str) -> None:
    articles = tuple(Article("", (Paragraph(text),)) for text in texts)
    passages = [Passage(text, paragraph=i) for i, text in enumerate(texts)]
    store.put(Document(name, f"/{name}", "".join(texts), name, articles), passages, "public")


def many(count: int) -> list[str]:
    return [f"第{number}号通知：水位正常。" for number in range(count)]


def found(retriever: Retriever, question: str, **options: object) -> list[str]:
    return [hit.passage.text for hit in retriever.search(question, 5, **options)]  # type: ignore[arg-type]


def until(condition: Callable[[], bool]) -> None:
    late = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < late
        time.sleep(0.01)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "s.db")
    yield store
    store.close()


@pytest.fixture
def encoder() -> Iterator[SteppedEncoder]:
    made = SteppedEncoder()
    yield made
    made.allow()


@pytest.fixture
def retriever(store: Store, encoder: SteppedEncoder, tmp_path: Path) -> Iterator[Retriever]:
    made = Retriever(store, encoder, tmp_path)
    yield made
    encoder.allow()
    made.close()


def test_a_document_is_found_by_words_at_once_and_by_meaning_later(
    store: Store, retriever: Retriever, encoder: SteppedEncoder
) -> None:
    put(store, "a.txt", BRIDGE, PARK)
    assert found(retriever, "青石桥修缮")[0] == BRIDGE
    assert found(retriever, "青石桥修缮", way="vectors") == []
    assert retriever.backlog().missing == 2
    encoder.allow()
    retriever.sync()
    assert found(retriever, "青石桥修缮", way="vectors")[0] == BRIDGE
    assert retriever.backlog().missing == 0


def test_a_passage_without_vector_is_not_hidden_by_those_that_have_one(
    store: Store, retriever: Retriever, encoder: SteppedEncoder
) -> None:
    put(store, "a.txt", *many(30))
    encoder.allow(10)
    retriever.sync()
    encoder.steps = threading.Semaphore(0)
    put(store, "b.txt", BRIDGE)
    assert found(retriever, "青石桥修缮花费多少")[0] == BRIDGE


def test_the_newest_documents_come_first_in_the_order_of_reading(
    store: Store, retriever: Retriever, encoder: SteppedEncoder
) -> None:
    texts = many(40)
    put(store, "old.txt", *texts)
    with store._transaction() as db:
        db.execute("UPDATE documents SET added_at = '2020-01-01 00:00:00'")
    retriever.follow()
    assert encoder.begun.acquire(timeout=30)
    put(store, "new.txt", BRIDGE, PARK)
    retriever.follow()
    encoder.allow()
    retriever.sync()
    (first, second, *_) = encoder.batches
    assert first == texts[: len(first)]
    assert second[:2] == [BRIDGE, PARK]
    assert sorted(text for batch in encoder.batches for text in batch) == sorted([*texts, BRIDGE, PARK])


def test_a_document_that_goes_while_it_waits_leaves_nothing(
    store: Store, retriever: Retriever, encoder: SteppedEncoder
) -> None:
    put(store, "a.txt", *many(5))
    put(store, "b.txt", BRIDGE)
    retriever.follow()
    assert encoder.begun.acquire(timeout=30)
    store.remove(entry.id for entry in store.documents() if entry.source == "a.txt")
    retriever.follow()
    assert retriever.backlog().total == 1
    encoder.allow()
    retriever.sync()
    assert found(retriever, "青石桥", way="vectors") == [BRIDGE]
    assert retriever.drift() == ""
    assert retriever.backlog() == embedding.Backlog(0, 1, 0.0)


def test_a_stop_waits_for_the_batch_under_way_alone_and_loses_nothing(
    store: Store, retriever: Retriever, encoder: SteppedEncoder, tmp_path: Path
) -> None:
    put(store, "a.txt", *many(40))
    retriever.follow()
    assert encoder.begun.acquire(timeout=30)
    encoder.allow(1)
    retriever.close()
    assert encoder.encoded in {8, 24}  # the second may have begun before the stop
    other = LetterEncoder()
    again = Retriever(store, other, tmp_path)
    again.sync()
    assert other.encoded == 40 - encoder.encoded
    again.close()


def test_another_process_reads_what_is_kept_and_waits_with_embedding(
    store: Store,
    retriever: Retriever,
    encoder: SteppedEncoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "_SAVE_INTERVAL_S", 0.0)
    put(store, "a.txt", BRIDGE, *many(40))
    retriever.follow()
    encoder.allow(1)
    until(lambda: retriever.backlog().missing == 33)
    assert encoder.begun.acquire(timeout=30)
    assert encoder.begun.acquire(timeout=30)
    said = list[str]()
    idle = LetterEncoder()
    other = Retriever(store, idle, tmp_path, notice=said.append)
    assert found(other, "青石桥修缮", way="vectors")[0] == BRIDGE  # of the first batch, which was kept
    assert other.backlog().missing == 33
    waiting = threading.Thread(target=other.sync)
    waiting.start()
    until(lambda: bool(said))
    assert "another process is embedding" in said[0]
    encoder.allow()
    waiting.join(30)
    assert not waiting.is_alive()
    assert idle.encoded == 0
    other.close()


def test_another_encoder_embeds_anew_while_words_and_what_is_done_answer(
    store: Store, tmp_path: Path
) -> None:
    put(store, "a.txt", BRIDGE, *many(40))
    Retriever(store, LetterEncoder(), tmp_path).sync()
    said = list[str]()
    encoder = SteppedEncoder("other")
    retriever = Retriever(store, encoder, tmp_path, notice=said.append)
    assert found(retriever, "青石桥修缮")[0] == BRIDGE
    assert ["from letters to other" in sentence for sentence in said] == [True]
    assert retriever.backlog().missing == 41
    encoder.allow()
    retriever.sync()
    assert found(retriever, "青石桥修缮", way="vectors")[0] == BRIDGE
    retriever.close()
    again = Retriever(store, LetterEncoder("other"), tmp_path, notice=said.append)
    assert found(again, "青石桥修缮")[0] == BRIDGE
    assert again.backlog().missing == 0
    assert len(said) == 1


def test_progress_tells_how_far_it_is_and_how_long_it_takes(store: Store, tmp_path: Path) -> None:
    put(store, "a.txt", *many(60))
    retriever = Retriever(store, LabouringEncoder(0.02), tmp_path)
    with FileLock(tmp_path / "embedding.lock").held():
        retriever.follow()
        assert retriever.backlog() == embedding.Backlog(60, 60)
        estimate = retriever.estimate()
    assert (estimate.missing, estimate.total) == (60, 60)
    assert 60 * 0.02 <= (estimate.seconds or 0.0) < 20
    told, left = list[tuple[int, int]](), list[float]()

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        left.append(retriever.backlog().seconds or 0.0)

    retriever.sync(progress)
    assert told == sorted(told)
    assert told[-1] == (60, 60)
    assert {total for _, total in told} == {60}
    assert len({done for done, _ in told}) > 2
    assert left[-1] == 0.0
    retriever.close()


def test_the_backlog_of_a_document_is_its_own(
    store: Store, retriever: Retriever, encoder: SteppedEncoder
) -> None:
    put(store, "a.txt", *many(20))
    put(store, "b.txt", BRIDGE)
    retriever.follow()
    counts = {entry.source: retriever.backlog(entry.id).missing for entry in store.documents()}
    assert counts == {"a.txt": 20, "b.txt": 1}
    assert retriever.backlog(12345).total == 0
    encoder.allow()
    retriever.sync()
    assert [retriever.backlog(entry.id).missing for entry in store.documents()] == [0, 0]


def test_an_encoder_that_fails_leaves_words_and_is_told_once(
    store: Store, encoder: SteppedEncoder, tmp_path: Path
) -> None:
    put(store, "a.txt", BRIDGE)
    said = list[str]()
    retriever = Retriever(store, encoder, tmp_path, notice=said.append)
    encoder.error = ValueError("broken")
    encoder.allow(2)
    assert found(retriever, "青石桥修缮") == [BRIDGE]
    assert found(retriever, "青石桥修缮") == [BRIDGE]
    assert ["broken" in sentence for sentence in said] == [True]
    encoder.allow(1)
    with pytest.raises(ValueError, match="broken"):
        retriever.sync()
    encoder.error = None
    encoder.allow()
    retriever.sync()
    assert found(retriever, "青石桥修缮", way="vectors") == [BRIDGE]
    retriever.close()


def test_no_batch_begins_while_a_question_is_answered(
    store: Store, retriever: Retriever, encoder: SteppedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "_PAUSE_FOR_QUESTIONS_S", 30.0)
    put(store, "a.txt", *many(40))
    retriever.follow()
    assert encoder.begun.acquire(timeout=30)
    with retriever.undisturbed():
        encoder.allow()
        assert not encoder.begun.acquire(timeout=0.3)
    assert encoder.begun.acquire(timeout=30)


def embed_until_killed(home: Path, begun: Event) -> None:
    """What a process does that is killed in the middle: 200 passages, of which it can embed a part."""
    embedding._SAVE_INTERVAL_S = 0.0
    retriever = Retriever(Store(home / "s.db"), LabouringEncoder(0.01), home)
    threading.Thread(target=retriever.sync, daemon=True).start()
    until(lambda: retriever.backlog().total - retriever.backlog().missing > 50)
    until((home / "vectors" / "manifest.json").exists)
    begun.set()
    time.sleep(60)


def test_a_process_that_is_killed_loses_at_most_what_it_had_not_kept(store: Store, tmp_path: Path) -> None:
    put(store, "a.txt", BRIDGE, *many(199))
    spawned = multiprocessing.get_context("spawn")
    begun = spawned.Event()
    process = spawned.Process(target=embed_until_killed, args=(tmp_path, begun))
    process.start()
    assert begun.wait(60)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    retriever.sync()
    assert 0 < encoder.encoded < 200
    assert found(retriever, "青石桥修缮", way="vectors")[0] == BRIDGE
    assert retriever.drift() == ""
    retriever.close()


def test_embedding_is_left_to_whoever_has_the_lock(store: Store, tmp_path: Path) -> None:
    put(store, "a.txt", BRIDGE)
    encoder = LetterEncoder()
    retriever = Retriever(store, encoder, tmp_path)
    with FileLock(tmp_path / "embedding.lock").held():
        assert found(retriever, "青石桥修缮") == [BRIDGE]
        assert encoder.encoded == 0
    until(lambda: retriever.backlog().missing == 0)
    retriever.close()
