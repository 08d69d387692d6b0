"""`yuanwen ask --page-image`: the page that an answer stands on, as a picture."""

from pathlib import Path

import typer

from bot.cli.language import say
from retrieval.documents import Reply
from retrieval.engine import Engine
from retrieval.originals import can_mark


def write_page(engine: Engine, reply: Reply, file: Path) -> None:
    """Write the page of a reply's answer as PNG, and say so on standard error; without an answer say that.

    Raises:
        YuanwenError: The page cannot be shown.
        OSError: The file cannot be written.
    """
    if reply.answer is None:
        typer.echo(say("page-no-answer", file=str(file)), err=True)
        return
    originals = engine.originals
    original = originals.of(reply.answer.passage)
    picture = originals.picture(original, reply.answer)
    file.write_bytes(picture.png)
    where, page, source = str(file), picture.page, original.source
    if picture.is_marked or not can_mark(original):
        typer.echo(say("page-written", file=where, page=page, source=source), err=True)
    else:
        typer.echo(say("page-unmarked", file=where, page=page, source=source), err=True)
