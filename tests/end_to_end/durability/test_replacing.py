"""A long document that is replaced answers all the time, from the old or from the new."""

import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from retrieval.search.scope import EVERYTHING, Scope
from tests.end_to_end.durability.home import Home, Texts, opened, sentences
from tests.end_to_end.durability.processes import POSIX, child

ASKED = "望江灯塔高多少米？"
OLD, NEW = "望江灯塔高三十一米。", "望江灯塔高四十二米。"
NAME = "灯塔.txt"


def document(fact: str, length: int) -> Texts:
    """A document of so many passages, the fact in its middle; no passage keeps its id in another one."""
    texts = sentences(Random(fact), length)  # noqa: S311
    return (*texts[: length // 2], fact, *texts[length // 2 :])


def replacing(connection: Connection, home: Path, length: int) -> None:
    """Replace the document, and tell before, after, and when all is indexed."""
    with opened(home) as open_home:
        connection.send("ready")
        connection.send(open_home.add(NAME, document(NEW, length)))
        open_home.retriever.follow()
        connection.send("indexed")


def answers(home: Home, over: threading.Event) -> Iterator[tuple[str, ...]]:
    """What is found for the question, asked without a pause in every way a chat may be kept to."""
    (entry,) = (entry for entry in home.library.documents() if entry.source == NAME)
    scopes = (EVERYTHING, Scope(["public"]), Scope(documents=[entry.id]))
    while not over.is_set():
        for scope in scopes:
            hits = home.retriever.search(ASKED, 3, scope)
            yield tuple(hit.passage.text for hit in hits if hit.passage.text in {OLD, NEW})


@pytest.mark.parametrize("length", [300, pytest.param(5000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("where", ["here", pytest.param("elsewhere", marks=POSIX)])
def test_either_the_old_or_the_new_answers(tmp_path: Path, length: int, where: str) -> None:
    with opened(tmp_path) as home:
        home.add(NAME, document(OLD, length))
        home.retriever.sync()
        over = threading.Event()

        def replace() -> None:
            if where == "here":
                home.add(NAME, document(NEW, length))
                home.retriever.follow()
            else:
                with child(replacing, tmp_path, length) as other:
                    assert [other.hear(), other.hear(), other.hear()] == ["ready", "replaced", "indexed"]
            over.set()

        thread = threading.Thread(target=replace)
        thread.start()
        told = list(answers(home, over))
        thread.join()
        assert set(told) <= {(OLD,), (NEW,)}
        assert home.found(NEW)[0] == NEW
