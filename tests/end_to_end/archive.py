"""An archive of known answers: a bot's answerer where a test needs to say what is found, and when."""

import threading
import time
from collections.abc import Collection, Mapping

from bot.services.answering import Answerer
from retrieval.documents import Answer, Passage, Previous, Reply


def found(text: str, span: str, *, title: str = "通知", source: str = "a.txt") -> Answer:
    """An answer that stands in a text."""
    start = text.index(span)
    return Answer(span, 0.9, Passage(text, title, source), start, start + len(span))


class Archive:
    """Answers from a table.

    Args:
        answers: Question to answer, or to the error that answering it raises.
        seconds: How long each answer takes.
        gate: What each answer waits for.
        nearest: Candidates for every question that is not in the table.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer | Exception] | None = None,
        *,
        seconds: float = 0.0,
        gate: threading.Event | None = None,
        nearest: tuple[Answer, ...] = (),
    ) -> None:
        self._answers = dict(answers or {})
        self._seconds = seconds
        self._gate = gate
        self._nearest = nearest

    def warm(self) -> None:
        """Nothing to load."""

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """The passage alone."""
        return (passage,)

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """Look the question up."""
        assert collections
        time.sleep(self._seconds)
        if self._gate:
            self._gate.wait(10)
        answer = self._answers.get(question)
        if isinstance(answer, Exception):
            raise answer
        return Reply(question, answer, (answer,) if answer else self._nearest)


class ExplainingAnswerer:
    """Passes questions on and remembers them.

    Args:
        answerer: Who answers.
    """

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.asked: list[str] = []
        self.threads: set[str] = set()
        self.warmed = 0

    def warm(self) -> None:
        """Pass it on."""
        self._answerer.warm()
        self.warmed += 1

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """Pass it on."""
        return self._answerer.around(passage)

    def ask(
        self,
        question: str,
        *,
        collections: Collection[str] | None = None,
        documents: Collection[int] | None = None,
        previous: Previous | None = None,
    ) -> Reply:
        """Pass it on."""
        self.asked.append(question)
        self.threads.add(threading.current_thread().name)
        return self._answerer.ask(question, collections=collections, documents=documents, previous=previous)
