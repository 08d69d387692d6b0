"""Near copies among passages that were found: one is read for all, and the others are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from retrieval.documents import Answer, Passage
from retrieval.search.ranking.selection import Ranked
from retrieval.search.scope import Scope
from retrieval.storage.copies import says_the_same
from retrieval.storage.store import Store
from retrieval.text import alike

MOST_PLACES: Final = 20
"""Other places of an answer that are told, at most."""


def without_copies(ranked: Sequence[Ranked], store: Store) -> list[Ranked]:
    """Ranked passages without those that say what a better one says, as they are from copies of its article.

    Of those that are equally good, the one that was published first stays.
    """
    order = sorted(ranked, key=lambda item: (-item[1], item[0].published or date.max))
    copies = store.copies.among([passage.id for passage, _ in order])
    if not copies:
        return order
    kept: list[Ranked] = []
    for item in order:
        passage, others = item[0], copies.get(item[0].id, frozenset())
        if not any(better.id in others and says_the_same(passage.text, better.text) for better, _ in kept):
            kept.append(item)
    return kept


def with_copies(answers: Sequence[Answer], store: Store, searched: Scope) -> tuple[Answer, ...]:
    """Answers with the near copies of their passages that give them, too, in `Answer.also`.

    Args:
        answers: The answers.
        store: Knows the copies.
        searched: What was searched; what is not in it is not told.
    """
    found = {
        id_: [
            copy
            for copy in store.copies.passages(id_, searched.collections, searched.documents)
            if searched.period is None or searched.period.holds(copy.published)
        ]
        for id_ in dict.fromkeys(answer.passage.id for answer in answers)
    }
    return tuple(_with_places(answer, found[answer.passage.id]) for answer in answers)


def _with_places(answer: Answer, candidates: Sequence[Passage]) -> Answer:
    """An answer with the first passage of each other place among some candidates that gives it, too."""
    also, said = list(answer.also), alike(answer.text)
    places = {_place(passage) for passage in (answer.passage, *also)}
    for passage in candidates:
        place = _place(passage)
        if place in places or len(also) >= MOST_PLACES or said not in alike(passage.text):
            continue
        if says_the_same(answer.passage.text, passage.text):
            places.add(place)
            also.append(passage)
    return replace(answer, also=tuple(also))


def _place(passage: Passage) -> tuple[str, str, str, date | None]:
    """What tells one place from another: an article that stands twice in a document is one."""
    return passage.collection, passage.path, passage.title, passage.published
