"""This project beside bm25s, rank_bm25, haystack and txtai: what they find, how fast, with how much memory.

    python -m benchmarks.peers --data ../shared/data

Writes benchmarks/RESULTS.md with plots, and the figures as JSON. Each library is installed into an
environment of its own below --work, and every measurement is a process of its own. In each round all systems
are measured one after the other, so that a ratio compares what was measured within minutes.
"""

import argparse
import json
import subprocess
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.peers.contenders import CONTENDERS, ROOT, Contender, python_of, surroundings
from benchmarks.peers.corpus import Corpus
from benchmarks.peers.figures import Figures
from benchmarks.peers.gathering import gather
from benchmarks.peers.plots import draw
from benchmarks.peers.report import SIZES, report
from benchmarks.peers.vectors import GivenVectors
from embeddings.loading import load_encoder

RESULTS = ROOT / "benchmarks" / "results.json"
REPORT = ROOT / "benchmarks" / "RESULTS.md"
ALL_QUESTIONS, SOME, FEW = 100_000, 300, 100
"""Questions that are asked: all, among some thousand passages, and in later rounds or of slow systems."""
SEVERAL = 5_000
"""Passages from which on some questions are asked."""
OWN = 200
"""Passages that each system embeds itself."""


def main() -> None:
    """Measure what is wanted, and write what came out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with qa/ and text/")
    parser.add_argument("--work", type=Path, default=ROOT / "runs" / "bench", help="for all that may be kept")
    parser.add_argument("--passages", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--vectors", type=int, default=10_000, help="most passages that are embedded")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="measure these alone; the others' figures stay")
    parser.add_argument("--report", action="store_true", help="write the report of what was measured before")
    options = parser.parse_args()
    raw = options.work / "figures"
    if not options.report:
        folder = options.work / "corpus"
        if not folder.exists():
            gather(options.data, max(options.passages)).write(folder)
        measure_all(folder, options, raw)
    runs, own = read_all(raw / "given"), read_all(raw / "own")
    content = {
        "vectors given": [rounded(asdict(run)) for run in runs],
        "own": [rounded(asdict(run)) for run in own],
    }
    RESULTS.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    draw(runs, ROOT / "benchmarks" / "images")
    REPORT.write_text(report(runs, own), encoding="utf-8")


def measure_all(corpus: Path, options: argparse.Namespace, raw: Path) -> None:
    """Measure every system among every number of passages, round after round; a file for each."""
    (raw / "given").mkdir(parents=True, exist_ok=True)
    (raw / "own").mkdir(exist_ok=True)
    chosen = [who for who in CONTENDERS if not options.only or who.name in options.only]
    pythons = {who.library: python_of(who.library, options.work / "environments") for who in chosen}
    vectors = options.work / "vectors.npz"
    if any(who.vectors for who in chosen):
        texts = [
            text.whole for text in Corpus.read(corpus, min(options.vectors, max(options.passages))).passages
        ]
        GivenVectors(load_encoder(), vectors).make(texts, _told)
    fewest = min(options.passages)
    for size, number in product(options.passages, range(options.rounds)):
        for who in chosen:
            if (who.vectors and size > options.vectors) or (who.plain and size > fewest):
                continue
            asked = _asked(who, size, number)
            file = raw / "given" / f"{size}-{number}-{who.library}-{who.kind}.json"
            given = ["--vectors", str(vectors)] if who.vectors else []
            _run(pythons[who.library], who, corpus, size, file, ["--questions", str(asked), *given])
    for who in chosen:
        if who.vectors and not who.plain:
            file = raw / "own" / f"{OWN}-0-{who.library}-{who.kind}.json"
            _run(pythons[who.library], who, corpus, OWN, file, ["--questions", str(FEW), "--seconds", "0"])


def _asked(who: Contender, size: int, number: int) -> int:
    """How many questions are asked: all in the first round, then as many as times need."""
    if number:
        return FEW
    if size < SEVERAL:
        return ALL_QUESTIONS
    return FEW if who.slow else SOME


def _run(python: Path, who: Contender, corpus: Path, size: int, file: Path, more: list[str]) -> None:
    print(f"{who.name}, {size:,} passages", flush=True)
    command = [
        str(python),
        "-m",
        "benchmarks.peers.worker",
        who.name,
        str(corpus),
        str(size),
        str(file),
        *more,
    ]
    subprocess.run(command, check=True, env=surroundings(), cwd=ROOT)  # noqa: S603


def _told(done: int, total: int) -> None:
    print(f"embedded {done:,} of {total:,} passages", flush=True)


def rounded(content: Any) -> Any:
    """Numbers with four digits, so that the file is small."""
    if isinstance(content, dict):
        return {key: rounded(value) for key, value in content.items()}
    return float(f"{content:.4g}") if isinstance(content, float) else content


def read_all(raw: Path) -> list[Figures]:
    """What was measured, by size, round and contender."""
    order = {who.name: place for place, who in enumerate(CONTENDERS)}
    found = [(file, json.loads(file.read_text(encoding="utf-8"))) for file in raw.glob("*.json")]
    found.sort(key=lambda item: (item[1]["passages"], item[0].name.split("-")[1], order[item[1]["name"]]))
    return [Figures.from_json(content) for _, content in found]


if __name__ == "__main__":
    main()
