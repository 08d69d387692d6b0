"""One index on a server, for several machines: milvus-lite's own server stands in for a cluster."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.errors import PassageIndexError
from retrieval.search.retriever import Retriever
from retrieval.storage.store import Store
from tests.retrieval.letters import LetterEncoder

pytest.importorskip("milvus_lite")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    from milvus_lite.adapter.grpc.server import start_server_in_thread  # noqa: PLC0415

    serving, database, port = start_server_in_thread(str(tmp_path / "served"))
    yield f"milvus:http://127.0.0.1:{port}"
    serving.stop(grace=2).wait()
    database.close()


def put(store: Store, path: str, text: str) -> None:
    document = Document(path, path, text, path, (Article("", (Paragraph(text),)),))
    store.put(document, [Passage(text)], "public")


@pytest.fixture
def machines(tmp_path: Path, server: str) -> Iterator[list[Retriever]]:
    """Two machines, each with a home of its own, over one store and one server."""
    stores = [Store(tmp_path / "store.db") for _ in range(2)]
    for number in range(20):
        put(stores[0], f"{number}", f"第{number}号文件由办公室存档。")
    retrievers = []
    for number, store in enumerate(stores):
        home = tmp_path / f"machine{number}"
        home.mkdir()
        retrievers.append(Retriever(store, LetterEncoder(), home, index=server))
    yield retrievers
    for retriever, store in zip(retrievers, stores, strict=True):
        retriever.close()
        store.close()


def test_two_machines_share_what_either_has_done(machines: list[Retriever], tmp_path: Path) -> None:
    threads = [threading.Thread(target=machine.sync) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store(tmp_path / "store.db")
    put(store, "bridge", "青石桥修缮工程共花费三百二十万元。")
    machines[0].sync()
    store.remove(entry.id for entry in store.documents() if entry.path == "3")
    store.close()
    for machine in machines:
        machine.sync()
        assert machine.search("青石桥修缮花费", 1)[0].passage.path == "bridge"
        assert machine.backlog().total == 20
        assert machine.drift() == ""


def test_a_machine_with_another_encoder_is_told_and_undoes_nothing(
    machines: list[Retriever], tmp_path: Path, server: str
) -> None:
    machines[0].sync()
    with closing(Store(tmp_path / "store.db")) as store:
        other = Retriever(store, LetterEncoder("other"), tmp_path, index=server)
        assert other.other_encoder() == "letters"
        other.sync()
        put(store, "new", "望江生态园占地两千四百亩。")
        with pytest.raises(PassageIndexError, match="YUANWEN_ENCODER"):
            machines[0].follow()
        other.sync()
        assert other.drift() == ""
        other.close()
