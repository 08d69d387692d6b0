"""`yuanwen remove` and `list`."""

from typing import Annotated

import typer

from bot.cli.console import Json, console, print_json
from bot.cli.context import erase_removed, open_library
from bot.cli.language import say

_LISTED = ("collection", "source", "path", "title", "articles", "passages", "added_at")


def remove(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...")],
    collection: Annotated[str | None, typer.Option("--collection", "-c", metavar="NAME")] = None,
    as_json: Json = False,
) -> None:
    """Take documents out, and their words out of what the bot remembers."""
    with open_library(context) as library:
        removed = library.remove(sources, collection)
    if as_json:
        print_json([{"source": e.source, "path": e.path, "collection": e.collection} for e in removed])
    else:
        for entry in removed:
            typer.echo(f"removed   {entry.source}")
    erase_removed(context)


def list_(context: typer.Context, as_json: Json = False) -> None:
    """Show which documents there are."""
    with open_library(context) as library:
        entries = library.documents()
    if as_json:
        print_json([{name: getattr(entry, name) for name in _LISTED} for entry in entries])
        return
    from rich.table import Table  # noqa: PLC0415

    from bot.telegram.messages.truncation import one_line  # noqa: PLC0415

    headings = (
        say("list-collection"),
        say("list-source"),
        say("list-title"),
        say("list-articles"),
        say("list-passages"),
    )
    table = Table(*headings, box=None, pad_edge=False)
    for entry in entries:
        names = (entry.collection, one_line(entry.source), one_line(entry.title))
        table.add_row(*names, str(entry.articles), str(entry.passages))
    console().print(table)
