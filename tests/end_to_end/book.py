"""A book of paragraphs that each answer: what paging, context and removal are tried on."""

from collections.abc import Collection

from retrieval.documents import Answer, Band, Passage, Previous, Reply
from retrieval.followup import understood


class Book:
    """Answers every question with the same spans, or with none that is vouched for.

    Args:
        paragraphs: The text of each paragraph, and the span in it.
        vouched: Whether the first is an answer.
        band: Of each answer.
        title: The book's title.
    """

    def __init__(
        self,
        paragraphs: list[tuple[str, str]],
        *,
        vouched: bool = True,
        band: Band = "sure",
        title: str = "通知",
    ) -> None:
        self.passages = [
            Passage(text, f"{title}{n}", "a.txt", collection="public", paragraph=n, id=n + 1)
            for n, (text, _) in enumerate(paragraphs)
        ]
        places = [text.index(span) for text, span in paragraphs]
        self.answers = tuple(
            Answer(span, 0.9, passage, start, start + len(span), band=band)
            for (_, span), passage, start in zip(paragraphs, self.passages, places, strict=True)
        )
        self.vouched = vouched
        self.gone = False
        self.asked: list[tuple[str, frozenset[str], Passage | None]] = []

    def warm(self) -> None:
        """Nothing to load."""

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """The paragraphs before and after it."""
        if self.gone:
            return ()
        number = passage.paragraph
        return tuple(self.passages[max(0, number - 1) : number + 2])

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """All spans, best first."""
        in_full = understood(previous.question, previous.answer, question) if previous else question
        self.asked.append((in_full, frozenset(collections or ()), previous.passage if previous else None))
        answer = self.answers[0] if self.vouched else None
        return Reply(question, answer, self.answers, understood=in_full)


def book(count: int = 7, *, vouched: bool = True, band: Band = "sure") -> Book:
    """A book of so many paragraphs."""
    return Book([(f"第{n}年拨款{n}亿元。", f"{n}亿元") for n in range(count)], vouched=vouched, band=band)
