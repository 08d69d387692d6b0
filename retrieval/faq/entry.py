"""An entry of the FAQ: a question, the answer in the words of an owner, and the day of the answer."""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Final, Self

from retrieval.documents import Passage
from retrieval.errors import FaqError, Unfit
from retrieval.storage.faq import PATH
from retrieval.text import alike

MOST_QUESTION: Final = 300
"""Characters of a question, at most: as many as the engine reads."""
MOST_ANSWER: Final = 2000
"""Characters of an answer, at most: question and answer fit into a message."""


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """A question with its answer.

    Attributes:
        question: In one line.
        answer: As it was written, but for spaces at the ends of its lines.
        day: When it was given.
    """

    question: str
    answer: str
    day: date

    @classmethod
    def of(cls, question: str, answer: str, day: date) -> Self:
        """An entry of what somebody wrote.

        Raises:
            FaqError: The question or the answer is empty or too long.
        """
        question, answer = question_of(question), _sound(answer)
        lines = (line.rstrip() for line in answer.splitlines())
        answer = "\n".join(lines).strip()
        if not any(map(str.isalnum, answer)):
            raise FaqError("The answer is empty.", Unfit.NO_ANSWER)
        if len(answer) > MOST_ANSWER:
            raise FaqError(
                f"The answer has {len(answer)} characters; {MOST_ANSWER} are allowed.",
                Unfit.LONG_ANSWER,
            )
        return cls(question, answer, day)

    @property
    def id(self) -> int:
        """Its number, 1 to 2⁶²; see `id_of`."""
        return id_of(self.question)


def question_of(text: str) -> str:
    """A question of an entry: what somebody wrote, in one line.

    Raises:
        FaqError: It is empty or too long.
    """
    question = " ".join(_sound(text).split())
    if not any(map(str.isalnum, question)):
        raise FaqError("The question is empty.", Unfit.NO_QUESTION)
    if len(question) > MOST_QUESTION:
        raise FaqError(
            f"The question has {len(question)} characters; {MOST_QUESTION} are allowed.",
            Unfit.LONG_QUESTION,
        )
    return question


def id_of(question: str) -> int:
    """The number of the entry that answers a question, whatever its script, width, case and punctuation."""
    digest = blake2b(alike(question).encode("utf-8", "replace"), digest_size=8, person=b"faq").digest()
    return (int.from_bytes(digest) >> 2) + 1


def is_faq(place: Passage | str) -> bool:
    """Whether a passage, or the document of a path, is of the FAQ."""
    return (place if isinstance(place, str) else place.path) == PATH


def _sound(text: str) -> str:
    """A text without halves of characters."""
    return text.encode("utf-8", "replace").decode()
