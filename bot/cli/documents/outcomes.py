"""What became of files that were added: lines for people, and JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from bot.cli.language import say
from bot.cli.language.failures import one_line, reasoned

if TYPE_CHECKING:
    from retrieval.documents import Omission
    from retrieval.library import Outcome
    from retrieval.lines import LinesOutcome
    from retrieval.storage.store import Entry

_MOST_FAULTS = 20
"""Lines that could not be read which are told one by one."""


def as_json(outcome: "Outcome") -> dict[str, object]:
    """An outcome in the form of `add --json`."""
    return {
        "source": outcome.file.source,
        "path": outcome.file.document_path,
        "change": outcome.change,
        "passages": outcome.passages,
        "reason": outcome.reason,
        "omissions": [
            {"reason": omission.reason.name.lower(), "pages": list(omission.pages), "part": omission.part}
            for omission in outcome.omissions
        ],
        **({"lines": _lines_as_json(outcome.lines)} if outcome.lines else {}),
    }


def _lines_as_json(lines: "LinesOutcome") -> dict[str, object]:
    faults = [{"line": fault.line, "reason": fault.reason} for fault in lines.faults]
    return {**_counts(lines), "failed": faults}


def _counts(lines: "LinesOutcome") -> dict[str, int]:
    return {**dict[str, int](lines.counts.items()), "removed": lines.removed}


def removed_as_json(entry: "Entry") -> dict[str, object]:
    """A document that is no longer there, in the form of `add --watch --json`."""
    return {
        "source": entry.source,
        "path": entry.path,
        "change": "removed",
        "passages": 0,
        "reason": "",
        "omissions": [],
    }


def show(outcomes: Iterable["Outcome"]) -> None:
    """What became of each file, in a line of its own. The first word is the same in all languages."""
    for outcome in outcomes:
        detail = _detail(outcome)
        typer.echo(f"{outcome.change:<9} {one_line(outcome.file.source)}{detail and f': {detail}'}")


def warn(outcomes: Iterable["Outcome"]) -> None:
    """Which pages, files within a file, or lines could not be read, on standard error."""
    for outcome in outcomes:
        if outcome.lines:
            _warn_of_lines(outcome.file.source, outcome.lines)
        for omission in outcome.omissions:
            told = say("add-omitted", source=outcome.file.source, what=_what(omission), place=omission.place)
            typer.echo(one_line(told), err=True)


def _warn_of_lines(source: str, lines: "LinesOutcome") -> None:
    for fault in lines.faults[:_MOST_FAULTS]:
        told = say("add-line-failed", source=source, line=fault.line, reason=fault.reason)
        typer.echo(one_line(told), err=True)
    if len(lines.faults) > _MOST_FAULTS:
        more = len(lines.faults) - _MOST_FAULTS
        typer.echo(say("add-lines-failed-more", source=source, count=more), err=True)


def _detail(outcome: "Outcome") -> str:
    if instead := _instead(outcome):
        return say("add-packed", suffix=instead) if instead == ".zip" else say("add-instead", suffix=instead)
    if outcome.reason:
        return one_line(reasoned(outcome.reason, outcome.unreadable or outcome.unfetched))
    passages = say("add-passages", count=outcome.passages) if outcome.passages else ""
    if lines := outcome.lines:
        told = [
            say("add-lines-added", count=lines.counts["added"]) if lines.counts["added"] else "",
            say("add-lines-replaced", count=lines.counts["replaced"]) if lines.counts["replaced"] else "",
            say("add-lines-unchanged", count=lines.counts["unchanged"]) if lines.counts["unchanged"] else "",
            say("add-lines-removed", count=lines.removed) if lines.removed else "",
            say("add-lines-failed", count=len(lines.faults)) if lines.faults else "",
            passages,
        ]
        return say("list-comma").join(filter(None, told))
    return passages


def _instead(outcome: "Outcome") -> str:
    """The suffix of what a file is to be saved as to be read, "" where that is not what is wrong."""
    from retrieval.errors import Unreadable  # noqa: PLC0415  # a second, which no other command needs
    from retrieval.ingestion.loaders import INSTEAD  # noqa: PLC0415

    is_kind = outcome.unreadable is Unreadable.KIND
    return INSTEAD.get(outcome.file.path_with_suffix.suffix.lower(), "") if is_kind else ""


def _what(omission: "Omission") -> str:
    if not omission.pages:
        return say("add-omitted-part")
    reason = omission.reason.name
    if reason == "SCANNED":
        return say("add-omitted-scanned")
    return say("add-omitted-unrecognised") if reason == "UNRECOGNISED" else say("add-omitted-unmapped")
