"""Entries of the FAQ as answers to the very questions that they answer."""

from collections.abc import Iterable

from retrieval.documents import Answer
from retrieval.faq.entry import id_of
from retrieval.storage.faq import FaqRows


def answers_to(questions: Iterable[str], rows: FaqRows) -> tuple[Answer, ...]:
    """The entry for the first of some wordings that has one: each of its passages whole, in reading order.

    Args:
        questions: Wordings of a question.
        rows: The entries.
    """
    for id_ in dict.fromkeys(map(id_of, filter(None, questions))):
        if passages := rows.passages(id_):
            return tuple(Answer(p.text, 1.0, p, 0, len(p.text)) for p in passages)
    return ()
