"""The bot in processes of its own."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def process(*arguments: str, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """Python in a process of its own, development mode on and warnings as errors.

    Its slow check of each piece of memory is left out: that finds faults in C, not in Python.
    """
    path = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, **settings, "PYTHONPATH": path, "PYTHONMALLOC": "pymalloc"}
    command = (sys.executable, "-X", "dev", "-W", "error", *arguments)
    started = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=PIPE, stderr=STDOUT
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def stopped(started: Process) -> str:
    """What a process wrote, once it has ended."""
    output, _ = await asyncio.wait_for(started.communicate(), 60)
    return output.decode()
