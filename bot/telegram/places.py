"""The place of the running handler, which others have while it waits for Telegram or reads a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from bot.services.fair_queue import FairQueue, Lane


class Place:
    """A place that a handler has in a queue.

    Args:
        queue: The queue.
        lane: The lane of its update.
        on_free: Called when others may have a place.
    """

    def __init__(self, queue: FairQueue[Any], lane: Lane, on_free: Callable[[], None]) -> None:
        self._queue = queue
        self._lane = lane
        self._on_free = on_free
        self._borrowers = 0
        self._is_held = True

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let others use the place while the block runs; person and group have used up their share."""
        if not self._is_held:
            yield
            return
        self._borrowers += 1
        if self._borrowers == 1:
            self._queue.lend()
            self._on_free()
        try:
            yield
        finally:
            self._borrowers -= 1
            if self._borrowers == 0 and self._is_held:
                self._queue.take_back()

    def give_up(self) -> None:
        """Free the place, if it is still held."""
        if not self._is_held:
            return
        self._is_held = False
        if self._borrowers:
            self._queue.take_back()
        self._queue.release(self._lane)
        self._on_free()


_place: ContextVar[Place | None] = ContextVar("place", default=None)


@contextmanager
def place_held(place: Place | None) -> Iterator[None]:
    """Tasks that are started within the block have a place."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)


@contextmanager
def place_lent() -> Iterator[None]:
    """Let others use the place of the running handler, if it has one, while the block waits for Telegram."""
    place = _place.get()
    if place is None:
        yield
        return
    with place.lent():
        yield


def give_up_place() -> None:
    """Free the place of the running handler, if it has one: what it goes on with may take minutes."""
    if place := _place.get():
        place.give_up()
