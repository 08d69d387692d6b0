"""Very many passages are inverted in further processes, as few are in this one."""

import pytest

from retrieval.documents import Passage
from retrieval.search.lexical import LexicalIndex, inverting_process

PASSAGES = [
    Passage(
        f"第{number}号楼有{number}间教室，青石镇小学的校长是王立新。", f"青石镇通报第{number}期", id=number
    )
    for number in range(1, 41)
]
QUERIES = ["7号楼有几间教室", "青石镇第12期通报", "校长是谁"]


@pytest.mark.parametrize("module", [None, "no.such.module"], ids=["processes", "none-starts"])
def test_many_are_found_as_few_are(monkeypatch: pytest.MonkeyPatch, module: str | None) -> None:
    if module:
        monkeypatch.setattr(inverting_process, "_MODULE", module)
    else:  # what processes make is not made here
        monkeypatch.delattr(inverting_process, "inverted")
    one, other = LexicalIndex(), LexicalIndex()
    other.add(PASSAGES[:3], 5)
    for start in range(0, 40, 8):
        one.add(PASSAGES[start : start + 8], 5)
    other.add_all((5, PASSAGES[start : start + 8]) for start in range(0, 40, 8))
    assert len(other) == len(one) == 40
    for query in QUERIES:
        assert other.search(query, 10) == one.search(query, 10)


def test_batches_stay_in_their_collections() -> None:
    index = LexicalIndex()
    index.add_all([(1, PASSAGES[:2]), (2, PASSAGES[2:5]), (1, PASSAGES[5:6])])
    assert [int(place) for place in index.filing.collections] == [1, 1, 2, 2, 2, 1]
