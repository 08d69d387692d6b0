"""Measures one system; run by `benchmarks.peers` in a process of its own, in the environment of the library.

python -m benchmarks.peers.worker NAME CORPUS SIZE OUT [--vectors FILE] [--questions N] [--seconds S]
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path

from benchmarks.peers.contenders import OURS, contender
from benchmarks.peers.corpus import Asked, Corpus, place
from benchmarks.peers.figures import Figures, Rate, Times, quality
from benchmarks.peers.protocol import System

DEPTH = 20
CALLERS = 16
PACKAGES = {"rank_bm25": "rank-bm25", "haystack": "haystack-ai"}
"""Libraries whose packages have other names."""


def main() -> None:
    """Index, ask one by one, then ask as fast as it goes with one caller and with many; write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vectors", type=Path, help="file of vectors that were made before")
    parser.add_argument("--questions", type=int, default=sys.maxsize)
    parser.add_argument("--seconds", type=float, default=3.0, help="of asking as fast as it goes")
    options = parser.parse_args()
    corpus = Corpus.read(options.corpus, options.size).cut(options.size)
    questions = corpus.questions[: options.questions]
    who = contender(options.name)
    encoder = None
    if who.vectors:
        from benchmarks.peers.vectors import GivenVectors  # noqa: PLC0415  # needs what others have not
        from embeddings.loading import load_encoder  # noqa: PLC0415

        encoder = GivenVectors(load_encoder(), options.vectors) if options.vectors else load_encoder()
    before = peak_megabytes()
    system = who.make(encoder)
    index_clock, index_processor = timed(lambda: system.index(corpus.passages))
    indexed = peak_megabytes()
    system.search("先问一次，不计时", DEPTH)  # what is loaded at the first question is no part of the others
    places, clock, processor = ask(system, questions)
    figures = Figures(
        name=who.name,
        version=_version(who.library),
        passages=len(corpus.passages),
        vectors_given=options.vectors is not None,
        index_s=index_clock,
        index_processor_s=index_processor,
        base_mb=before,
        indexed_mb=indexed,
        quality=quality(questions, places),
        clock=clock,
        processor=processor,
        one=rate(system, questions, 1, options.seconds),
        many=rate(system, questions, CALLERS, options.seconds),
        peak_mb=peak_megabytes(),
    )
    options.out.write_text(json.dumps(asdict(figures)), encoding="utf-8")


def ask(system: System, questions: Sequence[Asked]) -> tuple[list[int], Times, Times]:
    """Ask one by one: places of the right passages, times by the clock and of the processor."""
    places, clock, processor = [], [], []
    for question in questions:
        started, began = time.perf_counter(), time.process_time()
        found = system.search(question.text, DEPTH)
        clock.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - began) * 1000)
        places.append(place(found, question.right))
    return places, Times.of(clock), Times.of(processor)


def rate(system: System, questions: Sequence[Asked], callers: int, seconds: float) -> Rate:
    """How many questions some threads get answered in so many seconds."""
    numbers, started, began = count(), time.perf_counter(), time.process_time()
    end = started + seconds

    def call() -> int:
        done = 0
        while not done or time.perf_counter() < end:
            system.search(questions[next(numbers) % len(questions)].text, DEPTH)
            done += 1
        return done

    with ThreadPoolExecutor(callers) as pool:
        answered = sum(future.result() for future in [pool.submit(call) for _ in range(callers)])
    return Rate(answered / (time.perf_counter() - started), answered / (time.process_time() - began))


def timed(action: Callable[[], None]) -> tuple[float, float]:
    """Seconds that an action took, by the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - processor


def peak_megabytes() -> float:
    """The most memory that this process has held so far.

    The kernel's own note of it: `getrusage` tells that of the process it was forked from where that was more.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _version(library: str) -> str:
    try:
        return "" if library == OURS else version(PACKAGES.get(library, library))
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
