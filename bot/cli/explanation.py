"""Prints how an answer was found (`yuanwen ask --explain`)."""

from typing import TYPE_CHECKING

from bot.cli.language import say
from bot.telegram.messages.truncation import one_line
from retrieval.explanation import Considered, Explanation
from retrieval.stopwatch import StepName

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def print_explanation(explanation: Explanation, console: "Console") -> None:
    """Print the question as it was searched, where it was changed, the passages with scores, and times."""
    from rich.text import Text  # noqa: PLC0415  # only where something is printed

    searched = explanation.results.question
    if searched not in {"", explanation.reply.question}:
        console.print(Text(say("explain-searched", question=one_line(searched))), style="dim")
    passages = explanation.passages
    if passages:
        console.print(_table(passages))
    console.print(_summary(explanation), style="dim", soft_wrap=not console.is_terminal, highlight=False)


def _table(passages: tuple[Considered, ...]) -> "Table":
    from rich.table import Table  # noqa: PLC0415  # only where something is printed
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column()
    table.add_column(say("explain-passage"), ratio=3, no_wrap=True)
    for name in (say("explain-words"), say("explain-vectors"), say("explain-total")):
        table.add_column(name, no_wrap=True)
    table.add_column(say("explain-missing"), ratio=2, no_wrap=True)
    table.add_column(say("explain-read"), ratio=2, no_wrap=True)
    for considered in passages:
        table.add_row(
            str(considered.rank),
            Text(one_line(considered.passage.text)),
            _placed(considered.word_rank, considered.parts.words),
            _placed(considered.vector_rank, considered.parts.vectors),
            f"{considered.score:.2f}",
            Text(say("list-comma").join(considered.missing)),
            Text(_read(considered)),
        )
    return table


def _placed(rank: int | None, part: float) -> str:
    """The part of a passage's score that comes from one kind of search, and its rank there."""
    return f"{part:.2f} #{rank}" if rank else f"{part:.2f}"


def _read(considered: Considered) -> str:
    """The best that the reader proposed in a passage."""
    if not considered.read:
        return say("explain-unread")
    return "；".join(f"{span.confidence:.0%} {one_line(span.text)}" for span in considered.spans[:1]) or "—"


def _summary(explanation: Explanation) -> str:
    took = explanation.reply.took_ms
    # What no step took: loading models and indexes at the first question.
    ready = took - sum(step.ms for step in explanation.steps)
    steps = say("list-comma").join(f"{_step(step.name)} {step.ms:.1f}" for step in explanation.steps)
    decision = explanation.decision
    return say(
        "explain-summary",
        unsure=f"{decision.unsure:.0%}",
        sure=f"{decision.sure:.0%}",
        took=f"{took:.1f}",
        ready=f"{ready:.1f}",
        steps=steps,
    )


def _step(name: StepName) -> str:
    steps: dict[StepName, str] = {
        "words": say("explain-words"),
        "vectors": say("explain-vectors"),
        "fusion": say("explain-fusion"),
        "reading": say("explain-reading"),
        "decision": say("explain-decision"),
    }
    return steps[name]
