"""The work of a process that is to be killed: it changes a home, step by step, and tells of each."""

import threading
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import NamedTuple

from embeddings.protocol import Progress, Vectors
from retrieval.search import embedding
from tests.end_to_end.durability.doom import Doom, seal
from tests.end_to_end.durability.home import Home, Texts, opened, sentences
from tests.retrieval.letters import LetterEncoder

STEPS = 12
_KINDS = {"add": 4, "add long": 1, "replace": 4, "replace long": 1, "remove": 3, "embed": 2, "rebuild": 1}
"""Kinds of steps, and how often each comes beside the others."""
_LONG = 120
_BATCH_S = 0.01
EMBEDDING, EMBEDDED = "embedding", "embedded"
"""What is told before and after a batch of passages is embedded."""


class Step(NamedTuple):
    """One change.

    Attributes:
        kind: What is done.
        source: The document that changes, or "".
        texts: What it holds afterwards; nothing where it is gone.
    """

    kind: str
    source: str = ""
    texts: Texts = ()


class Doing(NamedTuple):
    """What a process tells of a step: that it begins, or, where it is `done`, that it is acknowledged."""

    step: Step
    done: bool = False


class Told:
    """Tells of steps, from any thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def __call__(self, what: object) -> None:
        with self._lock:
            self._connection.send(what)


def labour(
    connection: Connection, home: Path, seed: int, doom: Doom | None, documents: dict[str, Texts]
) -> None:
    """Change a home until killed.

    Args:
        connection: Told of every step before and after it.
        home: The home.
        seed: Decides which steps.
        doom: When the process kills itself; None where others kill it.
        documents: What the home holds.
    """
    random, told = Random(seed), Told(connection)  # noqa: S311
    embedding._SAVE_INTERVAL_S = random.choice([0.0, 0.05])
    if doom:
        seal(doom, home, told)
    told(Doing(Step("open")))
    with opened(home, TellingEncoder(told)) as open_home:
        told(Doing(Step("open"), done=True))
        for _ in range(STEPS):
            step = _next(random, documents)
            told(Doing(step))
            _take(open_home, step)
            told(Doing(step, done=True))
            if step.source:
                documents[step.source] = step.texts
            told(Doing(Step("index")))
            open_home.retriever.follow()
            told(Doing(Step("index"), done=True))
        threading.Event().wait()


def _next(random: Random, documents: dict[str, Texts]) -> Step:
    kind = random.choices(list(_KINDS), list(_KINDS.values()))[0]
    present = sorted(source for source, texts in documents.items() if texts)
    if kind in {"replace", "replace long", "remove"} and not present:
        kind = "add"
    match kind.split():
        case ["add", *length]:
            return Step(kind, f"{random.getrandbits(40):010x}.txt", _texts(random, bool(length)))
        case ["replace", *length]:
            source = random.choice(present)
            kept = documents[source][: random.randint(0, 3)]
            return Step(kind, source, (*kept, *_texts(random, bool(length))))
        case ["remove"]:
            return Step(kind, random.choice(present))
    return Step(kind)


def _texts(random: Random, long: bool) -> Texts:
    return sentences(random, _LONG if long else random.randint(1, 4))


def _take(home: Home, step: Step) -> None:
    match step.kind.split():
        case ["add" | "replace" as verb, *_]:
            change = home.add(step.source, step.texts)
            assert change == {"add": "added", "replace": "replaced"}[verb], change
        case ["remove"]:
            home.library.remove([step.source])
        case ["embed"]:
            home.retriever.sync()
        case ["rebuild"]:
            home.retriever.rebuild()


class TellingEncoder(LetterEncoder):
    """Tells when it embeds, and takes its time."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self._told(EMBEDDING)
        time.sleep(_BATCH_S)
        vectors = super().encode_passages(texts, progress)
        self._told(EMBEDDED)
        return vectors
