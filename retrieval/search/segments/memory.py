"""Memory that was freed, given back to the system."""

import ctypes
from contextlib import suppress


def give_back_memory() -> None:
    """Have the C library give back what was freed; glibc keeps much of it, others are left alone."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
