"""`yuanwen feedback`: exports votes and unanswered questions as a file."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import Json, print_json
from bot.cli.context import open_settings
from bot.cli.language import say
from bot.cli.language.help import Command, Group
from bot.cli.owners.files import write_whole
from bot.services.squad_export import Kind, as_squad, counted, encoded

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Unanswered, Vote

app = typer.Typer(cls=Group, no_args_is_help=True)


@app.command(cls=Command)
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", show_default=False)] = None,
    only: Annotated[list[Kind] | None, typer.Option()] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: Json = False,
) -> None:
    """Write votes and unanswered questions as SQuAD JSON, to a file or to standard output."""
    import asyncio  # noqa: PLC0415

    if file is None and as_json:
        raise typer.BadParameter(say("feedback-json"))
    settings = open_settings(context)
    home = settings.home
    votes, unanswered = asyncio.run(_collected(settings))
    content = as_squad(votes, unanswered, only or list(Kind))
    if not votes:
        place = str(settings.address or home)
        typer.echo(f"{say('feedback-none', home=place)} {_elsewhere(home)}", err=True)
    counts = counted(content)
    if file is None:
        typer.echo(encoded(content), nl=False)
        return
    write_whole(file, encoded(content), force=force)
    if as_json:
        print_json({"path": str(file.resolve()), **counts})
    else:
        typer.echo(
            say(
                "feedback-written",
                file=str(file),
                answerable=counts["answerable"],
                impossible=counts["impossible"],
                unanswered=counts["unanswered"],
            ),
            err=True,
        )


async def _collected(settings: "Settings") -> tuple[list["Vote"], list["Unanswered"]]:
    from bot.storage import State, StateError  # noqa: PLC0415
    from bot.storage.state import FILE  # noqa: PLC0415

    home, address = settings.home, settings.address
    if not address and not (home / FILE).is_file():
        raise StateError(f"{say('feedback-no-bot', file=str(home / FILE))} {_elsewhere(home)}")
    state = State.open(home, address)
    try:
        return await state.votes.all(), await state.statistics.unanswered(without=_answered(settings))
    finally:
        await state.close()


def _elsewhere(home: Path) -> str:
    """A sentence that says which other homes hold votes."""
    names = [f"{other} ({count})" for other, count in _others(home)]
    if not names:
        return say("feedback-nowhere")
    return say("feedback-elsewhere", homes=say("list-comma").join(names))


def _others(home: Path) -> Iterator[tuple[Path, int]]:
    """Homes near this one, that of the settings and the usual one, where they hold votes, with how many."""
    from bot.settings import Settings, load_settings  # noqa: PLC0415
    from bot.storage.state import count_votes, state_files  # noqa: PLC0415

    usual = Settings.model_fields["home"].get_default(call_default_factory=True)
    seen = {home.resolve()}
    for near in (home, home.parent, load_settings().home, usual):
        for file in state_files(near):
            if file.parent.resolve() not in seen and (count := count_votes(file)):
                yield file.parent, count
            seen.add(file.parent.resolve())


def _answered(settings: "Settings") -> list[str]:
    """The questions that owners have answered."""
    from retrieval.storage.opening import open_store  # noqa: PLC0415
    from retrieval.storage.store import FILE  # noqa: PLC0415

    if not settings.address and not (settings.home / FILE).is_file():
        return []
    with closing(open_store(settings.home, settings.address)) as store:
        return [row.question for row in store.faq.all()]
