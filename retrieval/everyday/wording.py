"""Questions in the words of a document: 文三路店几点关门 → 文三路店营业时间到几点."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from retrieval.documents import Passage
from retrieval.text import fold, words


class Wording(NamedTuple):
    """Something people say, and what documents write instead.

    Attributes:
        said: What people say, folded.
        written: Pairs of what a document has, and what then stands for it in the question.
    """

    said: str
    written: tuple[tuple[str, str], ...]


def as_documents_write(question: str, passages: Iterable[Passage]) -> Iterator[str]:
    """A question, folded, in the words of each passage and its title, where these have other ones.

    What a passage says as the question does stays. Each wording comes once.
    """
    known = {fold(question)}
    for passage in passages:
        wording = _as_written_in(fold(f"{passage.title}\n{passage.text}"), fold(question))
        if wording not in known:
            known.add(wording)
            yield wording


def _as_written_in(text: str, question: str) -> str:
    bounds = {0, *accumulate(map(len, words(question)))}
    taken: list[tuple[int, int, str]] = []
    for said, written in _wordings():
        start = question.find(said)
        end = start + len(said)
        if start < 0 or not {start, end} <= bounds:
            continue
        if any(start < last and first < end for first, last, _ in taken):
            continue
        instead = said if said in text else next((new for sign, new in written if sign in text), "")
        if instead:
            taken.append((start, end, instead))
    for start, end, instead in sorted(taken, reverse=True):
        question = question[:start] + instead + question[end:]
    return question


@cache
def _wordings() -> tuple[Wording, ...]:
    """Those of words.txt, the longest first; its first lines say how it is written."""
    lines = files("retrieval.everyday").joinpath("words.txt").read_text("utf-8").splitlines()
    found = []
    for line in lines:
        said, arrow, written = line.partition("→")
        if arrow and not line.startswith("#"):
            pairs = tuple(_pair(fold(each)) for each in written.split())
            found += [Wording(fold(each), pairs) for each in said.split()]
    return tuple(sorted(found, key=lambda wording: -len(wording.said)))


def _pair(written: str) -> tuple[str, str]:
    sign, _, instead = written.partition("=")
    return sign, instead or sign
