"""Memory that was freed: kept for the next search, or given back to the system."""

import ctypes
from contextlib import suppress
from functools import cache
from typing import Final

_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
_LARGEST: Final = 32 << 20
"""The most that glibc takes for the first of these; more is given back at once."""


@cache
def keep_memory() -> None:
    """Have the C library keep what was freed, up to 64 MB; glibc does, others are left alone.

    The arrays of a search take so much among a million passages. To be given the memory anew each time takes
    as long as to fill it.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGEST)
        library.mallopt(_TRIM_THRESHOLD, 2 * _LARGEST)


def give_back_memory() -> None:
    """Have the C library give back what was freed; glibc keeps much of it, others are left alone."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
