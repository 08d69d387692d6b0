"""Work on threads, awaited by the event loop."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future, wait
from contextvars import copy_context
from typing import Any, Final, TypeVar

T = TypeVar("T")

_STOP_POLL_S: Final = 0.1


async def on_thread(threads: Executor, work: Callable[[], T]) -> T:
    """Do some work on a thread, which logs under the same request as the caller; gives what it returns."""
    return await asyncio.get_running_loop().run_in_executor(threads, copy_context().run, work)


def give_up(under_way: Collection[Future[Any]], stop: Callable[[], None]) -> None:
    """Stop work again and again until none is under way: a thread may be about to begin.

    Args:
        under_way: The work; whatever ends leaves it.
        stop: Ends what has begun.
    """
    while under_way:
        stop()
        wait(list(under_way), timeout=_STOP_POLL_S)
