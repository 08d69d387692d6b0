"""What searching by words takes at up to a million passages.

Run: `python -m benchmarks.words --data DIR --folder FOLDER`, where DIR holds SQuAD JSON in `qa/` and news,
one {"text"} a line, in `text/`. Passages are put together from the sentences of the news, two pieces of two
articles each, always the same; each size is kept in FOLDER and not made again. One thread.
"""

import argparse
import json
import lzma
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.lexical import NEWS_FILE, QUESTION_FILES
from retrieval.documents import Passage
from retrieval.evaluation.squad import read_squad
from retrieval.search.filters import UNDATED
from retrieval.search.lexical import LexicalIndex
from retrieval.search.lexical.files import save_segments, write_segment
from retrieval.search.lexical.keys import Keys
from retrieval.search.lexical.postings import Postings
from retrieval.search.lexical.ranking import RANKINGS
from retrieval.search.lexical.segments import Columns, Segment, settle
from retrieval.search.lexical.terms import comparable
from retrieval.text import sentences

BATCH = 4096
LENGTH = 340
"""Characters of a passage, about."""


class Sentence(NamedTuple):
    """A sentence of an article: its length, and its keys for each ranking."""

    length: int
    keys: tuple[Keys, ...]


def articles(data: Path, count: int) -> list[list[Sentence]]:
    """The sentences of some articles of the news."""
    read = list[list[Sentence]]()
    with lzma.open(data / "text" / NEWS_FILE, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(count), lines, strict=False):
            text = comparable(json.loads(line)["text"])
            cut = [text[start:end] for start, end in sentences(text)]
            read.append(
                [Sentence(len(one), tuple(ranking.terms(one) for ranking in RANKINGS)) for one in cut]
            )
    return [article for article in read if article]


def recombined(pool: Sequence[Sequence[Sentence]]) -> Iterator[tuple[Keys, ...]]:
    """Keys of passages without end, each of two runs of sentences of two articles."""
    chance = random.Random(16)
    while True:
        taken = list[Sentence]()
        for share in (LENGTH // 2, LENGTH):
            article = chance.choice(pool)
            place = chance.randrange(len(article))
            while place < len(article) and sum(one.length for one in taken) < share:
                taken.append(article[place])
                place += 1
        yield tuple(np.concatenate([one.keys[number] for one in taken]) for number in range(len(RANKINGS)))


def build(pool: Sequence[Sequence[Sentence]], sizes: Sequence[int], folder: Path) -> None:
    """Make the index of each size, in a folder each, and say what that took."""
    passages, segments, size = recombined(pool), tuple[Segment, ...](), 0
    spilled, spent = folder / "unfinished", 0.0
    spilled.mkdir(parents=True, exist_ok=True)
    for wanted in sizes:
        while size < wanted:
            batch = [next(passages) for _ in range(min(BATCH, wanted - size))]
            start = time.process_time()
            ids = np.arange(size + 1, size + len(batch) + 1)
            added = Columns.of(
                ids,
                np.full(len(ids), UNDATED, np.int32),
                tuple(Postings.build(list(keys)) for keys in zip(*batch, strict=True)),
            )
            segments = settle((*segments, Segment.of(0, added)))
            write_segment(spilled, segments[-1])
            spent += time.process_time() - start
            size += len(batch)
        save_segments(folder / str(wanted), segments, None)
        print(f"{wanted} passages: postings made and joined in {spent:.0f} s", flush=True)


def questions_of(data: Path, count: int) -> list[str]:
    """Questions of all files, always the same."""
    asked = [
        question.text
        for name in QUESTION_FILES
        for context in read_squad(data / "qa" / name)
        for question in context.questions
    ]
    return random.Random(16).sample(asked, count)


def timed(action: Callable[[str], Any], questions: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of processor time that an action takes for a question: p50 and p95."""
    took = []
    for question in questions:
        start = time.process_time()
        action(question)
        took.append((time.process_time() - start) * 1000)
    cuts = statistics.quantiles(took, n=20)
    return cuts[9], cuts[18]


def measure(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """What searching the index in a folder takes."""
    start = time.perf_counter()
    index = LexicalIndex.load(folder)
    index.search(questions[0], 200)
    first = time.perf_counter() - start
    passages = [Passage(f"{question}。" * 10) for question in questions[:25]]
    for question in questions[:50]:
        index.search(question, 200)
    actions: dict[str, Callable[[str], Any]] = {
        "search": lambda question: index.search(question, 200),
        "alternatives": index.alternatives,
        "coverage": lambda question: index.coverage(question, passages),
    }
    figures = {name: timed(action, questions) for name, action in actions.items()}
    own = next(
        line for line in Path("/proc/self/status").read_text("ascii").splitlines() if "RssAnon" in line
    )
    return {
        "passages": len(index),
        "segments": len(list(folder.glob("*.segment"))),
        "disk MB": round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6),
        "first search s": round(first, 2),
        **{name: [round(value, 2) for value in pair] for name, pair in figures.items()},
        "own memory MB": int(own.split()[1]) // 1024,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and text/")
    parser.add_argument("--folder", type=Path, required=True, help="where the indexes are kept")
    parser.add_argument("--passages", type=int, nargs="*", default=[60_000, 250_000])
    parser.add_argument("--articles", type=int, default=12_000, help="of the news, whose sentences are used")
    parser.add_argument("--questions", type=int, default=300)
    options = parser.parse_args()
    sizes = sorted(options.passages)
    if not all((options.folder / str(size)).exists() for size in sizes):
        build(articles(options.data, options.articles), sizes, options.folder)
    questions = questions_of(options.data, options.questions)
    for size in sizes:
        print(json.dumps(measure(options.folder / str(size), questions)), flush=True)


if __name__ == "__main__":
    main()
