"""The options of `yuanwen ask` that say what is searched: documents, sources, dates."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import typer

from bot.cli.language import say
from retrieval.periods.period import Period

if TYPE_CHECKING:
    from retrieval.documents import DocumentName


def dates(since: str | None, until: str | None) -> Period | None:
    """The days from the first of one date to the last of another; None where neither is given.

    Raises:
        BadParameter: One is no date, or the first day comes after the last.
    """
    if since is None and until is None:
        return None
    first = Period() if since is None else _date(since)
    last = Period() if until is None else _date(until)
    if first.first > last.last:
        raise typer.BadParameter(say("ask-dates-order", since=str(since), until=str(until)))
    return Period(first.first, last.last)


def documents(
    within: Collection[str] | None, sources: Collection[str] | None, names: Sequence["DocumentName"]
) -> list[int] | None:
    """Ids of the documents that `--in` and `--source` name, of both where both are given; None for all.

    Args:
        within: Names of one document each.
        sources: Names of several.
        names: Those to choose from.

    Raises:
        StoreError: A name stands for none, or one of `--in` for several.
    """
    from retrieval.naming import document_called, documents_called  # noqa: PLC0415  # no help waits for it

    if not within and not sources:
        return None
    chosen = {document_called(name, names).id for name in within} if within else {name.id for name in names}
    if sources:
        chosen &= {found.id for name in sources for found in documents_called(name, names)}
    return sorted(chosen)


def told(period: Period) -> str:
    """Within which dates was looked, in a sentence."""
    if period.first == Period().first:
        return say("answer-until", until=period.last)
    if period.last == Period().last:
        return say("answer-since", since=period.first)
    return say("answer-between", since=period.first, until=period.last)


def _date(text: str) -> Period:
    from retrieval.periods.written import period_called  # noqa: PLC0415  # no help waits for it

    period = period_called(text)
    if period is None:
        raise typer.BadParameter(say("ask-date", value=text))
    return period
