"""The bot in a process of its own: started, ended, started again, and measured."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import Process
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.playground import Loopback
from bot.storage.state import FILE

_SAMPLE_S: Final = 5.0
"""Seconds between two samples."""
_LONGEST_STOP_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What the bot holds at one moment.

    Attributes:
        time: Of the monotonic clock, in seconds.
        megabytes: Resident memory, with that of the processes that read files.
        files: Open file descriptors, sockets included, of the bot's own process.
        threads: Of the bot's own process.
    """

    time: float
    megabytes: float
    files: int
    threads: int


class BotProcess:
    """`yuanwen bot` against a simulated Telegram.

    Args:
        telegram: That Telegram.
        home: Where the bot keeps everything; its log goes there too.
    """

    def __init__(self, telegram: Loopback, home: Path) -> None:
        self._telegram, self.home = telegram, home
        self.log = home / "log.jsonl"
        self._process: Process | None = None
        self.samples: list[Sample] = []
        self.ends: list[tuple[float, str]] = []
        """When the bot was ended, and how."""
        self.unknown = 0
        """Answers that were being sent when the bot was killed: nobody knows whether they arrived."""

    async def start(self) -> None:
        """Start it; returns once it asks for updates."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("YUANWEN_")},
            "TELEGRAM_BOT_TOKEN": self._telegram.token,
            "YUANWEN_TELEGRAM_API_URL": self._telegram.base_url,
            "YUANWEN_HOME": str(self.home),
            "YUANWEN_LOG_FORMAT": "json",
            "YUANWEN_QUESTIONS_PER_MINUTE": "1000",
        }
        self._telegram.updates.allow([])
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "bot", env=environment, stdout=log, stderr=log
            )
        await self._telegram.notifier.until(lambda: self._telegram.updates.allowed, timeout=120)

    async def end(self, how: signal.Signals) -> float:
        """End it with a signal; returns the seconds that it took."""
        process, began = self._running(), time.monotonic()
        process.send_signal(how)
        await asyncio.wait_for(process.wait(), _LONGEST_STOP_S)
        self.ends.append((began, how.name))
        if how == signal.SIGKILL:
            self.unknown += on_their_way(self.home)
        return time.monotonic() - began

    async def watch(self) -> None:
        """Take samples until cancelled."""
        while True:
            process = self._process
            if process and process.returncode is None:
                self.samples.append(_sample(process.pid))
            await asyncio.sleep(_SAMPLE_S)

    def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            raise RuntimeError(f"The bot has ended by itself; see {self.log}.")
        return self._process


def on_their_way(home: Path) -> int:
    """How many answers were being sent when the bot of a home ended."""
    with closing(sqlite3.connect(home / FILE)) as db:
        query = "SELECT count(*) FROM updates WHERE sending AND content IS NOT NULL"
        return int(db.execute(query).fetchone()[0])


def _sample(pid: int) -> Sample:
    folder = Path(f"/proc/{pid}")
    children = (folder / f"task/{pid}/children").read_text().split()
    megabytes = sum(_resident(Path(f"/proc/{number}")) for number in (str(pid), *children))
    files = len(list((folder / "fd").iterdir()))
    return Sample(time.monotonic(), megabytes, files, len(list((folder / "task").iterdir())))


def _resident(folder: Path) -> float:
    try:
        pages = int((folder / "statm").read_text().split()[1])
    except OSError:  # it has ended meanwhile
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
