"""Replies in the terminal: as text, and as JSON."""

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bot.cli.filters import told
from bot.cli.language import say
from bot.telegram.messages import truncation
from bot.telegram.messages.citation import beside, origin, percent, titles
from bot.telegram.messages.truncation import one_line
from retrieval.documents import Answer, Passage, Reply
from retrieval.everyday.several import is_answered_in_part
from retrieval.faq import is_faq
from retrieval.search.ranking.nearest import is_foreign, nearest

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_PLACES: Final = 5
"""How many other places that give the same answer are named."""


def as_json(reply: Reply) -> str:
    """One line of JSON, in the form of `yuanwen ask --json`."""
    content: dict[str, Any] = {
        "question": reply.question,
        "answer": reply.answer.text if reply.answer else None,
        "confidence": round(reply.answers[0].confidence, 4) if reply.answers else 0.0,
        "band": reply.band,
        "answers": [_answer_as_json(answer) for answer in reply.answers],
        "took_ms": round(reply.took_ms, 1),
    }
    if reply.period:
        content["since"], content["until"] = _day(reply.period.first), _day(reply.period.last)
    return json.dumps(content, ensure_ascii=False)


def _answer_as_json(answer: Answer) -> dict[str, Any]:
    passage = answer.passage
    return {
        "text": answer.text,
        "confidence": round(answer.confidence, 4),
        "passage": passage.text,
        "start": answer.start,
        "end": answer.end,
        "spans": [list(span) for span in answer.spans],
        "title": passage.title,
        "published": passage.published.isoformat() if passage.published else None,
        "source": passage.source,
        "page": passage.page,
        "collection": passage.collection,
        "recognised": None if passage.recognised is None else round(passage.recognised, 4),
        "also_in": [_place_as_json(other) for other in answer.also],
    }


def _place_as_json(passage: Passage) -> dict[str, Any]:
    return {
        "title": passage.title,
        "published": passage.published.isoformat() if passage.published else None,
        "source": passage.source,
        "page": passage.page,
        "collection": passage.collection,
    }


def _day(day: date) -> str | None:
    """A day in ISO 8601, or None for one that is none."""
    return None if day in {date.min, date.max} else day.isoformat()


def show(reply: Reply, console: "Console") -> None:
    """Print a reply for people: the answer, its passage with the span marked, where it stands."""
    for line in _lines(reply, marked=not console.is_terminal):
        console.print(line, soft_wrap=not console.is_terminal, highlight=False)


def _lines(reply: Reply, *, marked: bool) -> Iterable["Text"]:
    from rich.text import Text  # noqa: PLC0415  # only where something is printed

    if reply.within:
        yield Text(say("answer-within", names=titles(reply.within)), style="dim")
    if reply.period:
        yield Text(told(reply.period), style="dim")
    if reply.understood != reply.question:
        yield Text(say("answer-understood", question=one_line(reply.understood)), style="dim")
    if is_answered_in_part(reply):
        yield Text(say("answer-one-of-several"), style="dim")
    answer = reply.answer
    if answer is None:
        yield Text(say("answer-none"), style="bold yellow")
        if reply.within:
            yield Text(f"  {say('answer-everywhere')}", style="dim")
        if reply.period:
            yield Text(f"  {say('answer-any-time')}", style="dim")
        if is_foreign(reply):
            yield Text(say("answer-foreign"), style="yellow")
        for near in nearest(reply):
            yield Text(f"  {say('answer-nearest', place=_place(near.passage))}", style="dim")
            yield Text(f"    {one_line(near.line)}", style="dim")
        return
    opening, closing = "【】" if marked else ("", "")
    unsure = [] if answer.band == "sure" else [(say("answer-unsure"), "bold yellow")]
    yield Text.assemble(*unsure, (answer.text, "bold green"))
    shown = Text.assemble(
        *(
            (f"{opening}{piece}{closing}", "bold green") if is_marked else piece
            for piece, is_marked in truncation.marked(answer.passage.text, answer.spans)
        ),
    )
    yield from (Text("  ").append_text(line) for line in shown.split())
    yield Text(f"  {_place(answer.passage)} · {answer.confidence:.0%}", style="dim")
    if answer.passage.recognised is not None:
        mark = say("answer-recognised", percent=percent(answer.passage.recognised))
        yield Text(f"  {mark}", style="dim")
    places = list(dict.fromkeys(map(_place, answer.also)))
    for place in places[:_PLACES]:
        yield Text(f"  {say('answer-also', place=place)}", style="dim")
    if len(places) > _PLACES:
        yield Text(f"  {say('answer-also-more', count=len(places))}", style="dim")


def _place(passage: Passage) -> str:
    day = say("answer-day", day=passage.published) if passage.published else ""
    day = say("answer-faq", day=day) if is_faq(passage) else day
    page = say("answer-page", page=passage.page) if passage.page is not None else ""
    return beside(origin(one_line(passage.title), one_line(passage.source)), day, page)
