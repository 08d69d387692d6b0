"""`yuanwen chat`: a conversation in the terminal."""

from typing import TYPE_CHECKING

from bot.cli.answers import show
from bot.telegram.messages.truncation import one_line
from retrieval.documents import Previous
from retrieval.engine import Engine
from retrieval.followup import is_talk
from retrieval.library import SAMPLE, SAMPLE_QUESTIONS

if TYPE_CHECKING:
    from rich.console import Console

_PROMPT = "问> "
_EXIT_WORDS = frozenset({"/quit", "/exit", "/q", "exit", "quit", "再见"})


def converse(engine: Engine, console: "Console") -> None:
    """Answer questions until the input ends or the user leaves; each may follow up the one before it."""
    _edit_lines()
    _welcome(engine, console)
    previous: Previous | None = None
    while True:
        try:
            question = input(_PROMPT).strip()
        except (EOFError, KeyboardInterrupt, RuntimeError):  # the last: standard input is closed
            break
        if question.lower() in _EXIT_WORDS:
            break
        if question:
            reply = engine.ask(question, previous=previous)
            if not is_talk(question):
                previous = Previous.of(reply)
            show(reply, console)
            console.print()
    console.print("\n再见。")


def _welcome(engine: Engine, console: "Console") -> None:
    entries = engine.library.documents()
    names = "、".join(f"《{one_line(entry.title)}》" for entry in entries[:3])
    names += "等" if len(entries) > 3 else ""
    console.print(
        f"原文 在 {len(entries)} 份文档里找答案：{names}", style="bold", markup=False, highlight=False
    )
    if entries[0].collection == SAMPLE:
        console.print("这是自带的样例，可以问：", style="dim")
        for question in SAMPLE_QUESTIONS:
            console.print(f"  {question}", highlight=False)
        console.print("用 `yuanwen add 文件…` 换成您自己的文档。", style="dim")
    engine.retriever.follow()
    if missing := engine.retriever.backlog().missing:
        console.print(f"还有 {missing} 段正在后台建向量，暂时只按字词查找。", style="dim", highlight=False)
    console.print("直接提问；按 Ctrl-D 离开。\n", style="dim", highlight=False)


def _edit_lines() -> None:
    """Turn on arrow keys and history, where the platform has them."""
    try:
        import readline  # noqa: F401, PLC0415  # importing it is what switches it on
    except ImportError:
        return
