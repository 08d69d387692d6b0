import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from embeddings.loading import load_encoder
from embeddings.protocol import Encoder
from retrieval.engine import Engine
from retrieval.ingestion.workers import Limits, ReadingPool
from retrieval.reader import Reader, load_reader
from tests.postgres import Server, program, running
from tests.prepared import prepared
from tests.retrieval.models import write_trained

# How long an example takes depends on the machine, and on what is loaded first; time has tests of its own.
settings.register_profile("quick", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("quick")

_ALL_SLOW = re.compile(r"^pytestmark = .*pytest\.mark\.slow\b", re.MULTILINE)

OpenEngine = Callable[[Path], Engine]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave modules closed whose tests are all slow where those are left out: some take seconds to import."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return bool(_ALL_SLOW.search(collection_path.read_text(encoding="utf-8"))) or None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL that runs for the tests of this process."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    if not (program("initdb") and program("postgres")):
        pytest.skip("PostgreSQL is not installed")
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def trained_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small BERT that was over-fitted on `tests.retrieval.models.LESSONS`."""
    return prepared(tmp_path_factory, "trained_reader", write_trained)


@pytest.fixture(scope="session")
def models() -> tuple[Encoder, Reader]:
    """The encoder and the reader that ship, loaded once a process."""
    return load_encoder(), load_reader()


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, models: tuple[Encoder, Reader]) -> Path:
    """A home that holds the sample page, embedded. Copy it."""

    def make(home: Path) -> None:
        encoder, reader = models
        engine = Engine.open(home, encoder=encoder, reader=reader)
        engine.retriever.sync()
        engine.close()

    return prepared(tmp_path_factory, "sample_home", make)


@pytest.fixture(scope="session")
def open_engine(sample_home: Path, models: tuple[Encoder, Reader]) -> OpenEngine:
    """Opens a home with the models that ship; a new one holds the sample page, embedded already."""
    encoder, reader = models

    def opened(home: Path) -> Engine:
        if not (home / "yuanwen.db").exists():
            shutil.copytree(sample_home, home, dirs_exist_ok=True)
        return Engine.open(home, encoder=encoder, reader=reader)

    return opened


class SharedPool(ReadingPool):
    """Workers for all tests of a process: they start with the first file, and one that is idle stays."""

    def close(self) -> None:
        """Give up the files that are being read."""
        self.stop()


@pytest.fixture(scope="session")
def shared_pool() -> Iterator[ReadingPool]:
    """The workers that read the files of all tests."""
    pool = SharedPool(Limits(pages=0))  # recognition takes seconds: its own tests have another pool
    yield pool
    ReadingPool.close(pool)


@pytest.fixture(scope="session", autouse=True)
def _one_pool_for_all(shared_pool: ReadingPool) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.library.ReadingPool", lambda: shared_pool)
        yield
