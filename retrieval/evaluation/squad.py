"""Question answering data in SQuAD's JSON form."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.documents import ITEM_SEPARATOR
from retrieval.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Reference:
    """One right answer.

    Attributes:
        text: The answer.
        start: Where it stands in the context, in characters.
    """

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a context.

    Attributes:
        id: Its identifier, "" where the file gives none.
        text: The question.
        references: Right answers; empty where the context does not answer it.
        items: What a question for several things is answered with, in order, where the file tells them apart
            (`items` beside `answers`); else empty.
    """

    id: str
    text: str
    references: tuple[Reference, ...]
    items: tuple[Reference, ...] = ()

    @property
    def answers(self) -> list[str]:
        """The texts that are right: of each reference, and of the items together."""
        together = ITEM_SEPARATOR.join(item.text for item in self.items)
        return [*(reference.text for reference in self.references), *([together] if together else [])]


@dataclass(frozen=True, slots=True)
class Context:
    """A passage with the questions asked about it.

    Attributes:
        text: The passage.
        title: Title of its article, or "".
        questions: In the order of the file.
    """

    text: str
    title: str
    questions: tuple[Question, ...]


def read_squad(path: Path) -> list[Context]:
    """Read a SQuAD JSON file (version 1.1 or 2.0).

    An answer whose offset is wrong is found again where it stands nearest; one that does not stand
    in its context at all is kept with the offset the file gives, and only its text counts.

    Raises:
        EvaluationError: The file is not there, or is not SQuAD JSON.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return list(_contexts(content))
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}. Check the path.").phrased(
            "file-unreadable", file=path, reason=error.strerror
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise EvaluationError(
            f"{path} is not SQuAD JSON ({error!r}); it needs data[].paragraphs[].{{context, qas[]}}."
        ).phrased("eval-form", file=path) from error


def _contexts(content: dict[str, Any]) -> Iterator[Context]:
    for entry in content["data"]:
        for paragraph in entry["paragraphs"]:
            text = str(paragraph["context"])
            questions = tuple(_question(qa, text) for qa in paragraph["qas"])
            title = str(paragraph.get("title") or entry.get("title") or "")
            yield Context(text=text, title=title, questions=questions)


def _question(qa: dict[str, Any], context: str) -> Question:
    answers = [] if qa.get("is_impossible") in (True, "true", "True") else qa["answers"]
    return Question(
        id=str(qa.get("id", "")).strip(),
        text=str(qa["question"]).strip(),
        references=_references(answers, context),
        items=_references(qa.get("items") or [], context),
    )


def _references(answers: Iterable[dict[str, Any]], context: str) -> tuple[Reference, ...]:
    return tuple(
        Reference(str(answer["text"]), _place(context, str(answer["text"]), int(answer["answer_start"])))
        for answer in answers
        if answer["text"]
    )


def _place(context: str, answer: str, start: int) -> int:
    """The offset nearest to `start` at which the answer stands."""
    if context.startswith(answer, max(start, 0)):
        return start
    before, after = context.rfind(answer, 0, max(start, 0) + len(answer)), context.find(answer, max(start, 0))
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: abs(place - start), default=start)
