"""Prints how an answer was found (`yuanwen ask --explain`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bot.telegram.messages.truncation import one_line
from retrieval.explanation import Considered, Explanation
from retrieval.stopwatch import StepName

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_STEPS: Final[Mapping[StepName, str]] = {
    "words": "按词",
    "vectors": "按向量",
    "fusion": "合并",
    "reading": "阅读",
    "decision": "判断",
}


def print_explanation(explanation: Explanation, console: "Console") -> None:
    """Print the question as it was searched, where it was changed, the passages with scores, and times."""
    from rich.text import Text  # noqa: PLC0415  # only where something is printed

    searched = explanation.results.question
    if searched not in {"", explanation.reply.question}:
        console.print(Text(f"查找：{one_line(searched)}"), style="dim")
    passages = explanation.passages
    if passages:
        console.print(_table(passages))
    console.print(_summary(explanation), style="dim", soft_wrap=not console.is_terminal, highlight=False)


def _table(passages: tuple[Considered, ...]) -> "Table":
    from rich.table import Table  # noqa: PLC0415  # only where something is printed
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column()
    table.add_column("段落", ratio=3, no_wrap=True)
    for name in ("按词", "按向量", "合计"):
        table.add_column(name, no_wrap=True)
    table.add_column("缺少", ratio=2, no_wrap=True)
    table.add_column("读到", ratio=2, no_wrap=True)
    for considered in passages:
        table.add_row(
            str(considered.rank),
            Text(one_line(considered.passage.text)),
            _placed(considered.word_rank, considered.parts.words),
            _placed(considered.vector_rank, considered.parts.vectors),
            f"{considered.score:.2f}",
            Text("、".join(considered.missing)),
            Text(_read(considered)),
        )
    return table


def _placed(rank: int | None, part: float) -> str:
    """The part of a passage's score that comes from one kind of search, and its rank there."""
    return f"{part:.2f} #{rank}" if rank else f"{part:.2f}"


def _read(considered: Considered) -> str:
    """The best that the reader proposed in a passage."""
    if not considered.read:
        return "未读"
    return "；".join(f"{span.confidence:.0%} {one_line(span.text)}" for span in considered.spans[:1]) or "—"


def _summary(explanation: Explanation) -> str:
    took = explanation.reply.took_ms
    # What no step took: loading models and indexes at the first question.
    ready = took - sum(step.ms for step in explanation.steps)
    steps = "、".join(f"{_STEPS[step.name]} {step.ms:.1f}" for step in explanation.steps)
    decision = explanation.decision
    bands = f"把握达到 {decision.unsure:.0%} 才作答，达到 {decision.sure:.0%} 才算确定"
    return f"{bands}。用时 {took:.1f} 毫秒：准备 {ready:.1f}、{steps}"
