"""A question as it is searched: with what it takes from the question before it, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.documents import DocumentName, Passage, Previous
from retrieval.everyday.courtesy import without_courtesy
from retrieval.followup import is_of_other, readings
from retrieval.naming.mentions import mention_in


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched.

    Attributes:
        in_full: With what it takes from the question before it, without the name of a document to look in.
        within: The documents that alone are searched, or None for all.
        near: The passage that the conversation is about.
        is_of_other: Whether it asks the question before it of something else, 拖布呢: the answer to that one
            seldom answers this one, too.
    """

    in_full: str
    within: tuple[DocumentName, ...] | None = None
    near: Passage | None = None
    is_of_other: bool = False

    @property
    def documents(self) -> tuple[int, ...] | None:
        """Ids of the documents that alone are searched, or None for all."""
        return None if self.within is None else tuple(name.id for name in self.within)


def asked_in_full(
    question: str, previous: Previous | None, names: Sequence[DocumentName], *, is_kept: bool
) -> tuple[Asked, ...]:
    """A question in full, and where it is to be searched: the ways to read it, the likeliest first.

    Args:
        question: In either script.
        previous: The question before it, where it may be a follow-up.
        names: The documents that may be searched.
        is_kept: Whether it is kept to these; if not, all may be searched, and these are all.
    """
    within = tuple(names) if is_kept else None
    mention = mention_in(question, names)
    if mention:
        within = mention.documents
    if previous is None:
        return (Asked(mention.question if mention else question, within),)
    before, said = without_courtesy(previous.question), mention.rest if mention else question
    found = readings(before, previous.answer, said) if said else (before,)
    last = tuple(name for name in previous.within if name in names) or None
    return tuple(
        Asked(
            in_full,
            last if within is None and in_full != question else within,
            previous.passage,
            is_of_other(before, said) and in_full != question,
        )
        for in_full in found
    )
