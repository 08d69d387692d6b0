"""Pictures among other files: in folders and archives."""

from pathlib import Path

import pytest
from PIL import Image

from retrieval.ingestion.files import find_files
from retrieval.ingestion.loaders import load
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.recognition import Allowance
from tests.retrieval.ingestion.recognition.drawn import encoded
from tests.retrieval.ingestion.test_archive import packed

PICTURE = encoded(Image.new("RGB", (40, 40)))


@pytest.mark.parametrize("recognises", [True, False])
def test_a_folder_stands_for_its_pictures_where_they_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recognises: bool
) -> None:
    for name in ("甲.txt", "乙.jpg"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setattr("retrieval.ingestion.files.is_installed", lambda: recognises)

    assert {file.source for file in find_files([tmp_path])} == {"甲.txt", *(["乙.jpg"] if recognises else [])}


@pytest.mark.parametrize("allowance", [None, Allowance(5)])
def test_a_picture_without_text_in_an_archive_is_nothing_to_warn_of(
    monkeypatch: pytest.MonkeyPatch, allowance: Allowance | None
) -> None:
    class Blind:
        def lines(self, _picture: Image.Image) -> tuple[list[object], int]:
            return [], 0

    monkeypatch.setattr("retrieval.ingestion.recognition.allowance.Engine", Blind)
    archive = packed({"通知.txt": "渡船停航。", "标志.jpg": PICTURE})

    extract = load(Path("资料.zip"), archive, Room(recognition=allowance))

    assert extract.omissions == ()
    assert [omission for part in extract.parts for omission in part.extract.omissions] == []
