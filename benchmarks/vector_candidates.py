"""Ways to find the nearest of very many vectors: recall, time, memory.

    python -m benchmarks.vector_candidates --data DATA --sizes 60000 250000 1000000

Times are processor time of one thread. A tenth of the vectors is removed before questions are asked: in FAISS
by a mask, as not all of its kinds remove any. `--only` chooses candidates by parts of their names.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import faiss as typed_faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.vector_spread import drawn_vectors, real_vectors
from embeddings.protocol import Vectors
from retrieval.search.segments.filing import Filing
from retrieval.search.vectors import VectorIndex

faiss: Any = typed_faiss
"""The library, as Any: only a part of it is typed."""

DEPTH = 10
POOL = 200
"""How many passages the retriever asks for."""
BATCH = 4096
QUESTIONS = 200

Ids = NDArray[np.int64]


class Candidate(Protocol):
    """A way to find vectors."""

    def build(self, vectors: Vectors, removed: Ids) -> None: ...

    def search(self, vector: Vectors) -> list[int]: ...

    def remove(self, ids: Ids) -> bool:
        """Let go of vectors for good; whether it can."""

    def size(self) -> int:
        """Bytes, as in a file."""


class Segments:
    """This project's index, saved and opened again."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()

    def build(self, vectors: Vectors, removed: Ids) -> None:
        index = VectorIndex("m", vectors.shape[1])
        for start in range(0, len(vectors), BATCH):
            ids = np.arange(start, min(start + BATCH, len(vectors)))
            filed = Filing(ids, np.ones(len(ids), np.int64), np.zeros(len(ids), np.int32))
            index.add(filed, vectors[start : start + BATCH])
        index.remove(removed)
        index.save(Path(self._folder.name))
        self._index = VectorIndex.load(Path(self._folder.name), "m", vectors.shape[1])

    def search(self, vector: Vectors) -> list[int]:
        return [id_ for id_, _ in self._index.search(vector, POOL)]

    def remove(self, ids: Ids) -> bool:
        self._index.remove(ids)
        return True

    def size(self) -> int:
        return sum(file.stat().st_size for file in Path(self._folder.name).iterdir())


class Faiss:
    """An index of FAISS; what is removed is masked."""

    def __init__(self, recipe: str, **settings: int) -> None:
        self._recipe, self._settings = recipe, settings

    def build(self, vectors: Vectors, removed: Ids) -> None:
        recipe = self._recipe.replace("{lists}", str(4 * 2 ** round(np.log2(len(vectors)) / 2)))
        self._index: Any = faiss.index_factory(vectors.shape[1], recipe, faiss.METRIC_INNER_PRODUCT)
        random = np.random.default_rng(0)
        self._index.train(vectors[random.permutation(len(vectors))[:65_536]])
        for start in range(0, len(vectors), 65_536):
            self._index.add(vectors[start : start + 65_536])
        kept = np.ones(-len(vectors) % 8 + len(vectors), np.bool_)
        kept[removed] = False
        self._kept = np.packbits(kept, bitorder="little")
        selector = faiss.IDSelectorBitmap(self._kept)
        self._parameters = self._made(selector, len(vectors))

    def search(self, vector: Vectors) -> list[int]:
        ids = self._index.search(vector[None], POOL, params=self._parameters)[1][0]
        return [int(id_) for id_ in ids]

    def remove(self, ids: Ids) -> bool:
        try:
            self._index.remove_ids(ids)
        except RuntimeError:
            return False
        return True

    def size(self) -> int:
        return int(faiss.serialize_index(self._index).nbytes)

    def _made(self, selector: Any, count: int) -> Any:
        again = self._settings.get("again")
        if again is None:
            return self._of_base(self._index, selector)
        base = self._of_base(faiss.downcast_index(self._index.base_index), selector)
        return faiss.IndexRefineSearchParameters(k_factor=again / POOL, base_index_params=base)

    def _of_base(self, index: Any, selector: Any) -> Any:
        if self._recipe.startswith("HNSW"):
            return faiss.SearchParametersHNSW(sel=selector, efSearch=self._settings["width"])
        if not self._recipe.startswith("IVF"):
            if self._recipe.startswith("RaBitQ"):
                return faiss.RaBitQSearchParameters(sel=selector, qb=8)
            return faiss.SearchParameters(sel=selector)
        probed = max(1, round(index.nlist * self._settings["percent"] / 100))
        if "RaBitQ" in self._recipe:
            return faiss.IVFRaBitQSearchParameters(sel=selector, nprobe=probed, qb=8)
        return faiss.SearchParametersIVF(sel=selector, nprobe=probed)


CANDIDATES: dict[str, tuple[Callable[[], Candidate], int]] = {
    "exact, float32": (lambda: Faiss("Flat"), 10**9),
    "exact, float16": (lambda: Faiss("SQfp16"), 10**9),
    "exact, 8 bits": (lambda: Faiss("SQ8"), 10**9),
    "segments, clusters, 16 bits": (Segments, 10**9),
    "IVF, 8 bits, 3 %": (lambda: Faiss("IVF{lists},SQ8", percent=3), 10**9),
    "IVF, 8 bits, 6 %": (lambda: Faiss("IVF{lists},SQ8", percent=6), 10**9),
    "IVF, float32, 6 %": (lambda: Faiss("IVF{lists},Flat", percent=6), 250_000),
    "IVF, PQ96, 6 %": (lambda: Faiss("IVF{lists},PQ96", percent=6), 250_000),
    "RaBitQ, 1 bit": (lambda: Faiss("RaBitQ"), 250_000),
    "RaBitQ, 4 bits": (lambda: Faiss("RaBitQ4"), 250_000),
    "RaBitQ, 1 bit, first 1,000 again": (lambda: Faiss("RaBitQ,Refine(SQfp16)", again=1000), 10**9),
    "RaBitQ, 1 bit, first 2,000 again": (lambda: Faiss("RaBitQ,Refine(SQfp16)", again=2000), 10**9),
    "RaBitQ, 1 bit, first 4,000 again": (lambda: Faiss("RaBitQ,Refine(SQfp16)", again=4000), 10**9),
    "IVF, RaBitQ, 1 bit, 6 %": (lambda: Faiss("IVF{lists},RaBitQ", percent=6), 250_000),
    "IVF, RaBitQ, 4 bits, 6 %": (lambda: Faiss("IVF{lists},RaBitQ4", percent=6), 250_000),
    "IVF, RaBitQ, 1 bit, 6 %, first 2,000 again": (
        lambda: Faiss("IVF{lists},RaBitQ,Refine(SQfp16)", percent=6, again=2000),
        250_000,
    ),
    "HNSW32, 8 bits, width 256": (lambda: Faiss("HNSW32,SQ8", width=256), 250_000),
    "HNSW32, float16, width 256": (lambda: Faiss("HNSW32,SQfp16", width=256), 250_000),
    "HNSW32, float16, width 1024": (lambda: Faiss("HNSW32,SQfp16", width=1024), 250_000),
}
"""Each with the largest size at which it is built here in minutes."""


def measured(vectors: Vectors, questions: Vectors, only: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Measure each candidate over some vectors."""
    faiss.omp_set_num_threads(1)
    removed = np.sort(np.random.default_rng(1).permutation(len(vectors))[: len(vectors) // 10])
    exact = _exact(vectors, removed, questions)
    for name, (make, largest) in CANDIDATES.items():
        if len(vectors) > largest or not any(part in name for part in only or [name]):
            continue
        candidate = make()
        gc.collect()
        began = time.process_time()
        candidate.build(vectors, removed)
        built = time.process_time() - began
        candidate.search(questions[0])
        times, shares = [], []
        for question, best in zip(questions, exact, strict=True):
            began = time.process_time()
            found = candidate.search(question)
            times.append(1000 * (time.process_time() - began))
            shares.append(len(set(found[:DEPTH]) & set(best)) / DEPTH)
        yield {
            "passages": len(vectors),
            "candidate": name,
            "recall@10": round(float(np.mean(shares)), 3),
            "p50 ms": round(float(np.percentile(times, 50)), 1),
            "p95 ms": round(float(np.percentile(times, 95)), 1),
            "MB": round(candidate.size() / 1e6),
            "build s": round(built, 1),
            "removes": candidate.remove(removed[:100]),
        }
        del candidate


def _exact(vectors: Vectors, removed: Ids, questions: Vectors) -> list[list[int]]:
    kept = np.setdiff1d(np.arange(len(vectors)), removed)
    best: list[list[int]] = []
    scores = np.concatenate(
        [vectors[start : start + BATCH] @ questions.T for start in range(0, len(vectors), BATCH)]
    )[kept]
    for row in scores.T:
        top = np.argpartition(-row, DEPTH)[:DEPTH]
        best.append(kept[top].tolist())
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60_000, 250_000])
    parser.add_argument("--real", type=int, default=5000, help="passages that are embedded first")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--cache", type=Path, default=Path("runs/vectors"))
    arguments = parser.parse_args()
    news = arguments.data / "text" / "news_crud_2023.jsonl.xz"
    real, questions = real_vectors(news, arguments.real, QUESTIONS, arguments.cache)
    for size in arguments.sizes:
        for row in measured(drawn_vectors(real, size), questions, arguments.only):
            print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
