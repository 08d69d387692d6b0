"""The nearest passages, which are shown where no answer was found."""

from dataclasses import dataclass
from typing import Final

from retrieval.documents import Passage, Reply
from retrieval.everyday.formality import is_formality
from retrieval.search.ranking.english import is_chinese, is_english
from retrieval.sentences import nearest_sentence

NEAREST: Final = 3
"""How many passages are shown where nothing was found."""


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near to a question.

    Attributes:
        passage: The passage.
        line: The sentence in it that is nearest to the question, as it is written.
    """

    passage: Passage
    line: str


def nearest(reply: Reply) -> tuple[Near, ...]:
    """The passages of the best candidates, each once, at most `NEAREST`.

    None of them is a formality: a salutation, a signature or a day.
    """
    passages = [
        passage
        for passage in dict.fromkeys(answer.passage for answer in reply.answers)
        if not is_formality(passage.text)
    ]
    return tuple(Near(passage, _line(reply.question, passage.text)) for passage in passages[:NEAREST])


def is_foreign(reply: Reply) -> bool:
    """Whether a question in English found no answer, and what is near to it, if anything, is in Chinese."""
    if reply.answer is not None or not is_english(reply.question):
        return False
    passages = [near.passage.text for near in nearest(reply)]
    return not passages or any(map(is_chinese, passages))


def _line(question: str, text: str) -> str:
    start, end = nearest_sentence(question, text)
    return text[start:end]
