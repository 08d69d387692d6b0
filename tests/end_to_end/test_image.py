"""The image: what is copied into it builds the wheel, and what it starts becomes healthy.

No engine is needed: the instructions are read, and carried out in a folder beside the packages that are here.
"""

import asyncio
import json
import shlex
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.playground import Loopback
from tests.end_to_end.processes import free_port
from tests.test_wheel import run

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
Instruction = tuple[str, str]


def instructions() -> Iterator[Instruction]:
    """Those of the Dockerfile, each with what stands behind it."""
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            yield name, rest


def only(name: str) -> str:
    (found,) = (rest for each, rest in instructions() if each == name)
    return found


def copied() -> Iterator[str]:
    """The paths that are copied out of the project."""
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            yield from rest.split()[:-1]


def let_through() -> set[str]:
    """The paths that .dockerignore lets through."""
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] != "#"]
    assert lines[0] == "*"
    return {line[1:] for line in lines if line.startswith("!")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with the wheel that the copied files make."""
    source, folder = tmp_path_factory.mktemp("src"), tmp_path_factory.mktemp("opt")
    for name in copied():
        assert name in let_through()
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=source)
    (wheel,) = folder.glob("yuanwen-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", folder=folder)
    (packages,) = (folder / "env").glob("lib/python*/site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "others.pth").write_text("\n".join(others), encoding="utf-8")
    install = (
        "-m",
        "pip",
        "--python",
        folder / "env/bin/python",
        "install",
        "--no-deps",
        "--no-index",
        wheel,
    )
    run(sys.executable, *install, folder=folder)
    return folder / "env" / "bin"


@asynccontextmanager
async def started(telegram: Loopback, installed: Path, home: Path, port: int) -> AsyncIterator[Process]:
    """What the image starts, with its settings; its paths and its port are others."""
    settings = [dict(pair.split("=", 1) for pair in shlex.split(each)) for each in environments()]
    there = {**settings[-1], "YUANWEN_HOME": str(home), "YUANWEN_MONITORING_PORT": str(port)}
    there |= {"PATH": f"{installed}:/usr/bin:/bin", "TELEGRAM_BOT_TOKEN": telegram.token}
    there |= {"YUANWEN_TELEGRAM_API_URL": telegram.base_url, "HOME": "/nonexistent"}
    command = [*json.loads(only("ENTRYPOINT")), *json.loads(only("CMD"))]
    bot = await asyncio.create_subprocess_exec(
        installed / command[0], *command[1:], cwd=home, env=there, stdout=DEVNULL
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()


def environments() -> Iterator[str]:
    return (rest for name, rest in instructions() if name == "ENV")


def open_to_others(home: Path) -> list[Path]:
    """What of a home others than its user can read."""
    return [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077]


def test_nothing_secret_is_let_through() -> None:
    assert not any(fnmatch(name, pattern) for name in let_through() for pattern in (".*", "*.env", "tests"))


async def test_what_the_image_starts_is_healthy_answers_and_stops(
    telegram: Loopback, installed: Path, tmp_path: Path
) -> None:
    port = free_port()
    check = json.loads(only("HEALTHCHECK").partition("CMD ")[2])
    assert check[0] == "python"
    check = [str(installed / "python"), *(part.replace("9464", str(port)) for part in check[1:])]
    async with started(telegram, installed, tmp_path, port) as bot, asyncio.timeout(200):
        while True:
            healthy = await asyncio.create_subprocess_exec(*check, stderr=DEVNULL)
            if await healthy.wait() == 0:
                break
            assert bot.returncode is None
        user = telegram.user("小明")
        answer = await telegram.answer_to(telegram.say(user, "东陵港综合保税区物流处处长是谁？"))
        assert "贺兰舟" in answer.text
        assert open_to_others(tmp_path) == []
        bot.send_signal(signal.SIGTERM)
        assert await bot.wait() == 0
