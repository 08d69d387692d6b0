"""The questions the reader learns from, and the tenth of them it never sees."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from retrieval.evaluation.squad import Context, Question, Reference, read_squad
from retrieval.reader.decoding import trim


@dataclass(frozen=True, slots=True)
class Source:
    """A file of questions.

    Attributes:
        name: Its name below `qa/`, without ".json".
        answered: How often each answered question comes in a round of training.
        unanswered: The same for its unanswered ones; below 1 the share of them that come.
    """

    name: str
    answered: int = 1
    unanswered: float = 0.0


SOURCES = (
    Source("cmrc_train"),
    Source("cmrc_trial"),
    Source("drcd_dev"),
    Source("drcd_train_subset"),
    Source("chronoqa_train", answered=2),
    Source("squad_zh_v2_dev", unanswered=0.3),
    Source("dureader_robust_dev"),
    Source("dureader_checklist_train_subset", unanswered=0.5),
)
"""What shipped weights are trained on: files whose licences allow it."""
OFFICE_FOLDER = Path(__file__).parents[1] / "office"
OFFICE = Source("office", answered=3, unanswered=3.0)
"""This project's own questions about office documents, beside this module; split by document."""
EVERYDAY = Source("everyday", answered=9, unanswered=9.0)
"""More of them, most as people type them on a phone, about passages as the loaders make them."""
STYLES = (*(source.name for source in SOURCES), OFFICE.name)
"""Whose habits the reader learns, each in a vector of its own."""
SHIPPED_STYLES = (STYLES.index("office"),)
"""Whose habits the shipped reader has, in equal parts: what is named twice counts twice."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a passage.

    Attributes:
        source: Name of the file it is from.
        question: The question.
        title: Title of the passage's article, or "".
        text: The passage.
        spans: Where the answers stand, (start, end), trimmed as the reader trims; empty: no answer.
        answers: The answers as the file gives them.
    """

    source: str
    question: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...]
    answers: tuple[str, ...] = ()


def is_held_out(text: str) -> bool:
    """Whether a passage belongs to the tenth that nothing is trained on, told by its SHA-256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()) % 10 == 0


def style_of(source: str) -> int:
    """The number in STYLES of the habits that the questions of a file have."""
    return STYLES.index(OFFICE.name if source == EVERYDAY.name else source)


def load_office(part: str) -> list[Example]:
    """The questions of one part of our own: "train", "dev", "test", "everyday" or "everyday_dev"."""
    source = EVERYDAY.name if part.startswith(EVERYDAY.name) else OFFICE.name
    contexts = read_squad(OFFICE_FOLDER / f"{part}.json")
    return [_example(source, context, question) for context in contexts for question in context.questions]


def load_examples(data: Path, source: str) -> list[Example]:
    """Read all questions of one file; answers that do not stand in their passage are left out."""
    contexts = read_squad(data / "qa" / f"{source}.json")
    return [_example(source, context, question) for context in contexts for question in context.questions]


def _example(source: str, context: Context, question: Question) -> Example:
    spans = {
        trim(context.text, reference.start, reference.start + len(reference.text))
        for reference in _trained_on(question)
        if context.text.startswith(reference.text, reference.start)
    }
    return Example(
        source=source,
        question=question.text,
        title=context.title.strip(),
        text=context.text,
        spans=tuple(sorted((start, end) for start, end in spans if start < end)),
        answers=tuple(question.answers),
    )


def _trained_on(question: Question) -> tuple[Reference, ...]:
    """The references; of a list whose items stand on several lines each item."""
    apart = question.items and any("\n" in reference.text for reference in question.references)
    return question.items if apart else question.references


def split(data: Path) -> tuple[list[Example], list[Example]]:
    """All examples of all sources as (training, held out); among the former are office documents.

    Unusable ones are in neither: a question that has answers none of which stands in the passage.
    """
    training = load_office("train") + load_office("everyday")
    held_out: list[Example] = []
    for source in SOURCES:
        for example in load_examples(data, source.name):
            if example.question and example.text and bool(example.spans) == bool(example.answers):
                (held_out if is_held_out(example.text) else training).append(example)
    return training, held_out
