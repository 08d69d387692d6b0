import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.language import speak
from bot.phrases import Language
from tests.bot.cli.terminal import Terminal


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What is said without a command is in English, whatever the command before spoke."""
    speak(Language.ENGLISH)
    yield
    speak(Language.ENGLISH)


@pytest.fixture
def chinese(english: None) -> None:
    """What is said without a command is in simplified Chinese."""
    speak(Language.SIMPLIFIED)


@pytest.fixture
def terminal(tmp_path: Path, sample_home: Path) -> Terminal:
    """A terminal over a home that holds the sample page."""
    terminal = Terminal(tmp_path)
    shutil.copytree(sample_home, terminal.home)
    return terminal
