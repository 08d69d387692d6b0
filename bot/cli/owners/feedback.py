"""`yuanwen feedback`: exports votes and unanswered questions as a file."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import Json, print_json
from bot.cli.context import open_settings
from bot.cli.owners.files import write_whole
from bot.services.squad_export import Kind, as_squad, counted, encoded

if TYPE_CHECKING:
    from bot.storage import Unanswered, Vote

app = typer.Typer(help="What users said of answers, and what found none.", no_args_is_help=True)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")],
    only: Annotated[
        list[Kind] | None,
        typer.Option(help="Write these questions only; may be repeated."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write votes and unanswered questions as SQuAD JSON."""
    import asyncio  # noqa: PLC0415

    votes, unanswered = asyncio.run(_collected(open_settings(context).home))
    content = as_squad(votes, unanswered, only or list(Kind))
    write_whole(file, encoded(content), force=force)
    counts = counted(content)
    if as_json:
        print_json({"path": str(file.resolve()), **counts})
    else:
        typer.echo(f"{file}: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()), err=True)


async def _collected(home: Path) -> tuple[list["Vote"], list["Unanswered"]]:
    from bot.storage import State, StateError  # noqa: PLC0415
    from bot.storage.state import FILE  # noqa: PLC0415

    if not (home / FILE).is_file():
        raise StateError(f"{home / FILE} is not there: no bot has run in this home. Choose another --home.")
    state = State.open(home)
    try:
        return await state.votes.all(), await state.statistics.unanswered(without=_answered(home))
    finally:
        await state.close()


def _answered(home: Path) -> list[str]:
    """The questions that owners have answered."""
    from retrieval.engine import open_store  # noqa: PLC0415
    from retrieval.storage.store import FILE  # noqa: PLC0415

    if not (home / FILE).is_file():
        return []
    with closing(open_store(home)) as store:
        return [row.question for row in store.faq.all()]
