"""`yuanwen backup` and `restore`: a home as one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Json, print_json
from bot.cli.context import open_settings
from bot.cli.language import say

_MB = 1_000_000


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: Json = False,
) -> None:
    """Write all that the home holds into one file; the bot may run meanwhile."""
    from bot.services.backup import back_up  # noqa: PLC0415  # 0.2 s

    size = back_up(open_settings(context).home, file, force=force)
    if as_json:
        print_json({"path": str(file.resolve()), "bytes": size})
    else:
        typer.echo(say("backup-written", file=str(file), size=f"{size / _MB:.1f}"), err=True)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: Json = False,
) -> None:
    """Make the home of a backup; nothing may use it meanwhile."""
    from bot.services.backup import restore as restore_home  # noqa: PLC0415  # 0.2 s

    home = open_settings(context).home
    restored = restore_home(file, home, force=force)
    if as_json:
        print_json({"home": str(home), "documents": restored.documents, "passages": restored.passages})
    else:
        told = say(
            "backup-restored", home=str(home), documents=restored.documents, passages=restored.passages
        )
        typer.echo(told, err=True)
