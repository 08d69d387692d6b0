"""The messages of /stats and /unanswered. Pure: figures go in, HTML comes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.storage import Activity, Tally, Total, Unanswered
from bot.telegram.messages.html import Html, joined
from bot.telegram.messages.translations import Translator
from bot.telegram.messages.truncation import clip, one_line
from retrieval.storage.store import Size

_QUESTION_UNITS = 200


@dataclass(frozen=True, slots=True)
class StatisticsReport:
    """The figures of /stats.

    Attributes:
        activity: For numbers of days up to today (1 is today alone), shortest first: the questions in them.
        total: All questions ever.
        size: Documents and passages, those of single people and groups included; None if unknown.
        votes: The votes on answers.
    """

    activity: Sequence[tuple[int, Activity]]
    total: Total
    size: Size | None
    votes: Tally


def render_statistics(statistics_report: StatisticsReport, translator: Translator) -> Html:
    """The message of /stats."""
    asked = [_activity(days, activity, translator) for days, activity in statistics_report.activity]
    asked += _total(statistics_report.total, translator)
    rest = _latency(statistics_report.activity, translator)
    if size := statistics_report.size:
        rest.append(translator.say("stats-documents", documents=size.documents, passages=size.passages))
    rest.append(
        translator.say(
            "stats-votes", useful=statistics_report.votes.useful, useless=statistics_report.votes.useless
        )
    )
    return joined([translator.say("stats-title"), joined(asked), joined(rest)], "\n\n")


def render_unanswered(
    questions: Iterable[Unanswered], first: int, zone: tzinfo, translator: Translator
) -> Html:
    """The message of /unanswered, for at most 19 questions.

    Args:
        questions: The questions.
        first: The number of the first, from 1.
        zone: The time zone of the dates.
        translator: The language of the message.
    """
    rows = [
        translator.say(
            "unanswered-row",
            number=number,
            question=clip(one_line(each.question), _QUESTION_UNITS),
            count=each.count,
            day=datetime.fromtimestamp(each.asked_at, zone).date(),
        )
        for number, each in enumerate(questions, first)
    ]
    if not rows:
        return translator.say("unanswered-none")
    return joined([translator.say("unanswered-title"), joined(rows)], "\n\n")


def _activity(days: int, activity: Activity, translator: Translator) -> Html:
    period = _period(days, translator)
    if not activity.questions:
        return translator.say("stats-quiet", period=period)
    return translator.say(
        "stats-activity",
        period=period,
        questions=activity.questions,
        share=activity.answered * 100 // activity.questions,
        askers=activity.askers,
    )


def _total(total: Total, translator: Translator) -> list[Html]:
    """The line for all questions ever, if there were any."""
    if not total.questions:
        return []
    share = total.answered * 100 // total.questions
    return [translator.say("stats-total", questions=total.questions, share=share)]


def _latency(activities: Iterable[tuple[int, Activity]], translator: Translator) -> list[Html]:
    """The line for response times in the shortest period of several days: one day has too few."""
    for days, activity in activities:
        if days > 1 and activity.questions:
            half, most = (max(1, round(ms)) for ms in (activity.p50_ms, activity.p95_ms))
            return [translator.say("stats-latency", period=_period(days, translator), half=half, most=most)]
    return []


def _period(days: int, translator: Translator) -> str:
    return translator.plain("stats-today") if days == 1 else translator.plain("stats-days", count=days)
