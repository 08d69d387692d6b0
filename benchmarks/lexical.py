"""What the lexical index costs and finds beside SQLite FTS5, tantivy and bm25s.

Run: `python -m benchmarks.lexical --data DIR`, where DIR holds SQuAD JSON in `qa/` and news, one {"text"} a
line, in `text/`. One thread; needs the extra `benchmarks`. Queries are timed in CPU time, so that other work
on the machine counts less; the rest by the clock.
"""

import argparse
import itertools
import json
import lzma
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.lexical_candidates import CANDIDATES
from retrieval.documents import Passage
from retrieval.evaluation.squad import read_squad
from retrieval.text import sentences, words

QUESTION_FILES = ("drcd_dev.json", "cmrc_trial.json", "chronoqa_train.json")
NEWS_FILE = "news_crud_2023.jsonl.xz"
ADDED = 2000


def pieces(text: str, length: int = 350) -> Iterator[str]:
    """Cut a text at sentence ends into paragraphs of 150 to 500 characters."""
    paragraph = ""
    for start, end in sentences(text):
        if len(paragraph) + end - start > length:
            if len(paragraph) >= 150:
                yield paragraph[:500]
            paragraph = ""
        paragraph += text[start:end]
    if len(paragraph) >= 150:
        yield paragraph[:500]


def load(data: Path, size: int) -> tuple[list[Passage], list[Passage], list[tuple[str, int]]]:
    """The corpus, `ADDED` passages to add to it, and questions with the id of the passage they are about."""
    held: dict[str, Passage] = {}
    questions = []
    for name in QUESTION_FILES:
        for context in read_squad(data / "qa" / name):
            passage = held.setdefault(context.text, Passage(context.text, context.title, id=len(held) + 1))
            questions += [(question.text, passage.id) for question in context.questions]
    missing = max(size - len(held), 0)
    news: dict[str, Passage] = {}
    with lzma.open(data / "text" / NEWS_FILE, "rt", encoding="utf-8") as lines:
        texts = (piece for line in lines for piece in pieces(json.loads(line)["text"]))
        while len(news) < missing + ADDED and (text := next(texts, "")):
            if text not in held:
                news.setdefault(text, Passage(text, id=len(held) + len(news) + 1))
    more = list(news.values())
    return [*held.values(), *more[:missing]], more[missing:], questions


def resident() -> float:
    """Memory of this process that is its own, in MB; pages of mapped files not counted."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def timed(action: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> tuple[float, Any]:
    """Seconds that an action took, and what it gave."""
    start = clock()
    result = action()
    return clock() - start, result


def measure(name: str, data: Path, size: int, asked: int, folder: Path) -> dict[str, float]:
    """Quality, latency and the cost of changes; leaves the index in the folder."""
    corpus, more, questions = load(data, size)
    questions = random.Random(0).sample(questions, min(asked, len(questions)))
    index = CANDIDATES[name](folder)
    built, _ = timed(lambda: index.add(corpus))
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    ranks, took = [], []
    for question, wanted in questions:
        seconds, found = timed(partial(index.search, question, 20), time.process_time)
        ranks.append(found.index(wanted) + 1 if wanted in found else 0)
        took.append(seconds)
    added, _ = timed(lambda: index.add(more))
    removed, _ = timed(lambda: index.remove([corpus[-1].id]))
    cuts = statistics.quantiles(took, n=20)
    return {
        "passages": len(corpus),
        "recall@1": statistics.mean(rank == 1 for rank in ranks),
        "recall@5": statistics.mean(1 <= rank <= 5 for rank in ranks),
        "recall@20": statistics.mean(rank >= 1 for rank in ranks),
        "mrr@10": statistics.mean(1 / rank if 1 <= rank <= 10 else 0.0 for rank in ranks),
        "p50 ms": cuts[9] * 1000,
        "p95 ms": cuts[18] * 1000,
        "build s": built,
        f"add {ADDED} s": added,
        "remove 1 s": removed,
        "disk MB": disk / 1e6,
    }


def measure_opening(name: str, folder: Path, questions: Sequence[str]) -> dict[str, float]:
    """The cost of a start: run it in a fresh process."""
    words("分词先读词典")
    before = resident()
    seconds, index = timed(lambda: CANDIDATES[name](folder))
    first, _ = timed(lambda: index.search(questions[0], 20))
    for question in questions:
        index.search(question, 20)
    return {"open s": seconds, "first query ms": first * 1000, "memory MB": resident() - before}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and text/")
    parser.add_argument(
        "--passages", type=int, nargs="*", default=[0, 50_000], help="sizes; 0: no distractors"
    )
    parser.add_argument("--questions", type=int, default=6381, help="how many to ask, drawn at random")
    parser.add_argument("--candidates", nargs="*", choices=list(CANDIDATES), default=list(CANDIDATES))
    options = parser.parse_args()
    fresh = multiprocessing.get_context("spawn")
    for size, name in itertools.product(options.passages, options.candidates):
        with tempfile.TemporaryDirectory() as folder, fresh.Pool(1, maxtasksperchild=1) as pool:
            figures = pool.apply(measure, (name, options.data, size, options.questions, Path(folder)))
            sample = [question for question, _ in load(options.data, 0)[2][:200]]
            figures |= pool.apply(measure_opening, (name, Path(folder), sample))
        print(name, json.dumps({key: round(value, 4) for key, value in figures.items()}), flush=True)


if __name__ == "__main__":
    main()
