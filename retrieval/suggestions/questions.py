"""Questions that a document itself asks and answers: 问：可以退票吗？答：……"""

from collections.abc import Iterator

from retrieval.documents import TITLE_SEPARATOR, Passage
from retrieval.reader.answer_types import without_question
from retrieval.suggestions.candidate import Candidate, Kind


def from_questions(passage: Passage) -> Iterator[Candidate]:
    """The question of a passage of an FAQ, in its own words and script."""
    answered, start = without_question(passage)
    if start:
        question = answered.title.rsplit(TITLE_SEPARATOR, 1)[-1]
        yield Candidate(question, Kind.ASKED, passage, start, len(passage.text))
