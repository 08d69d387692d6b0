"""Hostile files of every format are read or refused, and soon."""

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from time import process_time

import pytest

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.read import read_contents
from retrieval.ingestion.workers import ReadingPool
from tests.retrieval.ingestion.hostile import markup, pages, workbooks

SMALL, LARGE = 30, 4_000
LONGEST_S = 3.0
"""Seconds of processor time for a small one; on a machine with nothing else to do, a tenth of it at most."""

FILES = {**workbooks.FILES, **pages.FILES, **markup.FILES}
OVER_LIMITS = {Unreadable.OUT_OF_TIME, Unreadable.OUT_OF_MEMORY, Unreadable.CRASHED}


def reason_of(read: Callable[[], object]) -> Unreadable | None:
    """Why a file cannot be read, None where it can."""
    try:
        read()
    except DocumentError as error:
        return error.reason
    return None


@pytest.mark.parametrize("kind", sorted(FILES.keys() - pages.ENDLESS))
def test_a_small_file_takes_little_time(kind: str) -> None:
    name, made = FILES[kind]
    data = made(SMALL)
    began = process_time()
    with suppress(DocumentError):
        read_contents(Path(name), name, data)
    assert process_time() - began < LONGEST_S


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(FILES))
def test_a_larger_one_ends_within_the_limits(kind: str) -> None:
    name, made = FILES[kind]
    with closing(ReadingPool(most=1)) as pool:
        reason = reason_of(lambda: pool.read(Path(name), name, made(LARGE)))
    assert kind in pages.ENDLESS or reason not in OVER_LIMITS
