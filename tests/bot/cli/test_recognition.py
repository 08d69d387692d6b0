"""`yuanwen add` of scans: how far it is, and the pages on which there was nothing."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.bot.cli.terminal import Terminal
from tests.end_to_end.documents.photos import Camera

TEXTS = {600: "渡船每天往返八班，遇大雾停航。", 610: "", 620: "摆渡费每人两元。"}


class Bar:
    """What a progress bar is told."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))

    def stop(self) -> None:
        """Take it away."""


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    camera = Camera(TEXTS)
    monkeypatch.setattr("retrieval.ingestion.workers.ReadingPool", lambda **_options: camera)
    monkeypatch.setattr("retrieval.ingestion.recognition.allowance.Engine", lambda: camera)
    return camera


@pytest.mark.usefixtures("camera")
def test_a_scan_is_told_page_by_page_and_bare_pages_are_named(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars: list[Bar] = []

    def bar(*arguments: Any, **options: Any) -> Bar:
        bars.append(Bar(*arguments, **options))
        return bars[-1]

    monkeypatch.setattr("bot.cli.documents.reading.ProgressBar", bar)
    pages = [Image.new("L", (width, 900), "white") for width in TEXTS]
    stream = BytesIO()
    pages[0].save(stream, "TIFF", save_all=True, append_images=pages[1:])
    (terminal.folder / "传真.tif").write_bytes(stream.getvalue())

    added = terminal.run("add", "传真.tif")

    assert added.returncode == 0
    assert bars[0].told == [(0, 3), (1, 3), (2, 3)]
    assert re.search(r"传真\.tif.*\b2\b", added.stderr)
