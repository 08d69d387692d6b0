"""Work on threads, awaited by the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


async def on_thread(threads: Executor, work: Callable[[], T]) -> T:
    """Do some work on a thread, which logs under the same request as the caller; gives what it returns."""
    return await asyncio.get_running_loop().run_in_executor(threads, copy_context().run, work)
