from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from retrieval.ingestion.workers import ReadingPool
from tests.retrieval.models import write_trained

# How long an example takes depends on the machine, and on what is loaded first; time has tests of its own.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def trained_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small BERT that was over-fitted on `tests.retrieval.models.LESSONS`."""
    return write_trained(tmp_path_factory.mktemp("readers") / "trained")


class SharedPool(ReadingPool):
    """Workers for all tests of a process: they start with the first file, and one that is idle stays."""

    def close(self) -> None:
        """Give up the files that are being read."""
        self.stop()


@pytest.fixture(scope="session")
def shared_pool() -> Iterator[ReadingPool]:
    """The workers that read the files of all tests."""
    pool = SharedPool()
    yield pool
    ReadingPool.close(pool)


@pytest.fixture(scope="session", autouse=True)
def _one_pool_for_all(shared_pool: ReadingPool) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.library.ReadingPool", lambda: shared_pool)
        yield
