import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import pytest

from retrieval.errors import PassageIndexError
from retrieval.search.milvus import connection
from retrieval.search.milvus.address import Address
from retrieval.search.milvus.connection import Connection

needs_milvus = pytest.mark.skipif(not find_spec("milvus_lite"), reason="needs the extra milvus")

HOLD = "import sys; from pymilvus import MilvusClient; MilvusClient(sys.argv[1]); print(); input()"


@pytest.mark.parametrize(
    ("absent", "setting"),
    [("pymilvus", "milvus:http://localhost:1"), ("milvus_lite", "milvus:index.db")],
)
def test_without_its_packages_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, absent: str, setting: str
) -> None:
    monkeypatch.setattr(connection, "find_spec", lambda name: name != absent)
    with pytest.raises(PassageIndexError, match=r"pip install 'yuanwen\[milvus\]'"):
        Connection(Address.of(setting))


@needs_milvus
def test_a_server_that_does_not_answer_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connection, "_TIMEOUT_S", 0.2)
    with pytest.raises(PassageIndexError, match=r"http://127\.0\.0\.1:1 .* YUANWEN_INDEX") as caught:
        Connection(Address.of("milvus:http://root:geheim@127.0.0.1:1"))
    said = "".join([str(caught.value), *caught.value.values.values(), *capfd.readouterr(), caplog.text])
    assert "geheim" not in said
    assert "Traceback" not in said


@needs_milvus
def test_a_file_that_another_process_uses_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holder: IO[bytes]
) -> None:
    monkeypatch.setattr(connection, "_TAKEN_WAIT_S", 0.3)
    address = Address.of(f"milvus:{tmp_path / 'index.db'}")
    with pytest.raises(PassageIndexError, match="another process uses it"):
        Connection(address)
    monkeypatch.setattr(connection, "_TAKEN_WAIT_S", 60)
    holder.close()
    Connection(address)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[IO[bytes]]:
    """The standard input of a process that uses the file until this is closed."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "index.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        yield process.stdin


@needs_milvus
def test_what_is_no_index_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(PassageIndexError, match="cannot be opened as an index of Milvus"):
        Connection(Address.of(f"milvus:{file}"))
    assert file.read_text(encoding="utf-8") == "mine"


@needs_milvus
def test_only_its_owner_may_enter_the_folder_of_a_file(tmp_path: Path) -> None:
    Connection(Address.of(f"milvus:{tmp_path / 'index.db'}"))
    assert (tmp_path / "index.db").stat().st_mode & 0o777 == 0o700
