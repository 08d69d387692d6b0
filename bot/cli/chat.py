"""`yuanwen chat`: a conversation in the terminal."""

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bot.cli.answers import show
from bot.telegram.messages.citation import origin, titles
from bot.telegram.messages.truncation import one_line
from retrieval.documents import DocumentName, Previous
from retrieval.engine import Engine
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

_PROMPT = "问> "
_IN: Final = re.compile(r"/in(?:\s+(?P<name>.+))?", re.IGNORECASE)
_EXIT_WORDS = frozenset({"/quit", "/exit", "/q", "exit", "quit", "再见"})


def converse(engine: Engine, console: "Console") -> None:
    """Answer questions until the input ends or the user leaves; a fragment follows up the one before it."""
    _edit_lines()
    _welcome(engine, console)
    conversation = Conversation(engine, console)
    while True:
        try:
            said = input(_PROMPT).strip()
        except (EOFError, KeyboardInterrupt, RuntimeError):  # the last: standard input is closed
            break
        if said.lower() in _EXIT_WORDS:
            break
        if said:
            conversation.take(said)
            console.print()
    console.print("\n再见。")


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
        """Answer what someone says; /in keeps what follows to a document, or lifts that."""
        if command := _IN.fullmatch(said):
            self._keep_to(command["name"] or "")
        else:
            self._ask(said)

    def _ask(self, question: str) -> None:
        if is_talk(question):
            self._print("我在这儿。想知道文档里的什么，直接问就行。")
            return
        fresh = self._clock() - self._asked_at <= FOLLOWS_WITHIN_S
        previous = self._previous if fresh and is_fragment(question) else None
        documents = None if self._kept_to is None else [self._kept_to.id]
        if self._kept_to and self._kept_to not in self._engine.names():
            self._print(f"{titles([self._kept_to])}已经不在了，或者换成了新的一份；又在所有文档里找。")
            self._kept_to = documents = None
        reply = self._engine.ask(question, documents=documents, previous=previous)
        subject = addressed(question)
        if subject == "documents" and reply.within:
            subject = None
        if subject and not is_answered_by_documents(question, reply):
            self._tell_about(subject)
            return
        self._previous, self._asked_at = Previous.of(reply), self._clock()
        show(reply, self._console)

    def _tell_about(self, subject: Subject) -> None:
        if subject == "self":
            self._print("我是原文：从您的文档里找出能回答问题的原话，连同出处一起给您；找不到就说没有找到。")
        names = self._engine.names()
        self._print(f"现在能问 {len(names)} 份文档：{titles(names)}" if names else "现在还没有文档。")

    def _keep_to(self, name: str) -> None:
        if not name:
            self._kept_to = None
            self._print("在所有文档里找。")
            return
        matches = matching(name, self._engine.names())
        if len(matches.found) == 1:
            self._kept_to = matches.found[0]
            self._print(f"接下来只在{titles(matches.found)}里找；/in 恢复。")
        elif matches.found:
            self._print("有几份文档叫这个名字，请写得完整一些：")
        else:
            self._print("没有叫这个名字的文档。" + ("最接近的是：" if matches.nearest else ""))
        for each in matches.found if len(matches.found) > 1 else matches.nearest:
            self._print(f"  {origin(one_line(each.title), one_line(each.source))}")

    def _print(self, text: str) -> None:
        self._console.print(text, style="dim", markup=False, highlight=False)


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
    console.print("直接提问；/in 名称 只在一份文档里找；按 Ctrl-D 离开。\n", style="dim", highlight=False)


def _edit_lines() -> None:
    """Turn on arrow keys and history, where the platform has them."""
    try:
        import readline  # noqa: F401, PLC0415  # importing it is what switches it on
    except ImportError:
        return
