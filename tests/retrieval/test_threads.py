import subprocess
import sys
import threading

import pytest
from threadpoolctl import ThreadpoolController

from retrieval.threads import one_openmp_thread, one_thread


def threads_of(kind: str) -> set[int]:
    return {found["num_threads"] for found in ThreadpoolController().select(user_api=kind).info()}


def test_blas_keeps_to_one_thread_for_good() -> None:
    workers = [threading.Thread(target=one_thread) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert threads_of("blas") <= {1}


def test_faiss_keeps_to_one_thread_within_the_block_and_thread_only() -> None:
    import faiss  # noqa: PLC0415

    entered, left, seen = threading.Barrier(2), threading.Barrier(2), list[int]()

    def work(threads: int) -> None:
        faiss.omp_set_num_threads(threads)
        with one_openmp_thread():
            entered.wait(10)
            seen.append(faiss.omp_get_max_threads())
            left.wait(10)
        seen.append(faiss.omp_get_max_threads())

    workers = [threading.Thread(target=work, args=(threads,)) for threads in (2, 3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(seen) == [1, 1, 2, 3]


@pytest.mark.slow
def test_torch_keeps_its_threads() -> None:
    program = """
import torch
from retrieval.threads import one_openmp_thread, one_thread
torch.set_num_threads(3)
one_thread()
with one_openmp_thread():
    pass
assert torch.get_num_threads() == 3, torch.get_num_threads()
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=200)  # noqa: S603
