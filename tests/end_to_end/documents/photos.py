"""Photos of pages, and reading them without the time that recognition takes."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.playground import Loopback
from bot.playground.simulation.chats import Message, User
from retrieval.documents import Contents
from retrieval.engine import Engine
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.recognition import Allowance, OnPage
from retrieval.ingestion.recognition.lines import FoundLine
from retrieval.ingestion.rendering import PagePicture, Place, render
from retrieval.ingestion.workers import Limits, ReadingPool, ReadingStoppedError
from tests.conftest import OpenEngine
from tests.retrieval.ingestion.recognition.drawn import encoded

HEIGHT = 1000


def photo(width: int) -> bytes:
    """A photo, known by its width."""
    return encoded(Image.new("RGB", (width, HEIGHT), "white"))


def send_photo(telegram: Loopback, user: User, data: bytes, caption: str = "", **options: Any) -> Message:
    """Send a photo as a person, with a caption."""
    return telegram.send_photo(user, data, (90, 90), options.pop("chat", None), caption=caption, **options)


class Camera(ReadingPool):
    """Reads files in this process, and recognises what is said to stand on photos.

    Args:
        texts: What stands on photos, by their widths.

    Attributes:
        gate: Open for pages to be recognised.
    """

    def __init__(self, texts: Mapping[int, str]) -> None:
        super().__init__(Limits(pages=0))
        self.texts = texts
        self.gate = threading.Event()
        self.gate.set()
        self._is_stopped = False

    def read(self, path: Path, source: str, data: bytes, on_page: OnPage | None = None) -> Contents:
        """Read a file."""
        self._is_stopped = False

        def before_page(page: int, pages: int) -> None:
            if on_page:
                on_page(page, pages)
            while not self.gate.wait(0.05):
                if self._is_stopped:
                    raise ReadingStoppedError("The test stops.")

        return read_contents(path, source, data, None, Allowance(20, before_page))

    def render(self, path: Path, data: bytes, place: Place) -> PagePicture:
        """Render a page."""
        return render(path, data, place)

    def stop(self) -> None:
        """Give up the files that are being read."""
        self._is_stopped = True

    def lines(self, picture: Image.Image) -> tuple[Sequence[FoundLine], int]:
        """What stands on a photo, line by line, for `recognition.engine.Engine`."""
        found = []
        for number, text in enumerate(self.texts[picture.width].split("\n")):
            top = 150.0 + 90 * number
            corners = [(40, top), (40 + 12 * len(text), top), (40 + 12 * len(text), top + 12), (40, top + 12)]
            if text:
                found.append(FoundLine(corners, text, 0.98))
        return found, 0


@contextmanager
def looking(
    texts: Mapping[int, str], open_engine: OpenEngine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Engine, Camera]]:
    """An engine whose files are read by a `Camera`."""
    camera = Camera(texts)
    monkeypatch.setattr("retrieval.library.ReadingPool", lambda: camera)
    monkeypatch.setattr("retrieval.ingestion.recognition.allowance.Engine", lambda: camera)
    engine = open_engine(home)
    try:
        yield engine, camera
    finally:
        camera.gate.set()
        engine.close()
