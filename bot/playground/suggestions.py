"""Questions that the page suggests."""

from contextlib import closing
from pathlib import Path
from typing import Final

from retrieval.engine import open_store
from retrieval.library import SAMPLE, SAMPLE_QUESTIONS, Library

QUESTIONS: Final = (
    *SAMPLE_QUESTIONS,
    "竹溪古镇夜游项目的票价是多少？",
    "共享冷库占地多少平方米？",
    "微纳加工中心什么时候投入使用？",
)
"""Questions that the sample page answers."""


def suggestions(home: Path) -> tuple[str, ...]:
    """Questions that the documents of a home are known to answer.

    Args:
        home: Folder that holds the store; made if it is new.

    Returns:
        Questions about the sample page while it is the only document; else none, since what the user's own
        documents answer is not known.

    Raises:
        StoreError: The home cannot be used.
    """
    with closing(open_store(home)) as store:
        serves = any(entry.collection == SAMPLE for entry in Library(store).documents())
    return QUESTIONS if serves else ()
