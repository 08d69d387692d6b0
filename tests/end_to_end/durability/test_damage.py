"""A damaged file is told: what is made of the store is made anew, a damaged store is left as it is."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random, SystemRandom

import pytest

from bot.cli.doctor import Finding
from retrieval.errors import StoreError
from retrieval.search.segments.files import read_signed
from retrieval.search.vectors.files import MANIFEST
from retrieval.storage.store import FILE
from tests.end_to_end.durability.home import opened, sentences
from tests.end_to_end.durability.inspection import Expected, examined, look
from tests.end_to_end.durability.processes import POSIX, child
from tests.prepared import prepared

TEXTS = sentences(Random(0), 40)  # noqa: S311

seeds = pytest.mark.parametrize(
    "seed",
    [SystemRandom().getrandbits(32)]
    + [pytest.param(SystemRandom().getrandbits(32), marks=pytest.mark.slow) for _ in range(20)],
    ids=count(),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which all is settled. Copy it."""

    def make(home: Path) -> None:
        with opened(home) as open_home:
            for number in range(4):
                open_home.add(f"{number}.txt", TEXTS[number * 10 : number * 10 + 10])
                open_home.retriever.sync()

    return prepared(tmp_path_factory, "durable_home", make)


@pytest.fixture
def home(tmp_path: Path, whole: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


def expected() -> Expected:
    found = Expected()
    for number in range(4):
        found.begun(f"{number}.txt", TEXTS[number * 10 : number * 10 + 10])
        found.done(f"{number}.txt", TEXTS[number * 10 : number * 10 + 10])
    return found


def index(home: Path, *, repair: bool = False) -> Finding:
    """What the doctor says of the indexes."""
    (finding,) = (each for each in examined(home, repair=repair) if each.name == "index")
    return finding


def derived(home: Path) -> Iterator[Path]:
    """The files that are made of the store, but for those that are kept a minute for who still reads them."""
    retired = read_signed(home / "vectors" / MANIFEST)["retired"]
    for path in sorted(home.rglob("*")):
        kept = path.name.startswith(FILE) or path.suffix == ".lock" or path.name in retired
        if path.is_file() and not kept:
            yield path


def damage(path: Path, random: Random, *, lost: bool = True) -> str:
    """Lose a file, cut it off, or turn a bit of it that is no filling between arrays; gives which."""
    content = bytearray(path.read_bytes())
    place = random.choice([place for place, byte in enumerate(content) if byte])
    how = random.choice(["cut", "turned", *(["lost"] if lost else [])])
    if how == "lost":
        path.unlink()
        return how
    if how == "turned":
        content[place] ^= 1
    path.write_bytes(content if how == "turned" else content[:place])
    return f"{how} at {place}"


@seeds
def test_what_is_made_of_the_store_is_made_anew(home: Path, whole: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    for number, path in enumerate(derived(whole)):
        damaged = home / path.relative_to(whole)
        done = damage(damaged, random)
        how = f"{damaged} is {done}"
        finding = index(home)
        assert finding.degree == "bad" or done == "lost", how
        assert finding.healthy or damaged.relative_to(home).parts[0].partition(".")[0] in finding.detail, how
        if number % 2:
            index(home, repair=True)
        found = look(home, expected(), seed)
        told = [problem for problem in found.problems if not problem.startswith("index is bad")]
        assert told == [], how
        shutil.rmtree(home)
        shutil.copytree(whole, home)


def test_what_is_made_of_the_store_may_be_lost_as_a_whole(home: Path) -> None:
    for path in list(derived(home)):
        path.unlink()
    assert index(home).degree == "ok"
    assert look(home, expected(), seed=0).problems == []


@seeds
def test_a_damaged_store_is_told_and_left_as_it_is(home: Path, seed: int) -> None:
    how = damage(home / FILE, Random(seed), lost=False)  # noqa: S311
    damaged = (home / FILE).read_bytes()
    (store,) = (each for each in examined(home) if each.name == "store")
    if not store.healthy:
        assert "backup" in store.detail, how
        assert (home / FILE).read_bytes()[: len(damaged) // 2] == damaged[: len(damaged) // 2]
    with suppress(StoreError), opened(home) as open_home:
        open_home.documents()
        open_home.found(TEXTS[0])


def add_and_wait(connection: Connection, home: Path) -> None:
    """Add documents, and leave them in the log of the store."""
    with opened(home) as open_home:
        for number in range(4, 8):
            open_home.add(f"{number}.txt", TEXTS[:2])
        connection.send("added")
        connection.recv()


@POSIX
@seeds
def test_a_damaged_log_costs_what_is_behind_it_and_leaves_a_whole_store(home: Path, seed: int) -> None:
    with child(add_and_wait, home) as other:
        assert other.hear() == "added"
    how = damage(home / f"{FILE}-wal", Random(seed))  # noqa: S311
    found = expected()
    for number in range(4, 8):
        found.begun(f"{number}.txt", TEXTS[:2])
    problems = look(home, found, seed).problems
    assert problems == [], how


def test_what_is_behind_the_store_catches_up(home: Path) -> None:
    text = "北岸新开了一家书店。"
    with opened(home) as open_home:
        open_home.library.remove(["0.txt"])
        open_home.add("书店.txt", (text,))
    assert (index(home).degree, index(home).healthy) == ("catching up", True)
    index(home, repair=True)
    assert index(home).degree == "ok"
    with opened(home) as open_home:
        assert open_home.found(text, "vectors")[0] == text


def test_a_store_that_takes_the_place_of_another_is_told_from_it(home: Path) -> None:
    """Its indexes stay behind, and it comes to the very revision that they stand for."""
    with opened(home) as open_home:
        revision = open_home.store.revision()
    for path in home.glob(f"{FILE}*"):
        path.unlink()
    other, number = Expected(), 0
    other.written.update(TEXTS)
    with opened(home) as open_home:
        while open_home.store.revision() < revision:
            number += 1
            texts = sentences(Random(number), 3)  # noqa: S311
            open_home.add(f"新{number}.txt", texts)
            other.begun(f"新{number}.txt", texts)
            other.done(f"新{number}.txt", texts)
    assert look(home, other, seed=0).problems == []
