"""The suggester: keeps the questions about a document that the engine answers from it as they are meant."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final, NamedTuple, Protocol

from retrieval.documents import Answer, Passage, Reply
from retrieval.storage.store import Store
from retrieval.storage.suggestions import Answered, Suggestion
from retrieval.suggestions.candidate import Candidate, Kind
from retrieval.suggestions.candidates import candidates
from retrieval.text import fold

MOST_TRIES: Final = 12
"""Questions about a document that the engine is asked."""
MOST_TRIES_FOR_ARTICLE: Final = 6
"""As many about one article of it, where someone asks about that."""
_ENOUGH: Final = 6
"""Questions that are kept at a time; more are not tried."""
_MOST_MISSED: Final = 3
"""Questions of a kind that were not answered as meant, after which no more of that kind are tried."""
_PASSAGES_LOOKED_AT: Final = 240
"""Of a document, from its beginning to its end: what is between them makes as good questions."""
_LEAST_CONFIDENCE: Final = 0.5
"""Of the answer; that it is what the question was made from says most."""
_MOST_EXTRA: Final = 6
"""Characters that an answer may have beside the value that its question was made from: 约, 人民币."""
_LEAST_SHARE: Final = 0.6
"""Share of that value that it must have at least."""

MayGoOn = Callable[[], bool]
"""Called before each try: returns when the engine is free, True to go on, False to stop."""


class Asked(Protocol):
    """`Engine.ask`."""

    def __call__(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
    ) -> Reply:
        """Answer a question from some collections, or from some documents within them."""
        ...


class _Tried(NamedTuple):
    """What became of trying.

    Attributes:
        good: The questions that are answered as they are meant.
        all: Whether there are no others to try.
    """

    good: list[Answered]
    all: bool


class Suggester:
    """Makes suggestions for documents and keeps them in the store. Safe to use from several threads.

    Args:
        store: Where documents are.
        ask: Answers a question.
    """

    def __init__(self, store: Store, ask: Asked) -> None:
        self._store = store
        self._ask = ask

    def suggest(self, document: int, may_go_on: MayGoOn = lambda: True) -> tuple[Suggestion, ...]:
        """The questions that a document is known to answer, best first; made now where they have not been.

        Args:
            document: `Entry.id`; of one that is gone there are none.
            may_go_on: Asked before each try; stopped, nothing is kept.

        Raises:
            StoreError: The store cannot be used.
        """
        kept = self._store.suggestions
        if not kept.made_for_document(document):
            passages = kept.passages_of_document(document, _PASSAGES_LOOKED_AT)
            if tried := self._tried(document, passages, MOST_TRIES, may_go_on):
                kept.keep(document, tried.good, complete=tried.all)
        return kept.of_document(document)

    def suggest_near(self, passage: int, may_go_on: MayGoOn = lambda: True) -> None:
        """Make suggestions for the article of a passage, by its id, where they have not been made."""
        kept = self._store.suggestions
        if (place := kept.unmade_article(passage)) is None:
            return
        document, article = place
        passages = kept.passages_of_article(article, _PASSAGES_LOOKED_AT)
        known = {suggestion.question for suggestion in kept.of_document(document)}
        if tried := self._tried(document, passages, MOST_TRIES_FOR_ARTICLE, may_go_on, known):
            kept.keep(document, tried.good, article)

    def _tried(
        self,
        document: int,
        passages: Iterable[Passage],
        most: int,
        may_go_on: MayGoOn,
        known: Collection[str] = (),
    ) -> "_Tried | None":
        """Try questions about some passages of a document; None where it was stopped."""
        good: list[Answered] = []
        missed: Counter[Kind] = Counter()
        answered: set[tuple[int, str]] = set()
        for candidate in candidates(list(passages)):
            if len(good) >= _ENOUGH or not most:
                return _Tried(good, all=False)
            meant = candidate.passage.id, candidate.answer
            if candidate.question in known or meant in answered or missed[candidate.kind] >= _MOST_MISSED:
                continue
            if not may_go_on():
                return None
            most -= 1
            if answer := self._answer(candidate, document):
                good.append(Answered(candidate.question, answer.text, candidate.passage.id))
                answered.add(meant)
            else:
                missed[candidate.kind] += 1
        return _Tried(good, all=True)

    def _answer(self, candidate: Candidate, document: int) -> Answer | None:
        """The answer to a question, if the engine is rather sure of it and it is what was meant.

        A document's own question need only be answered.
        """
        collections = {candidate.passage.collection}
        answer = self._ask(candidate.question, collections=collections, documents=[document]).answer
        least = 0.0 if candidate.kind is Kind.ASKED else _LEAST_CONFIDENCE
        return answer if answer and answer.confidence >= least and is_meant(candidate, answer) else None


def is_meant(candidate: Candidate, answer: Answer) -> bool:
    """Whether an answer is what a question was made from."""
    if candidate.passage.id != answer.passage.id:
        return False
    if not (answer.start < candidate.end and candidate.start < answer.end):
        return False
    if candidate.kind is Kind.ASKED:  # the answer may be a part of what the document says
        return answer.start >= candidate.start
    if candidate.kind is Kind.LIST:
        return _has_items(candidate, answer)
    expected, given = _bare(candidate.answer), _bare(answer.text)
    if expected in given:
        return len(given) - len(expected) <= _MOST_EXTRA
    return given in expected and len(given) >= len(expected) * _LEAST_SHARE


def _has_items(candidate: Candidate, answer: Answer) -> bool:
    """Whether an answer has all items of a list, in one span or in several."""
    if len(answer.spans) > 1:
        return len(answer.spans) == candidate.items
    given, expected = _bare(answer.text), _bare(candidate.answer)
    return len(given) >= len(expected) and len(given) - len(expected) <= _MOST_EXTRA


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
