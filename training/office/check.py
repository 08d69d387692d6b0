"""Checks the office questions: `python -m training.office.check`.

Every answer stands verbatim at its offset, no two documents are near copies, and neither documents nor
questions begin alike.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PARTS = ("train", "dev", "test", "everyday", "everyday_dev")
FOLDER = Path(__file__).parent

_ALIKE = 0.5
"""Share of runs of characters in common (Jaccard) from which two documents are near copies."""
_RUN = 5
_OPENING = 8
_COMMONEST = 0.08
"""Share of questions that may begin with the same two characters."""


def load(part: str) -> list[dict[str, Any]]:
    """The documents of one part, as they stand in its file."""
    content = json.loads((FOLDER / f"{part}.json").read_text(encoding="utf-8"))
    documents: list[dict[str, Any]] = content["data"]
    return documents


def faults(documents: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What is wrong with some documents and their questions, a sentence each."""
    documents = list(documents)
    for document in documents:
        yield from _misplaced(document)
    yield from _near_copies(documents)
    openings = Counter(document["paragraphs"][0]["context"][:_OPENING] for document in documents)
    yield from (f"{count} documents begin with {text!r}" for text, count in openings.items() if count > 2)
    asked = [qa["question"] for document in documents for qa in _questions(document)]
    yield from (f"{question!r} is asked {n} times" for question, n in Counter(asked).items() if n > 4)
    begun = Counter(question[:2] for question in asked)
    yield from (
        f"{n} of {len(asked)} questions begin with {start!r}"
        for start, n in begun.items()
        if n > max(5, _COMMONEST * len(asked))
    )


def _misplaced(document: dict[str, Any]) -> Iterator[str]:
    for paragraph in document["paragraphs"]:
        for qa in paragraph["qas"]:
            if bool(qa["answers"]) == qa["is_impossible"]:
                yield f"{qa['id']}: is_impossible does not fit its answers"
            for answer in (*qa["answers"], *qa.get("items", ())):
                start, text = answer["answer_start"], answer["text"]
                if not text or paragraph["context"][start : start + len(text)] != text:
                    yield f"{qa['id']}: {text!r} does not stand at {start}"


def _near_copies(documents: Iterable[dict[str, Any]]) -> Iterator[str]:
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  # brings all of SciPy

    index = MinHashLSH(threshold=_ALIKE, num_perm=128)
    for number, document in enumerate(documents):
        text = "".join(paragraph["context"] for paragraph in document["paragraphs"])
        hashed = MinHash(num_perm=128)
        hashed.update_batch([text[i : i + _RUN].encode() for i in range(len(text) - _RUN + 1)])
        if index.query(hashed):
            yield f"{document['title']!r} is a near copy of an earlier document"
        index.insert(str(number), hashed)


def _questions(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for paragraph in document["paragraphs"]:
        yield from paragraph["qas"]


def main() -> None:
    """Check all parts together and say how much there is; exit 1 where something is wrong."""
    parts = {part: load(part) for part in PARTS}
    for part, documents in parts.items():
        questions = sum(len(list(_questions(document))) for document in documents)
        print(f"{part}: {len(documents)} documents, {questions} questions")
    found = list(faults(document for documents in parts.values() for document in documents))
    print("\n".join(found) or "Nothing is wrong.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
