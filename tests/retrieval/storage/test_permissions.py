"""A home and all in it belong to one user, whatever the umask and whatever made the home."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE, S_ISVTX

import pytest

from retrieval.engine import Engine
from retrieval.library import File
from retrieval.storage.opening import open_store
from retrieval.storage.permissions import make_private_folder, open_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the modes of POSIX")


@pytest.fixture(params=[0o022, 0o000], ids="umask {0:03o}".format, autouse=True, scope="module")
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, umask: None) -> Path:
    """A home that was made with this umask."""
    path = tmp_path_factory.mktemp("new") / "home"
    use(path)
    return path


def use(home: Path) -> None:
    """Add a document, embed it, ask."""
    with closing(Engine.open(home)) as engine:
        engine.library.add(File.uploaded("楼层.txt", "档案室在主楼十二层。".encode()))
        engine.retriever.sync()
        assert engine.ask("档案室在几层？").answer
        assert_private(home)  # with the write-ahead logs, which closing removes


def assert_private(home: Path) -> None:
    paths = [home, *home.rglob("*")]
    modes = {str(path.relative_to(home.parent)): oct(S_IMODE(path.stat().st_mode)) for path in paths}
    expected = {str(path.relative_to(home.parent)): oct(0o700 if path.is_dir() else 0o600) for path in paths}
    assert modes == expected


def test_a_new_home_is_private(home: Path) -> None:
    assert_private(home)


def test_a_home_that_others_could_read_is_closed_when_it_is_opened(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    Engine.open(home).close()
    assert_private(home)


def test_what_else_lies_in_a_home_keeps_its_mode(tmp_path: Path) -> None:
    script = tmp_path / "run.sh"
    script.touch()
    script.chmod(0o755)
    open_store(tmp_path).close()
    assert S_IMODE(script.stat().st_mode) == 0o755


def test_a_folder_that_all_users_share_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777 | S_ISVTX)
    make_private_folder(shared)
    assert S_IMODE(shared.stat().st_mode) == 0o777 | S_ISVTX


def test_a_file_that_is_written_anew_does_not_keep_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"older and longer")
    file.chmod(0o666)
    with open_private(file) as opened:
        opened.write(b"new")
    assert file.read_bytes() == b"new"
    assert S_IMODE(file.stat().st_mode) == 0o600
