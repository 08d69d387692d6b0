"""What one more document costs a home that holds many: time to index it, to start, and bytes written.

    python -m benchmarks.index_changes --passages 10000 100000

The encoder is a stand-in, so that only the index is measured. Times are processor time, the best of several.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

import numpy as np

from embeddings.protocol import Progress, Vectors
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.search.retriever import Retriever
from retrieval.storage.store import Store

TURNS = 5
PASSAGES_OF_A_DOCUMENT = 200
WORDS = "会议项目资金工程道路学校医院企业产业园区农村水利交通教育卫生环境保护投资建设管理服务"


class QuickEncoder:
    """Vectors made of a checksum of the text, around a common direction."""

    name, dimension = "quick", 384

    def __init__(self) -> None:
        self._base = np.random.default_rng(0).standard_normal((1024, self.dimension), np.float32)
        self._base += 2
        self._base /= np.linalg.norm(self._base, axis=1, keepdims=True)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if progress:
            progress(len(texts), len(texts))
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._base[[crc32(text.encode()) % len(self._base) for text in texts]]
        return vectors


def put(store: Store, name: str, random: Random, count: int) -> None:
    texts = ["".join(random.choices(WORDS, k=80)) for _ in range(count)]
    articles = tuple(Article("", (Paragraph(text),)) for text in texts)
    passages = [Passage(text, paragraph=number) for number, text in enumerate(texts)]
    store.put(Document(name, f"/{name}", name, name, articles), passages, "public")


def best(action: Callable[[int], object]) -> float:
    times = []
    for turn in range(TURNS):
        began = time.process_time()
        action(turn)
        times.append(1000 * (time.process_time() - began))
    return round(min(times), 1)


def written(home: Path, action: Callable[[], object]) -> int:
    """Bytes of the files of the indexes that an action wrote."""

    def files() -> dict[Path, tuple[int, int]]:
        found = [path for path in home.rglob("*") if path.is_file() and ".db" not in path.name]
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}

    before = files()
    action()
    return sum(path.stat().st_size for path, seen in files().items() if before.get(path) != seen)


def measured(home: Path, passages: int) -> dict[str, Any]:
    random, encoder = Random(0), QuickEncoder()
    store = Store(home / "yuanwen.db")
    began = time.process_time()
    for number in range(passages // PASSAGES_OF_A_DOCUMENT):
        put(store, f"{number}.txt", random, PASSAGES_OF_A_DOCUMENT)
    stored = time.process_time() - began
    retriever = Retriever(store, encoder, home)
    began = time.process_time()
    retriever.sync()
    indexed = time.process_time() - began

    def more(turn: int) -> None:
        put(store, f"new-{turn}.txt", random, 5)
        retriever.sync()

    def less(turn: int) -> None:
        store.remove(entry.id for entry in store.documents() if entry.source == f"new-{turn}.txt")
        retriever.sync()

    def start(_: int) -> None:
        other = Retriever(store, encoder, home)
        other.search("园区建设投资多少？", 5)
        other.close()

    retriever.search("园区", 5)
    row = {
        "passages": passages,
        "stored s": round(stored, 1),
        "indexed s": round(indexed, 1),
        "one document more, ms": best(more),
        "bytes written": written(home, lambda: more(TURNS)),
        "one less, ms": best(less),
        "start and first search, ms": best(start),
        "search, ms": best(lambda _: retriever.search("道路工程资金投资多少？", 5)),
    }
    retriever.close()
    store.close()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    for passages in parser.parse_args().passages:
        with TemporaryDirectory() as home:
            print(json.dumps(measured(Path(home), passages)), flush=True)


if __name__ == "__main__":
    main()
