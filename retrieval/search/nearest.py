"""The nearest passages, which are shown where no answer was found."""

from dataclasses import dataclass
from typing import Final

from retrieval.documents import Passage, Reply
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
    """The passages of the best candidates, each once, at most `NEAREST`."""
    passages = tuple(dict.fromkeys(answer.passage for answer in reply.answers))[:NEAREST]
    return tuple(Near(passage, _line(reply.question, passage.text)) for passage in passages)


def _line(question: str, text: str) -> str:
    start, end = nearest_sentence(question, text)
    return text[start:end]
