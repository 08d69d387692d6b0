"""`yuanwen faq`: the questions that owners answered, listed, exported and imported."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import Json, console, print_json
from bot.cli.context import erase_removed, open_library
from bot.cli.language import say
from bot.cli.language.help import Command, Group
from bot.cli.owners.files import write_whole

if TYPE_CHECKING:
    from retrieval.faq import FaqEntry

app = typer.Typer(cls=Group, no_args_is_help=True)


@app.command("list", cls=Command)
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Show all questions with their answers, the one added last first."""
    with open_library(context) as library:
        entries = library.faq.entries()
    if as_json:
        print_json([_as_json(entry) for entry in entries])
        return
    from rich.text import Text  # noqa: PLC0415  # only where something is printed

    screen = console()
    if not entries:
        screen.print(say("faq-none"), highlight=False, soft_wrap=not screen.is_terminal)
    for entry in entries:
        screen.print(Text.assemble((entry.question, "bold"), (f"  {entry.day.isoformat()}", "dim")))
        for line in entry.answer.splitlines():
            screen.print(Text(f"  {line}"), soft_wrap=not screen.is_terminal, highlight=False)


@app.command(cls=Command)
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", show_default=False)] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
) -> None:
    """Write all questions and answers as CSV: question, answer, date."""
    from bot.services.faq.csv_file import encoded  # noqa: PLC0415

    with open_library(context) as library:
        entries = library.faq.entries()
    content = encoded(entries)
    if file is None:
        typer.echo(content, nl=False)
    else:
        write_whole(file, content, force=force)
        typer.echo(say("faq-written", file=str(file), count=len(entries)), err=True)


@app.command("import", cls=Command)
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    as_json: Json = False,
) -> None:
    """Add questions and answers from CSV: columns question, answer, date (问题, 答案, 日期).

    An entry takes the place of the one for the same question. Where a line is wrong, nothing is imported.
    """
    from datetime import date  # noqa: PLC0415

    from bot.services.faq.csv_file import decoded  # noqa: PLC0415

    entries = decoded(file.read_bytes(), date.today())  # noqa: DTZ011  # the day here
    with open_library(context) as library:
        changes = library.faq.put(entries)
    counts = {change: changes.count(change) for change in ("added", "replaced", "unchanged")}
    if "replaced" in changes or "added" in changes:
        erase_removed(context)
    if as_json:
        print_json({"path": str(file.resolve()), **counts})
    else:
        added, replaced, unchanged = counts.values()
        typer.echo(say("faq-imported", file=str(file), added=added, replaced=replaced, unchanged=unchanged))


def _as_json(entry: "FaqEntry") -> dict[str, str]:
    return {"question": entry.question, "answer": entry.answer, "date": entry.day.isoformat()}
