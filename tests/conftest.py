from pathlib import Path

import pytest
from hypothesis import settings

from tests.retrieval.models import write_trained

# How long an example takes depends on the machine, and on what is loaded first; time has tests of its own.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def trained_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small BERT that was over-fitted on `tests.retrieval.models.LESSONS`."""
    return write_trained(tmp_path_factory.mktemp("readers") / "trained")
