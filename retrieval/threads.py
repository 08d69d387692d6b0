"""How many threads small matrices are worth: one."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def single_threaded() -> AbstractContextManager[Any]:
    """Keep BLAS and OpenMP to one thread within a block.

    The matrices of one question are so small that several threads spend their time waiting for each
    other: on a busy machine of four cores a question took sixty times as long with them.
    """
    limit: AbstractContextManager[Any] = _controller().limit(limits=1)
    return limit


@cache
def _controller() -> Any:
    """Made at the first question, when numpy and FAISS are loaded: it knows only what is loaded by then."""
    import faiss  # noqa: F401, PLC0415
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415

    return ThreadpoolController()
