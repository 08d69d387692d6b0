import shutil
from pathlib import Path

import pytest

from tests.bot.cli.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, sample_home: Path) -> Terminal:
    """A terminal over a home that holds the sample page."""
    terminal = Terminal(tmp_path)
    shutil.copytree(sample_home, terminal.home)
    return terminal
