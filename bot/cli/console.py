"""The output of a command: results on standard output, notes on standard error."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")]
"""Whether a command prints for machines."""


def console() -> "Console":
    """Where results for people go."""
    from rich.console import Console  # noqa: PLC0415  # only where something is printed

    return Console()


def notes() -> "Console":
    """Where progress and everything else goes that is no result."""
    from rich.console import Console  # noqa: PLC0415  # only where something is printed

    return Console(stderr=True)


def print_json(content: object) -> None:
    """Print a result for machines, in one line."""
    typer.echo(json.dumps(content, ensure_ascii=False))
