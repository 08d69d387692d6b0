"""Output of commands: results on standard output, all else on standard error."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

Json = Annotated[bool, typer.Option("--json")]
"""The option `--json` of a command."""


def console() -> "Console":
    """The console for results: standard output."""
    from rich.console import Console  # noqa: PLC0415  # only where something is printed

    return Console()


def notes() -> "Console":
    """The console for progress and notes: standard error."""
    from rich.console import Console  # noqa: PLC0415  # only where something is printed

    return Console(stderr=True)


def print_json(content: object) -> None:
    """Print a result as one line of JSON."""
    typer.echo(json.dumps(content, ensure_ascii=False))
