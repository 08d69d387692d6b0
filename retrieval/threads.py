"""Limits numpy and FAISS to one thread.

The matrices of one question are so small that several threads mostly wait for each other: on a busy machine
of four cores a question took sixty times as long with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np  # noqa: F401  # its BLAS can be limited only once it is loaded
from threadpoolctl import ThreadpoolController


@cache
def one_thread() -> None:
    """Limit numpy's BLAS to one thread, from now on and in the whole process.

    BLAS has one limit for the process, so this cannot be undone after a block while other threads compute.
    The BLAS of torch is left alone.
    """
    found = ThreadpoolController().select(user_api="blas")
    paths = [library["filepath"] for library in found.info() if not _is_of_torch(Path(library["filepath"]))]
    found.select(filepath=paths).limit(limits=1)


def _is_of_torch(library: Path) -> bool:
    return any(part in {"torch", "torch.libs"} for part in library.parts)


@contextmanager
def one_openmp_thread() -> Iterator[None]:
    """Limit FAISS to one thread within a block.

    OpenMP has a limit for each calling thread, so other threads are not affected.
    """
    import faiss  # noqa: PLC0415  # 0.1 s

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
