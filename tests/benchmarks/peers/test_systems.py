import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers.contenders import CONTENDERS, OURS, REQUIREMENTS, ROOT, contender
from benchmarks.peers.corpus import Asked, Text
from benchmarks.peers.systems.ours import Fused, Index, Words
from benchmarks.peers.vectors import GivenVectors
from benchmarks.peers.worker import ask, peak_megabytes, rate, timed
from tests.retrieval.letters import LetterEncoder

PASSAGES = [
    Text("图书馆", "周一闭馆，其余各日九点开门。"),
    Text("", "游泳池的水每天换一次。"),
    Text("食堂", "食堂中午供应十二种菜。"),
]


class Fixed:
    """Always finds the same."""

    def index(self, passages: Sequence[Text]) -> None:
        """Nothing."""

    def search(self, question: str, limit: int) -> list[int]:
        return [2, 0, 1][:limit]


@pytest.mark.parametrize("kind", [Index, Words, Fused])
def test_ours_finds_places(kind: type[Index] | type[Words]) -> None:
    system = kind(LetterEncoder()) if issubclass(kind, Fused) else kind()
    system.index(PASSAGES)
    assert system.search("图书馆周几闭馆？", 2)[0] == 0
    assert system.search("中午有几种菜", 1) == [2]
    if isinstance(system, Words):
        system.close()


def test_names_are_told_apart_and_libraries_are_pinned() -> None:
    assert len({who.name for who in CONTENDERS}) == len(CONTENDERS)
    assert contender(CONTENDERS[0].name) is CONTENDERS[0]
    for library in {who.library for who in CONTENDERS} - {OURS}:
        lines = (REQUIREMENTS / f"{library}.txt").read_text(encoding="ascii").splitlines()
        assert lines
        assert all(re.fullmatch(r"[a-z0-9_-]+==[0-9.]+", line) for line in lines)


def test_asking_one_by_one_and_many_at_once() -> None:
    questions = [Asked("问", (0,), "甲"), Asked("又问", (1, 2), "甲"), Asked("再问", (7,), "甲")]
    places, clock, processor = ask(Fixed(), questions)
    assert places == [2, 1, 0]
    assert clock.p95 >= clock.p50 > 0
    assert processor.p50 >= 0
    found = rate(Fixed(), questions, 4, 0.0)
    assert found.by_clock > 0
    assert all(seconds >= 0 for seconds in timed(lambda: None))


def test_the_peak_is_that_of_the_process_alone() -> None:
    held = bytearray(200 << 20)
    held[:: 1 << 12] = b"1" * len(held[:: 1 << 12])
    assert peak_megabytes() > 200
    code = "from benchmarks.peers.worker import peak_megabytes; print(peak_megabytes())"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert 5 < float(told.stdout) < 150


def test_vectors_are_made_once(tmp_path: Path) -> None:
    encoder, file = LetterEncoder(), tmp_path / "vectors.npz"
    texts = [text.whole for text in PASSAGES]
    GivenVectors(encoder, file).make(texts[:2])
    assert encoder.encoded == 2
    given = GivenVectors(encoder, file)
    given.make(texts)
    assert encoder.encoded == 3
    again = GivenVectors(encoder, file)
    assert np.allclose(again.encode_passages(texts[::-1]), LetterEncoder().encode_passages(texts[::-1]))
    assert encoder.encoded == 3
    again.encode_passages(["又一段"])
    assert encoder.encoded == 4
    assert np.allclose(again.encode_queries(["水"]), LetterEncoder().encode_queries(["水"]))
