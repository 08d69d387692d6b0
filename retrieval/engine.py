"""The engine: a question in, a reply out."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from embeddings.loading import load_encoder
from embeddings.protocol import Encoder
from retrieval.attempts import Attempts, Tried
from retrieval.confidence import Decision, given
from retrieval.context import around
from retrieval.documents import Answer, DocumentName, Passage, Previous, Reply
from retrieval.errors import StoreError
from retrieval.everyday.courtesy import without_courtesy
from retrieval.explanation import Explanation
from retrieval.faq import answers_to
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import PUBLIC, Library, visible
from retrieval.naming import Asked, Catalogue, asked_in_full
from retrieval.originals import Originals
from retrieval.periods.asked import time_asked
from retrieval.periods.period import Period
from retrieval.reader import Reader, load_reader
from retrieval.search.passage_index import Notice
from retrieval.search.ranking.boost import Preference
from retrieval.search.ranking.copies import with_copies
from retrieval.search.retriever import Retriever
from retrieval.search.scope import Scope
from retrieval.stopwatch import Stopwatch, together
from retrieval.storage.databases import Address
from retrieval.storage.opening import open_store
from retrieval.storage.store import Store

MOST_QUESTION_CHARACTERS = 300
"""Characters of a question that are read; a thousand would take the time of ten questions."""


class Engine:
    """Search, reading and decision over one store. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        retriever: Retriever,
        reader: Reader,
        decision: Decision,
        library: Library | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Join the parts of an engine; one without a library answers, but takes no documents."""
        self.store = store
        self.retriever = retriever
        self.reader = reader
        self.decision = decision
        self._library = library
        self._catalogue = Catalogue(store)
        self._today = today

    @property
    def library(self) -> Library:
        """The library that the answers come from.

        Raises:
            StoreError: The engine was made without one.
        """
        if self._library is None:
            raise StoreError("This engine answers only; open a home to add and remove documents.")
        return self._library

    @property
    def originals(self) -> Originals:
        """The files that the documents of its library were read from.

        Raises:
            StoreError: The engine was made without one.
        """
        return Originals(self.store, self.library.files)

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        database: Address | None = None,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
        decision: Decision | None = None,
        threshold: float | None = None,
        notice: Notice | None = None,
        pool: ReadingPool | None = None,
        index: str = "",
        today: Callable[[], date] = date.today,
    ) -> "Engine":
        """Open a home, with the models that ship where no others are given.

        Args:
            home: Folder that holds the store and its indexes; made if it is new.
            database: Where the store is kept instead, or None.
            encoder: Another encoder than the default.
            reader: Another reader than the default.
            decision: The one fitted for that reader, `Decision.of`; None for the default.
            threshold: Confidence from which an answer is given, sure or not, 0 to 1; None for the fitted one.
            notice: Called with a sentence before work that takes long, from any thread.
            pool: Reads files; closed with the engine. None for one that starts with the first file.
            index: Where the index is, as `retrieval.search.opening` says; "" for the home.
            today: What 去年 in a question counts from.

        Raises:
            StoreError: The home cannot be used.
            ModelError: A model cannot be used.
            PassageIndexError: An index that is not in the home cannot be used.
        """
        encoder, reader = encoder or load_encoder(), reader or load_reader()
        decision = (decision or Decision.default()).with_threshold(threshold)
        store = open_store(home, database)
        try:
            retriever = Retriever(store, encoder, home, notice=notice, index=index)
            return cls(store, retriever, reader, decision, Library(store, pool), today)
        except BaseException:
            store.close()
            raise

    def warm(self) -> None:
        """Index all words and load every model, so that the first question is not slow.

        Passages without a vector are embedded in the background from then on.
        """
        self.ask("这里有什么内容？")

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        period: Period | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """Answer a question.

        Where it names documents that may be searched (在采购合同里，…), it is answered from these alone. Of
        passages that are as good, those of the time that it speaks of (2020年的…, 去年…, 最新的…) come first.

        Args:
            question: In either script, of any length.
            collections: Names of the collections to answer from, or None for all. One that holds no document
                adds nothing; the sample page, while there is one, serves as part of the public one where no
                other of them holds a document.
            documents: Ids of the documents within these to answer from, or None for all.
            period: When what is answered from was published, or None for any time; see `Scope.period`.
            previous: The question before it, where it may be a follow-up: what it leaves out is taken from
                there (`retrieval.followup`), and of passages that are about as good, those in the article of
                that answer come first, then those in its document.

        Returns:
            The answer where the engine is confident enough, sure or not, and the candidates: beside an answer
            those that may be right, without one all of them.
        """
        return self.explained(
            question, collections=collections, documents=documents, period=period, previous=previous
        ).reply

    def explained(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        period: Period | None = None,
        previous: Previous | None = None,
    ) -> Explanation:
        """Answer a question and explain how; arguments as for `ask`."""
        with self.retriever.undisturbed():
            return self._explained(question, Scope(collections, documents, period), previous)

    def names(self, collections: Collection[str] | None = None) -> tuple[DocumentName, ...]:
        """What the documents of some collections are called, as for `ask`."""
        return self._catalogue.names(collections)

    def searched(self, collections: Collection[str]) -> frozenset[str]:
        """The collections that are searched for a question to some; see `ask`."""
        return self._catalogue.searched(collections)

    def _explained(self, question: str, scope: Scope, previous: Previous | None) -> Explanation:
        started = time.perf_counter()
        # Half a surrogate pair breaks tokenizers.
        question = question.encode("utf-8", "replace").decode().strip()[:MOST_QUESTION_CHARACTERS]
        everywhere = self._catalogue.names(scope.collections)
        names = [name for name in everywhere if scope.documents is None or name.id in scope.documents]
        readings = asked_in_full(question, previous, names, is_kept=len(names) < len(everywhere))
        tried = self._tried(question, readings, scope, previous)
        chosen = _chosen(tried, question)
        asked, results, candidates = chosen.asked, chosen.best.results, chosen.candidates
        searched = self._searched(scope, asked)
        stopwatch = Stopwatch()
        if asked.within is None and scope.period is None and scope.has(PUBLIC):
            wordings = (question, asked.in_full, without_courtesy(asked.in_full))
            candidates = self._with_faq(wordings, candidates)
        answer, answers = given(asked.in_full, candidates, results)
        answers = with_copies(answers, self.store, searched)
        stopwatch.lap("decision")
        reply = Reply(
            question=question,
            answer=answer and answers[0],
            answers=answers,
            took_ms=(time.perf_counter() - started) * 1000,
            understood=asked.in_full,
            within=asked.within or (),
            period=scope.period,
        )
        attempts = (attempt for each in tried for attempt in each.attempts)
        steps = together([*(step for attempt in attempts for step in attempt.steps), *stopwatch.steps])
        return Explanation(reply, self.decision, steps, results, chosen.best.weighed)

    def _tried(
        self, question: str, readings: Iterable[Asked], scope: Scope, previous: Previous | None
    ) -> list[Tried]:
        """The ways to read a question, each tried where those before it have no sure answer."""
        trying, today = Attempts(self.retriever, self.reader, self.decision), self._today()
        tried: list[Tried] = []
        for asked in readings:
            preference = Preference(
                asked.near, time_asked(question, today) or time_asked(asked.in_full, today)
            )
            attempts = trying.of(without_courtesy(asked.in_full), self._searched(scope, asked), preference)
            tried.append(Tried.of(asked, attempts, previous))
            if tried[-1].is_sure:
                break
        return tried

    def _searched(self, scope: Scope, asked: Asked) -> Scope:
        """What is searched for a question."""
        collections = None if scope.collections is None else self._catalogue.searched(scope.collections)
        return Scope(collections, asked.documents, scope.period)

    def _with_faq(self, wordings: Collection[str], answers: Sequence[Answer]) -> tuple[Answer, ...]:
        """The answers, after the entry of the FAQ for the very question, where there is one."""
        whole = answers_to(wordings, self.store.faq)
        theirs = {answer.passage.id for answer in whole}
        return (*whole, *(answer for answer in answers if answer.passage.id not in theirs))

    def passage(self, id_: int, *, collections: Collection[str] | None = None) -> Passage | None:
        """A passage by its id.

        Args:
            id_: `Passage.id`.
            collections: Names of the collections it may be in, as for `ask`.

        Returns:
            None where it is in none of these, or no longer in the store.
        """
        found = self.store.passages([id_]).get(id_)
        if found and collections is not None and found.collection not in visible(collections):
            return None
        return found

    def around(self, passage: Passage, before: int = 1, after: int = 1) -> tuple[Passage, ...]:
        """The passages next to one in its article: see `retrieval.context.around`."""
        return around(self.store, passage, before, after)

    def close(self) -> None:
        """Finish the batch that is being embedded, then close the store; the next run continues there.

        Files that are being read are given up.
        """
        if self._library is not None:
            self._library.files.close()
        self.retriever.close()
        self.store.close()


def _chosen(tried: Sequence[Tried], question: str) -> Tried:
    """The reading that found most, of equals the first, which is likelier.

    Where none found anything, that which adds nothing to the question, if there is one: 租客是谁 is not
    said to be understood as 光谷基金租客是谁, which no document bears out.
    """
    best = max(tried, key=lambda each: each.standing)
    as_it_is = (each for each in tried if each.asked.in_full in question)
    return best if best.standing else next(as_it_is, best)
