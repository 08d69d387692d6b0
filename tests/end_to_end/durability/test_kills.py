"""Whatever instant a process is killed, nothing acknowledged is lost, and search agrees with the store."""

import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random, SystemRandom

import pytest

from retrieval.storage.schema import MIGRATIONS
from retrieval.storage.store import FILE
from tests.end_to_end.durability.doom import Doom
from tests.end_to_end.durability.home import Texts, keep_in, sentences
from tests.end_to_end.durability.inspection import Expected, Found, inspect
from tests.end_to_end.durability.labour import EMBEDDED, EMBEDDING, STEPS, Doing, labour
from tests.end_to_end.durability.processes import POSIX, Child, child, told_by
from tests.postgres import Server

pytestmark = POSIX

_LATEST_STEP = 9
"""The step in which a process is killed at the latest."""
_LONGEST_WAIT_S = 0.1
"""How long after the beginning of a step at most."""
_LATEST_DOOM = 50
"""The change at which a process kills itself at the latest."""


class Killing:
    """Kills one process after another that works on a home, and looks at what is left each time.

    Attributes:
        kills: How many there were by what was being done; some count twice.
    """

    def __init__(self, home: Path, seed: int, documents: dict[str, Texts] | None = None) -> None:
        """Begin with a new home, or with one that holds some documents."""
        self.kills: Counter[str] = Counter()
        self._home = home
        self._seed = seed
        self._random = Random(seed)  # noqa: S311
        self._documents = documents or {}
        self._expected = Expected({source: [texts] for source, texts in self._documents.items()})

    def kill(self, doom: Doom | None = None) -> None:
        """Let a process work, kill it at a given or a random instant, and look."""
        random = self._random
        if doom is None:
            doom = random.choice([None, Doom("files", 0), Doom("statements", 0)])
            doom = doom and doom._replace(number=random.randint(1, _LATEST_DOOM))
        arguments = (self._home, random.getrandbits(32), doom, self._documents)
        with child(labour, *arguments) as labourer:
            doing = self._until_killed(labourer, by_itself=doom is not None)
        self.kills.update(doing)
        self.look(f"seed {self._seed}, kill {self.kills['all']}, {', '.join(doing)}")

    def look(self, when: str) -> None:
        """Have a fresh process look at the home; from then on what it holds is what is expected."""
        found: Found = told_by(inspect, self._home, self._expected, self._random.getrandbits(32))
        assert not found.problems, f"{when}: {found.problems}"
        self._documents = {source: texts for source, texts in found.documents.items() if source != "sample"}
        for source in self._expected.versions:
            self._expected.done(source, self._documents.get(source, ()))

    def _until_killed(self, labourer: Child, *, by_itself: bool) -> list[str]:
        """Follow the steps of a process up to its end; gives what it was doing then."""
        last, begun = self._random.randint(1, _LATEST_STEP), 0
        step, embedding, at = "between", "", list[str]()
        for told in labourer.rest():
            if not isinstance(told, Doing):
                embedding = told if told in {EMBEDDING, EMBEDDED} else embedding
                at = [told] if told not in {EMBEDDING, EMBEDDED} else at
                continue
            step = self._noted(told)
            begun += not told.done and step != "index"
            if begun == last and step != "between" and not by_itself:
                time.sleep(self._random.random() ** 2 * _LONGEST_WAIT_S)
                labourer.process.kill()
            elif told.done and begun > STEPS:
                labourer.process.kill()
        labourer.process.join()
        assert labourer.process.exitcode == -signal.SIGKILL, f"seed {self._seed}: it ended by itself"
        half_written = [] if at or not list(self._home.rglob("*.tmp")) else ["a file half written"]
        return ["all", step, *(["embedding"] if embedding == EMBEDDING else []), *at, *half_written]

    def _noted(self, told: Doing) -> str:
        """Note a step in what is expected; gives the kind of the step that is being done."""
        step, done = told
        if step.source:
            (self._expected.done if done else self._expected.begun)(step.source, step.texts)
        return "between" if done else step.kind


@pytest.mark.parametrize(
    "kills", [pytest.param([5], id="few"), pytest.param([40] * 6, id="many", marks=pytest.mark.slow)]
)
def test_a_process_that_is_killed_loses_nothing_that_was_acknowledged(
    tmp_path: Path, kills: list[int]
) -> None:
    told: Counter[str] = Counter()
    for number, times in enumerate(kills):
        killing = Killing(tmp_path / str(number), SystemRandom().getrandbits(32))
        for _ in range(times):
            killing.kill()
        told += killing.kills
    sys.stdout.write(f"killed: {dict(sorted(told.items()))}\n")


@pytest.mark.slow
def test_nor_is_anything_lost_that_is_in_postgresql(tmp_path: Path, postgres: Server) -> None:
    keep_in(tmp_path / "home", postgres.schema())
    killing = Killing(tmp_path / "home", SystemRandom().getrandbits(32))
    for _ in range(30):
        killing.kill()
    sys.stdout.write(f"killed: {dict(sorted(killing.kills.items()))}\n")


def old_home(home: Path, version: int) -> dict[str, Texts]:
    """Make a home as a former version left it; gives what it holds."""
    documents = {f"旧{number}.txt": sentences(Random(number), 20) for number in range(5)}  # noqa: S311
    home.mkdir()
    with closing(sqlite3.connect(home / FILE)) as db:
        for script in MIGRATIONS[:version]:
            db.executescript(script)
        db.execute("INSERT INTO collections VALUES (1, 'public')")
        for id_, (source, texts) in enumerate(documents.items(), 1):
            document = (id_, 1, source, f"upload:{source}", str(id_), "")
            db.execute(
                "INSERT INTO documents (id, collection_id, source, path, digest, title) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                document,
            )
            db.execute("INSERT INTO articles VALUES (?, ?, 0, '', NULL)", (id_, id_))
            rows = [(100 * id_ + place, id_, place, text) for place, text in enumerate(texts)]
            db.executemany(
                'INSERT INTO passages (id, article_id, paragraph, "offset", text) VALUES (?, ?, ?, 0, ?)',
                rows,
            )
        db.execute(f"PRAGMA user_version = {version}")
        db.commit()
    return documents


@pytest.mark.parametrize(
    ("version", "statement"),
    [
        (1, 8),
        *(
            pytest.param(version, statement, marks=pytest.mark.slow)
            for version in range(1, len(MIGRATIONS))
            for statement in range(1, 14, 3)
        ),
    ],
)
def test_a_process_that_is_killed_as_it_brings_an_old_home_to_this_version(
    tmp_path: Path, version: int, statement: int
) -> None:
    killing = Killing(tmp_path / "home", version, old_home(tmp_path / "home", version))
    killing.kill(Doom("statements", statement))
    sys.stdout.write(f"killed: {dict(killing.kills)}\n")
