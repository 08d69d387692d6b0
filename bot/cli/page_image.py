"""`yuanwen ask --page-image`: the page that an answer stands on, as a picture."""

from pathlib import Path

import typer

from retrieval.documents import Reply
from retrieval.engine import Engine


def write_page(engine: Engine, reply: Reply, file: Path) -> None:
    """Write the page of a reply's answer as PNG, and say so on standard error; without an answer say that.

    Raises:
        YuanwenError: The page cannot be shown.
        OSError: The file cannot be written.
    """
    if reply.answer is None:
        typer.echo(f"There is no answer, so no page was written to {file}.", err=True)
        return
    originals = engine.originals
    original = originals.of(reply.answer.passage)
    picture = originals.picture(original, reply.answer)
    file.write_bytes(picture.png)
    unmarked = "" if picture.is_marked else "; the words of the answer were not found on it"
    typer.echo(f"{file}: page {picture.page} of {original.source}{unmarked}.", err=True)
