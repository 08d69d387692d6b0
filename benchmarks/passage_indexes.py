"""What the index of a home and that of Milvus take: to be made, to be searched, in memory and on disk.

    python -m benchmarks.passage_indexes --data ../shared/data --passages 10000

Passages are sentences of the news, some 340 characters together. Vectors are a stand-in, so that only the
index is measured. Each index has a process of its own, and another one for the start. Times are those of the
processor, milvus-lite's too, which runs in the process.
"""

import argparse
import json
import lzma
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.index_changes import QuickEncoder
from benchmarks.lexical import NEWS_FILE
from benchmarks.words import LENGTH, questions_of
from retrieval.documents import Article, Document, Paragraph, Passage
from retrieval.search.passage_index import Way
from retrieval.search.retriever import Retriever
from retrieval.storage.store import FILE, Store
from retrieval.text import sentences

INDEXES = ("home", "milvus")
QUESTIONS = 40
A_DOCUMENT = 200


def texts(data: Path) -> Iterator[str]:
    """Sentences of the news, so many together."""
    with lzma.open(data / "text" / NEWS_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            text, piece = json.loads(line)["text"], ""
            for start, end in sentences(text):
                piece += text[start:end]
                if len(piece) >= LENGTH:
                    yield piece
                    piece = ""


def fill(home: Path, data: Path, count: int) -> None:
    """Put passages into the store of a home."""
    with closing(Store(home / FILE)) as store:
        pieces = islice(texts(data), count)
        while part := list(islice(pieces, A_DOCUMENT)):
            articles = tuple(Article("", (Paragraph(text),)) for text in part)
            name = part[0][:20]
            document = Document(name, name, name, name, articles)
            store.put(document, [Passage(text, paragraph=at) for at, text in enumerate(part)], "public")


def memory() -> int:
    """MB of memory of this process that no file backs."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if "RssAnon" in line).split()[1]) // 1024


def searched(retriever: Retriever, questions: Sequence[str], way: Way) -> str:
    """p50 and p95 of the milliseconds that a search takes."""
    took = []
    for question in questions:
        began = time.process_time()
        retriever.search(question, 5, way=way)
        took.append(1000 * (time.process_time() - began))
    cuts = statistics.quantiles(took, n=20)
    return f"{cuts[9]:.0f} / {cuts[18]:.0f}"


def measured(home: Path, questions: Sequence[str], index: str) -> dict[str, Any]:
    """Index, search, and start again."""
    setting = f"milvus:{home / 'index.db'}" if index == "milvus" else ""
    encoder = QuickEncoder()
    before, began = memory(), time.process_time()
    with (
        closing(Store(home / FILE)) as store,
        closing(Retriever(store, encoder, home, index=setting)) as made,
    ):
        if made.kept():
            made.search(questions[0], 5)
            return {"start and first search s": round(time.process_time() - began, 1)}
        made.follow()
        words = time.process_time() - began
        made.sync()
        whole = time.process_time() - began
        ways: tuple[Way, ...] = ("lexical", "vectors", "fused")
        figures = {f"{way} ms": searched(made, questions, way) for way in ways}
        return {
            "words indexed s": round(words, 1),
            "and vectors s": round(whole, 1),
            **figures,
            "memory MB": memory() - before,
        }


def main() -> None:
    """Print a line for each index."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and text/")
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--index", choices=INDEXES, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.index:
        print(json.dumps(measured(options.home, questions_of(options.data, QUESTIONS), options.index)))
        return
    for index in INDEXES:
        with TemporaryDirectory() as folder:
            home = Path(folder)
            fill(home, options.data, options.passages)
            size = sum(file.stat().st_size for file in home.rglob("*"))
            row: dict[str, Any] = {"index": index, "passages": options.passages}
            for _ in range(2):
                command = ["--data", str(options.data), "--index", index, "--home", folder]
                done = subprocess.run(  # noqa: S603
                    [sys.executable, "-m", "benchmarks.passage_indexes", *command],
                    stdout=subprocess.PIPE,
                    check=True,
                )
                row |= json.loads(done.stdout)
            row["disk MB"] = round((sum(file.stat().st_size for file in home.rglob("*")) - size) / 1e6)
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
