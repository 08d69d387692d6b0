"""How many threads the matrices of one question are worth: one.

They are so small that several threads spend their time waiting for each other: on a busy machine of four
cores a question took sixty times as long with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@cache
def one_thread() -> None:
    """Keep numpy's BLAS to one thread, from now on and in the whole process.

    The number belongs to the process, so that it cannot be lent to one block of code while others run.
    Torch keeps its own.
    """
    import numpy as np  # noqa: F401, PLC0415  # only libraries that are loaded can be told
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415

    found = ThreadpoolController().select(user_api="blas")
    paths = [library["filepath"] for library in found.info() if not _is_of_torch(Path(library["filepath"]))]
    found.select(filepath=paths).limit(limits=1)


def _is_of_torch(library: Path) -> bool:
    return any(part in {"torch", "torch.libs"} for part in library.parts)


@contextmanager
def one_openmp_thread() -> Iterator[None]:
    """Keep FAISS to one thread within a block.

    OpenMP keeps the number for each calling thread, so that others neither see it nor change it.
    """
    import faiss  # noqa: PLC0415

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
