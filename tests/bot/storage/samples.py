"""Turns to be remembered."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.storage import Turn
from retrieval.documents import Answer, Passage, Reply

NOON = 1_700_000_000.0
"""14 November 2023, 22:13 UTC."""

BRIDGE = Passage(
    "青石桥于5月1日重新开放，修缮共花费三百二十万元。",
    title="青石桥重新开放",
    source="桥.txt",
    path="/docs/桥.txt",
    collection="public",
    paragraph=3,
    offset=7,
    page=2,
    published=date(2023, 5, 2),
    id=4_000_000_000_000,
)
FERRY = replace(BRIDGE, text="渡口于1987年停用。", title="渡口", page=None, published=None, id=2)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def answer(text: str, passage: Passage = BRIDGE, **fields: Any) -> Answer:
    start = passage.text.index(text)
    return Answer(text, fields.pop("confidence", 0.9), passage, start, start + len(text), **fields)


def reply(*answers: Answer, found: bool = True, took_ms: float = 31.25) -> Reply:
    return Reply("修缮花费多少？", answers[0] if found else None, answers, took_ms)


COST = reply(
    answer("三百二十万元", also=(FERRY,)), answer("5月1日", confidence=0.125), answer("1987年", FERRY)
)
NOTHING = reply(answer("5月1日", confidence=0.1), found=False)


def turn(question: str = "修缮花费多少？", **fields: Any) -> Turn:
    given = {
        "chat": 100,
        "asker": 1,
        "question": question,
        "understood": question,
        "reply": COST,
        "took_ms": 40.0,
        "asked_at": NOON,
    }
    return Turn(**{**given, **fields})
