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

    size = back_up(_home(context), file, force=force)
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

    home = _home(context)
    restored = restore_home(file, home, force=force)
    if as_json:
        print_json({"home": str(home), "documents": restored.documents, "passages": restored.passages})
    else:
        told = say(
            "backup-restored", home=str(home), documents=restored.documents, passages=restored.passages
        )
        typer.echo(told, err=True)


def _home(context: typer.Context) -> Path:
    """The home of the settings.

    Raises:
        BackupError: Documents and state are in a database of PostgreSQL's instead.
    """
    from bot.services.backup import BackupError  # noqa: PLC0415  # 0.2 s

    settings = open_settings(context)
    if settings.address:
        raise BackupError(
            f"Documents and the bot's state are in {settings.address}: pg_dump keeps them, pg_restore brings "
            "them back. The home holds only indexes, which are made again where they are lost."
        ).phrased("backup-elsewhere", place=settings.address)
    return settings.home
