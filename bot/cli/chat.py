"""`yuanwen chat`: a conversation in the terminal."""

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.cli.answers import show
from bot.cli.language import say
from bot.cli.prompt import Prompt
from bot.cli.questions import Questions
from bot.telegram.messages.citation import origin, titles
from bot.telegram.messages.truncation import one_line
from retrieval.documents import DocumentName, Previous
from retrieval.engine import Engine
from retrieval.everyday.courtesy import is_thanks
from retrieval.everyday.several import questions_in
from retrieval.followup import (
    FOLLOWS_WITHIN_S,
    addressed,
    is_answered_by_documents,
    is_fragment,
    is_talk,
)
from retrieval.followup.address import Subject
from retrieval.library import SAMPLE, SAMPLE_QUESTIONS
from retrieval.naming import matching

if TYPE_CHECKING:
    from rich.console import Console

MOST_QUESTIONS: Final = 3
"""The most questions of one line that are answered."""

_IN: Final = re.compile(r"/in(?:\s+(?P<name>.+))?", re.IGNORECASE)
_COMMAND: Final = re.compile(r"/(?P<word>[a-z_]+)(?:\s.*)?", re.IGNORECASE)


def converse(engine: Engine, console: "Console", prompt: Prompt) -> None:
    """Answer questions until the input ends or the user leaves; a fragment follows up the one before it."""
    _welcome(engine, console)
    conversation = Conversation(engine, console)
    for said in Questions(prompt.lines()):
        conversation.take(said)
        console.print()
    console.print(f"\n{say('chat-bye')}")


class Conversation:
    """What was asked before, and the document that questions are kept to.

    Args:
        engine: Answers the questions.
        console: Where all is printed.
        clock: Gives seconds.
    """

    def __init__(
        self, engine: Engine, console: "Console", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._console = console
        self._clock = clock
        self._previous: Previous | None = None
        self._asked_at = 0.0
        self._kept_to: DocumentName | None = None

    def take(self, said: str) -> None:
        """Answer what someone says, several questions one after another; or do what a command says.

        /in keeps what follows to a document, or lifts that.
        """
        if command := _IN.fullmatch(said):
            self._keep_to(command["name"] or "")
        elif command := _COMMAND.fullmatch(said):
            self._obey(command["word"].lower())
        elif is_talk(said):
            self._print(say("chat-thanked") if is_thanks(said) else say("chat-courtesy"))
        else:
            asked = questions_in(said)
            for question in asked[:MOST_QUESTIONS] or (said,):
                if asked:
                    _print(self._console, question, "bold")
                self._ask(question)
            if len(asked) > MOST_QUESTIONS:
                self._print(say("chat-several", count=MOST_QUESTIONS))

    def _obey(self, command: str) -> None:
        if command == "docs":
            self._tell_about("documents")
            return
        if command != "help":
            self._print(say("chat-unknown-command"))
        self._print(say("chat-commands"))

    def _ask(self, question: str) -> None:
        fresh = self._clock() - self._asked_at <= FOLLOWS_WITHIN_S
        subject = addressed(question)
        previous = self._previous if fresh and not subject and is_fragment(question) else None
        documents = None if self._kept_to is None else [self._kept_to.id]
        if self._kept_to and self._kept_to not in self._engine.names():
            self._print(say("chat-in-gone", names=titles([self._kept_to])))
            self._kept_to = documents = None
        reply = self._engine.ask(question, documents=documents, previous=previous)
        if subject == "documents" and reply.within:
            subject = None
        if subject and not is_answered_by_documents(question, reply):
            self._tell_about(subject)
            return
        self._previous, self._asked_at = Previous.of(reply), self._clock()
        show(reply, self._console)

    def _tell_about(self, subject: Subject) -> None:
        if subject == "self":
            self._print(say("chat-self"))
        names = self._engine.names()
        self._print(say("chat-documents", count=len(names), names=titles(names)))

    def _keep_to(self, name: str) -> None:
        if not name:
            self._kept_to = None
            self._print(say("chat-in-lifted"))
            return
        matches = matching(name, self._engine.names())
        if len(matches.found) == 1:
            self._kept_to = matches.found[0]
            self._print(say("chat-in-kept", names=titles(matches.found)))
        elif matches.found:
            self._print(say("chat-in-several"))
        else:
            self._print(say("chat-in-nearest") if matches.nearest else say("chat-in-unknown"))
        for each in matches.found if len(matches.found) > 1 else matches.nearest:
            self._print(f"  {origin(one_line(each.title), one_line(each.source))}")

    def _print(self, text: str) -> None:
        _print(self._console, text, "dim")


def _welcome(engine: Engine, console: "Console") -> None:
    entries = engine.library.documents()
    names = say("list-comma").join(f"《{one_line(entry.title)}》" for entry in entries[:3])
    count = len(entries)
    welcome = say("chat-welcome-more", count=count, names=names) if count > 3 else ""
    _print(console, welcome or say("chat-welcome", count=count, names=names), "bold")
    if entries[0].collection == SAMPLE:
        _print(console, say("chat-sample"), "dim")
        for question in SAMPLE_QUESTIONS:
            _print(console, f"  {question}")
        _print(console, say("chat-sample-add"), "dim")
    engine.retriever.follow()
    if missing := engine.retriever.backlog().missing:
        _print(console, say("chat-embedding", count=missing), "dim")
    _print(console, f"{say('chat-how')}\n", "dim")


def _print(console: "Console", text: str, style: str = "") -> None:
    """Print a text as it is; only a terminal breaks its lines."""
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=not console.is_terminal)
