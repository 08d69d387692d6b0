"""A fresh process looks at a home: whether all is there, nothing else, and search agrees with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from unittest.mock import patch

from pydantic import SecretStr

from bot.cli.doctor import Finding, examine
from bot.settings import Settings
from tests.end_to_end.durability.home import Home, Texts, address_of, opened
from tests.retrieval.letters import LetterEncoder

_LOOKED_FOR = 6
"""Passages that are looked for, and as many that are gone."""


@dataclass
class Expected:
    """What a home may hold.

    Attributes:
        versions: The texts that each document may have; nothing stands for a document that is not there.
            There is one version where the last change was acknowledged, else there are two.
        written: All texts that were ever written.
    """

    versions: dict[str, list[Texts]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def begun(self, source: str, texts: Texts) -> None:
        """A change of a document has begun."""
        self.versions[source] = [*self.versions.get(source, [()]), texts]
        self.written.update(texts)

    def done(self, source: str, texts: Texts) -> None:
        """It was acknowledged."""
        self.versions[source] = [texts]


@dataclass(frozen=True)
class Found:
    """What an inspection found.

    Attributes:
        problems: A sentence each; empty where all is as it should be.
        documents: What the home holds.
    """

    problems: list[str]
    documents: dict[str, Texts]


def inspect(connection: Connection, home: Path, expected: Expected, seed: int) -> None:
    """In a process of its own: tell what `look` gives."""
    connection.send(look(home, expected, seed))


def look(home: Path, expected: Expected, seed: int) -> Found:
    """Look at a home, and have all settle.

    Args:
        home: The home.
        expected: What it may hold.
        seed: Decides which passages are looked for.
    """
    problems = [f"{each.name} is bad: {each.detail}" for each in examined(home) if not each.healthy]
    with opened(home) as open_home:
        documents = open_home.documents()
        problems += _differences(documents, expected)
        problems += _search(open_home, documents, expected, Random(seed))  # noqa: S311
    settled = (each for each in examined(home) if each.degree != "ok")
    problems += [f"settled, {each.name} is {each.degree}: {each.detail}" for each in settled]
    return Found(problems, documents)


def examined(home: Path, *, repair: bool = False) -> list[Finding]:
    """What the doctor says, of a home without models."""
    with (
        patch("embeddings.loading.load_encoder", lambda *_: LetterEncoder()),
        patch("retrieval.reader.load_reader", lambda *_: None),
    ):
        address = address_of(home)
        database = SecretStr(address.url) if address else None
        return list(examine(Settings(home=home, database=database), repair=repair))


def _differences(documents: dict[str, Texts], expected: Expected) -> Iterator[str]:
    for source, versions in expected.versions.items():
        if documents.get(source, ()) not in versions:
            yield f"{source} holds {documents.get(source)}, not one of {versions}"
    for source in documents.keys() - expected.versions.keys() - {"sample"}:
        yield f"{source} was never added"
    if len(documents) > 1 and "sample" in documents:
        yield "the sample page stands beside other documents"


def _search(home: Home, documents: dict[str, Texts], expected: Expected, random: Random) -> Iterator[str]:
    present = sorted({text for source in expected.versions for text in documents.get(source, ())})
    gone = sorted(expected.written - set(present))
    asked, removed = (random.sample(texts, min(_LOOKED_FOR, len(texts))) for texts in (present, gone))
    for text in asked:
        if home.found(text, "lexical")[:1] != [text]:
            yield f"{text} is not found by its words"
    home.retriever.sync()
    if missing := home.retriever.backlog().missing:
        yield f"{missing} passages have no vector"
    if drift := home.retriever.drift():
        yield f"after all settled: {drift}"
    for text in asked:
        if home.found(text, "vectors")[:1] != [text]:
            yield f"{text} is not found by its vector"
    for text in removed:
        if text in home.found(text):
            yield f"{text} is gone, and found"
