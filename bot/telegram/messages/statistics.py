"""An overview for owners: figures, and the questions that found no answer. No side effects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.storage import Activity, Tally, Total, Unanswered
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Voice
from bot.telegram.messages.truncation import clip, one_line
from retrieval.store import Size

_QUESTION_UNITS = 200


@dataclass(frozen=True, slots=True)
class Overview:
    """How a bot is doing.

    Attributes:
        activity: What was asked within so many days, today being 1, the shortest time first.
        total: What was ever asked.
        size: How much there is to answer from, what belongs to single people and groups included; None
            where nobody knows.
        votes: What people said of the answers.
    """

    activity: Sequence[tuple[int, Activity]]
    total: Total
    size: Size | None
    votes: Tally


def render_overview(overview: Overview, voice: Voice) -> Html:
    """The message that shows the figures."""
    asked = [_activity(days, activity, voice) for days, activity in overview.activity]
    asked += _total(overview.total, voice)
    rest = _latency(overview.activity, voice)
    if size := overview.size:
        rest.append(voice.say("stats-documents", documents=size.documents, passages=size.passages))
    rest.append(voice.say("stats-votes", useful=overview.votes.useful, useless=overview.votes.useless))
    return joined([voice.say("stats-title"), joined(asked), joined(rest)], "\n\n")


def render_unanswered(questions: Iterable[Unanswered], first: int, zone: tzinfo, voice: Voice) -> Html:
    """The message that lists questions; at most 19 of them fit.

    Args:
        questions: The questions.
        first: The number of the first, from 1.
        zone: Where the owner's days begin and end.
        voice: Whose words to put around them.
    """
    rows = [
        voice.say(
            "unanswered-row",
            number=number,
            question=clip(one_line(each.question), _QUESTION_UNITS),
            count=each.count,
            day=datetime.fromtimestamp(each.asked_at, zone).date(),
        )
        for number, each in enumerate(questions, first)
    ]
    if not rows:
        return voice.say("unanswered-none")
    return joined([voice.say("unanswered-title"), joined(rows)], "\n\n")


def _activity(days: int, activity: Activity, voice: Voice) -> Html:
    period = _period(days, voice)
    if not activity.questions:
        return voice.say("stats-quiet", period=period)
    return voice.say(
        "stats-activity",
        period=period,
        questions=activity.questions,
        share=activity.answered * 100 // activity.questions,
        askers=activity.askers,
    )


def _total(total: Total, voice: Voice) -> list[Html]:
    """How much was ever asked, where that is anything."""
    if not total.questions:
        return []
    share = total.answered * 100 // total.questions
    return [voice.say("stats-total", questions=total.questions, share=share)]


def _latency(activities: Iterable[tuple[int, Activity]], voice: Voice) -> list[Html]:
    """How long people waited, lately; a day alone says too little of that."""
    for days, activity in activities:
        if days > 1 and activity.questions:
            half, most = (max(1, round(ms)) for ms in (activity.p50_ms, activity.p95_ms))
            return [voice.say("stats-latency", period=_period(days, voice), half=half, most=most)]
    return []


def _period(days: int, voice: Voice) -> str:
    return voice.plain("stats-today") if days == 1 else voice.plain("stats-days", count=days)
