"""`yuanwen chat`: a conversation in the terminal."""

from typing import TYPE_CHECKING

from bot.cli.answers import show
from bot.cli.language import say
from bot.cli.prompt import Prompt
from bot.cli.questions import Questions
from bot.telegram.messages.truncation import one_line
from retrieval.documents import Previous
from retrieval.engine import Engine
from retrieval.followup import is_talk
from retrieval.library import SAMPLE, SAMPLE_QUESTIONS

if TYPE_CHECKING:
    from rich.console import Console


def converse(engine: Engine, console: "Console", prompt: Prompt) -> None:
    """Answer questions until the input ends or the user leaves; each may follow up the one before it."""
    _welcome(engine, console)
    previous: Previous | None = None
    for question in Questions(prompt.lines()):
        reply = engine.ask(question, previous=previous)
        if not is_talk(question):
            previous = Previous.of(reply)
        show(reply, console)
        console.print()
    console.print(f"\n{say('chat-bye')}")


def _welcome(engine: Engine, console: "Console") -> None:
    entries = engine.library.documents()
    names = say("list-comma").join(f"《{one_line(entry.title)}》" for entry in entries[:3])
    count = len(entries)
    welcome = say("chat-welcome-more", count=count, names=names) if count > 3 else ""
    console.print(
        welcome or say("chat-welcome", count=count, names=names), style="bold", markup=False, highlight=False
    )
    if entries[0].collection == SAMPLE:
        console.print(say("chat-sample"), style="dim")
        for question in SAMPLE_QUESTIONS:
            console.print(f"  {question}", highlight=False)
        console.print(say("chat-sample-add"), style="dim")
    engine.retriever.follow()
    if missing := engine.retriever.backlog().missing:
        console.print(say("chat-embedding", count=missing), style="dim", highlight=False)
    console.print(f"{say('chat-how')}\n", style="dim", highlight=False)
