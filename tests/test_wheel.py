"""The wheel holds all that answers need: installed alone, it answers on the sample page, without torch."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
LARGEST_MB = 60
NOT_NEEDED = ("torch", "transformers", "sentence_transformers", "sklearn")
"""Packages that an installation without extras lacks."""


def run(*command: str | Path, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(  # noqa: S603  # what this test has made
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=ROOT)
    (built,) = folder.glob("yuanwen-*.whl")
    return built


@pytest.fixture
def python(wheel: Path, tmp_path: Path) -> Path:
    """Python of a new environment with the wheel, beside the packages that it names as dependencies."""
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=tmp_path)
    python = environment / "bin" / "python"
    (packages,) = environment.glob("lib/python*/site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "others.pth").write_text("\n".join(others), encoding="utf-8")
    for name in NOT_NEEDED:
        (packages / f"{name}.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    install = ("-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel)
    run(sys.executable, *install, folder=tmp_path)
    return python


def test_the_wheel_holds_models_and_pages_and_is_not_too_large(wheel: Path) -> None:
    size_mb = wheel.stat().st_size / 1e6
    print(f"{wheel.name}: {size_mb:.1f} MB")  # noqa: T201  # shown by pytest -s and in a release
    assert size_mb < LARGEST_MB
    with ZipFile(wheel) as archive:
        folders = {name.split("/")[0] for name in archive.namelist() if ".dist-info" not in name}
    assert folders == {"bot", "retrieval", "embeddings"}


def test_it_answers_on_the_sample_page_without_torch(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import bot; print(bot.__file__)", folder=tmp_path)
    assert Path(where.strip()).is_relative_to(python.parents[1])
    command = (python.with_name("yuanwen"), "--home", tmp_path / "home", "ask", "--json")
    answer = run(*command, "东陵港综合保税区物流处处长是谁？", folder=tmp_path)
    assert '"answer": "贺兰舟"' in answer
