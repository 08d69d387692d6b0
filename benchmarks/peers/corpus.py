"""The corpus that all systems search, as files that any of them can read."""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

PASSAGES, QUESTIONS = "passages.jsonl", "questions.json"
"""Files of its folder."""


@dataclass(frozen=True, slots=True)
class Text:
    """A passage of the corpus.

    Attributes:
        title: Of its article, or "".
        text: The passage.
    """

    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text, as a system takes them that knows no titles."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what answers it.

    Attributes:
        text: The question.
        right: Places of the passages that answer it, in the corpus, from 0.
        group: Name of the file or the list that it comes from.
    """

    text: str
    right: tuple[int, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages and questions.

    Attributes:
        passages: Those that questions are about come first, then those that are only in the way.
        questions: In an order drawn by chance, so that the first few are a sample of all.
    """

    passages: tuple[Text, ...]
    questions: tuple[Asked, ...]

    def cut(self, size: int) -> "Corpus":
        """The first passages, in an order drawn by chance: systems that score equals by place gain nothing.

        Args:
            size: How many passages; questions that none of these answers are left out.
        """
        order = list(range(min(size, len(self.passages))))
        random.Random(0).shuffle(order)
        place_of = {old: new for new, old in enumerate(order)}
        questions = tuple(
            Asked(
                asked.text,
                tuple(sorted(place_of[old] for old in asked.right if old in place_of)),
                asked.group,
            )
            for asked in self.questions
        )
        return Corpus(
            tuple(self.passages[old] for old in order), tuple(asked for asked in questions if asked.right)
        )

    def write(self, folder: Path) -> None:
        """Write it: a passage a line, and the questions beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / PASSAGES).open("w", encoding="utf-8") as lines:
            for text in self.passages:
                lines.write(json.dumps([text.title, text.text], ensure_ascii=False) + "\n")
        questions = json.dumps([asdict(asked) for asked in self.questions], ensure_ascii=False)
        (folder / QUESTIONS).write_text(questions, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path, size: int | None = None) -> "Corpus":
        """Read what `write` wrote, the first passages or all: the least memory that holds them."""
        with (folder / PASSAGES).open(encoding="utf-8") as lines:
            passages = tuple(Text(*json.loads(line)) for line in islice(lines, size))
        rows = json.loads((folder / QUESTIONS).read_text(encoding="utf-8"))
        return cls(passages, tuple(Asked(row["text"], tuple(row["right"]), row["group"]) for row in rows))


def place(found: Sequence[int], right: Sequence[int]) -> int:
    """The place, from 1, of the first right passage among those found; 0 where there is none."""
    return next((place for place, passage in enumerate(found, 1) if passage in right), 0)
