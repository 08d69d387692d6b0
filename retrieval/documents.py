"""What documents are made of, and what is made from them. All of it is immutable."""

import math
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final, Literal, Self

from retrieval.errors import Unreadable
from retrieval.periods.period import Period

Band = Literal["sure", "unsure", "none"]
"""How far the engine vouches for an answer: fully, with a reservation, or not at all."""

ITEM_SEPARATOR: Final = "；"
"""What stands between the items of an answer of several spans."""

TITLE_SEPARATOR: Final = " · "
"""What stands between the titles of a text and of its sections in the title of an article."""

RULED_OUT: Final = -math.inf
"""The score of a span that cannot be the answer, however likely it reads."""


@dataclass(frozen=True, slots=True)
class Omission:
    """Something in a file that could not be read: some of its pages, or a file within it.

    Attributes:
        reason: Why.
        pages: Numbers of the pages, from 1, in order; empty where a file within it was not read at all.
        part: Name of the file within it, "" where the pages are its own.
    """

    reason: Unreadable
    pages: tuple[int, ...]
    part: str = ""

    @property
    def place(self) -> str:
        """Where it is, as people write it: 2-5, 7; or with the file within the file: 附件.pdf 2-5, 7."""
        return f"{self.part} {self._page_ranges}".strip()

    @property
    def _page_ranges(self) -> str:
        runs = groupby(enumerate(self.pages), key=lambda numbered: numbered[1] - numbered[0])
        ranges = [[page for _, page in run] for _, run in runs]
        return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in ranges)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A whole paragraph of an article, its broken halves joined; a list with what leads to it is one.

    Attributes:
        text: Body text, never empty; a line break parts the items of a list, and a question from its answer.
        page: Page on which it starts, from 1, or None.
        recognised: Confidence with which it was recognised in a picture, 0 to 1, the mean of its parts by
            length; None where the file gives its characters.
    """

    text: str
    page: int | None = None
    recognised: float | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A headline and the paragraphs under it; a file holds one or many.

    Attributes:
        title: The headline, or the document's title where the text has none.
        paragraphs: In reading order.
        published: A date that the text or the file gives, or None.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read out of a file.

    Attributes:
        title: Its own title.
        articles: In reading order, none without a paragraph.
        omissions: What could not be read.
    """

    title: str
    articles: tuple[Article, ...]
    omissions: tuple[Omission, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it is kept.

    Attributes:
        source: The name people see: the file's name, or its path below the folder that was added.
        path: Where it was read from; the identity of a document within its collection.
        digest: Of the file's bytes and of the way they were read, in hex; see `ingestion.digest.digest_of`.
        title: The document's own title.
        articles: In reading order.
        omissions: What could not be read; this is not kept with it.
    """

    source: str
    path: str
    digest: str
    title: str
    articles: tuple[Article, ...]
    omissions: tuple[Omission, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and read: a paragraph, a list, a row of a table, or a part of a very long one.

    Attributes:
        text: Verbatim from the document; a line break stands where a line of a list ends.
        title: Title of the article it stands in.
        source: Name of the document, as `Document.source`.
        path: Where the document was read from, as `Document.path`.
        collection: Name of the collection.
        paragraph: Number of its paragraph within the document, from 0.
        offset: Where `text` starts within that paragraph, in characters.
        page: Page of the paragraph, from 1, or None.
        published: Date of the article, or None.
        id: Number in the store, the same for the same text in the same place; 0 where it is in no store.
        recognised: As `Paragraph.recognised`.
    """

    text: str
    title: str = ""
    source: str = ""
    path: str = ""
    collection: str = ""
    paragraph: int = 0
    offset: int = 0
    page: int | None = None
    published: date | None = None
    id: int = 0
    recognised: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that the search found.

    Attributes:
        passage: The passage.
        score: Fused score, larger is better: about 1.3 for a passage that is best by words and by vectors.
        missing: The query's names and numbers that neither passage nor title holds.
        asked: Share of the characters of what the query asks for that they hold, 0 to 1.
        words: Lexical score, 0 to 1; 0 where the query's words do not find it.
    """

    passage: Passage
    score: float
    missing: tuple[str, ...] = ()
    asked: float = 1.0
    words: float = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a passage that a reader proposes, or several that are one answer together.

    Attributes:
        start: First character within the passage's text; of several pieces that of the first.
        end: One past the last character.
        score: Log-odds of this span against "no answer in this passage", one scale for all passages; or
            `RULED_OUT`.
        items: (start, end) of each piece where there are several, in reading order; else empty.
    """

    start: int
    end: int
    score: float
    items: tuple[tuple[int, int], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each piece, one or several."""
        return self.items or ((self.start, self.end),)

    def cut(self, text: str) -> str:
        """What it says, out of the passage's text: the piece, or several joined by `ITEM_SEPARATOR`."""
        return ITEM_SEPARATOR.join(text[start:end] for start, end in self.pieces)


@dataclass(frozen=True, slots=True)
class Answer:
    """One or several spans of a passage, in reading order.

    Always `passage.text[start:end] == text`, but for an answer of several spans: there `text` is the items
    joined by `ITEM_SEPARATOR`, each the `passage.text[s:e]` of its place in `spans`.

    Attributes:
        text: The answer, verbatim.
        confidence: Probability that it is right, 0 to 1.
        passage: Where it stands.
        start: First character within the passage; of several spans that of the first.
        end: One past the last character.
        also: Other passages that give the same answer, best first.
        spans: (start, end) of each span; where none are given, the one from `start` to `end`.
        band: How far the engine vouches for it.
    """

    text: str
    confidence: float
    passage: Passage
    start: int
    end: int
    also: tuple[Passage, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    band: Band = "sure"

    def __post_init__(self) -> None:
        if not self.spans:
            object.__setattr__(self, "spans", ((self.start, self.end),))


@dataclass(frozen=True, slots=True)
class DocumentName:
    """What a document is called, and which it is, as in `Document` and `Entry`, and its collection's name."""

    id: int
    title: str
    source: str
    digest: str = ""
    collection: str = ""

    @property
    def label(self) -> str:
        """Its title, or the name of its file."""
        return self.title or self.source


@dataclass(frozen=True, slots=True)
class Reply:
    """All that came of one question.

    Attributes:
        question: As it was asked.
        answer: What the engine vouches for, fully or with a reservation, or None.
        answers: All candidates, best first; the first is `answer` where there is one.
        took_ms: Time from question to reply in milliseconds.
        understood: The question in full: with what a follow-up takes from the one before it, without the
            name of a document to look in. Where none is given, as it was asked.
        understood_from: Ids of the passages whose words `understood` may hold besides those of the asker.
        within: The documents that alone were searched; none where all were.
        period: When what was searched was published; None for any time.
    """

    question: str
    answer: Answer | None
    answers: tuple[Answer, ...] = field(default=())
    took_ms: float = 0.0
    understood: str = ""
    understood_from: frozenset[int] = frozenset()
    within: tuple[DocumentName, ...] = ()
    period: Period | None = None

    def __post_init__(self) -> None:
        if not self.understood:
            object.__setattr__(self, "understood", self.question)

    @property
    def band(self) -> Band:
        """How far the engine vouches for its answer."""
        return self.answer.band if self.answer else "none"


@dataclass(frozen=True, slots=True)
class Previous:
    """The question that a follow-up comes after.

    Attributes:
        question: That question in full, as `Reply.understood`.
        answer: The text of its answer, which a pronoun may stand for; "" where there was none, or a list.
        passage: The passage of its answer, or None: its article and document are preferred.
        within: As `Reply.within`: a follow-up is searched there as well.
    """

    question: str
    answer: str = ""
    passage: Passage | None = None
    within: tuple[DocumentName, ...] = ()

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """The question of a reply."""
        answer = reply.answer
        text = answer.text if answer and len(answer.spans) == 1 else ""
        return cls(reply.understood, text, answer.passage if answer else None, reply.within)
