"""`yuanwen add`: reads files, folders and web pages, and waits until they are embedded."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import Json, notes, print_json
from bot.cli.context import erase_removed, open_engine
from bot.cli.documents import outcomes
from bot.cli.language import say
from bot.cli.progress import ProgressBar

if TYPE_CHECKING:
    from bot.cli.documents.reading import Added
    from retrieval.engine import Engine
    from retrieval.library import File

EXIT_INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended."""

_Field = Annotated[str | None, typer.Option(metavar="NAME")]

_SILENT_S = 1.0
"""How long `add` waits for the passages to be embedded before it says so."""


def add(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...")],
    collection: Annotated[str, typer.Option("--collection", "-c", metavar="NAME")] = "public",
    watch: Annotated[bool, typer.Option("--watch")] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait")] = True,
    text_field: _Field = None,
    title_field: _Field = None,
    date_field: _Field = None,
    source_field: _Field = None,
    id_field: _Field = None,
    as_json: Json = False,
) -> None:
    """Read files, folders and web pages into a collection."""
    from bot.cli.documents.reading import added  # noqa: PLC0415
    from retrieval.ingestion.files import find_files  # noqa: PLC0415
    from retrieval.ingestion.web.urls import is_link  # noqa: PLC0415
    from retrieval.ingestion.workers import ReadingPool  # noqa: PLC0415
    from retrieval.lines import Fields, is_line_file  # noqa: PLC0415

    folders = [Path(path) for path in paths if not is_link(path)]
    if watch:
        from bot.cli.documents.watching import watch_folders  # noqa: PLC0415

        watch_folders(context, paths, collection, as_json=as_json)
        return
    files: list[File | str] = [*find_files(folders), *filter(is_link, paths)]
    pool = ReadingPool(most=None if any(map(is_line_file, folders)) else max(len(files), 1))
    pool.start()  # gets ready while the engine is opened
    with closing(open_engine(context, asks=False, pool=pool)) as engine:
        named = {"text": text_field, "title": title_field, "date": date_field}
        named |= {"source": source_field, "id": id_field}
        fields = Fields(**{field: (name,) for field, name in named.items() if name})
        done = added(engine.library, files, collection, fields)
        if as_json:
            print_json([outcomes.as_json(outcome) for outcome in done.outcomes])
        else:
            outcomes.show(done.outcomes)
            outcomes.warn(done.outcomes)
        if done.has_changed:
            erase_removed(context)
        if done.interrupted:
            tell_interrupted(done)
            raise typer.Exit(EXIT_INTERRUPTED)
        for entry in engine.library.gone(folders):
            typer.echo(say("add-gone", source=entry.source), err=True)
        _embed(engine, wait=wait)
    if any(outcome.has_failed for outcome in done.outcomes):
        raise typer.Exit(1)


def tell_interrupted(done: "Added") -> None:
    """Say what is kept where Ctrl-C ended the reading of files, and how it goes on."""
    told = [say("add-stopped", kept=done.kept)]
    if done.under_way:
        told.append(say("add-stopped-reading", names=say("list-comma").join(done.under_way)))
    if done.waiting:
        told.append(say("add-stopped-waiting", count=done.waiting))
    typer.echo(" ".join([*told, say("add-stopped-next")]), err=True)


def _embed(engine: "Engine", *, wait: bool) -> None:
    """Index the words, and wait until all is embedded where wanted; a bar shows it, Ctrl-C ends it."""
    from bot.cli.documents.embedding import lacking  # noqa: PLC0415

    retriever, bar = engine.retriever, ProgressBar(say("embedding"), notes(), least=1)
    try:
        retriever.follow()
        if not wait:
            typer.echo(f"{say('add-ready')} {lacking(retriever.backlog())}", err=True)
        elif not retriever.settles(_SILENT_S):
            typer.echo(f"{say('add-ready')} {lacking(retriever.backlog())}", err=True)
            retriever.sync(bar)
    except KeyboardInterrupt:
        bar.stop()
        engine.retriever.close()
        typer.echo(say("add-embedding-stopped", lacking=lacking(retriever.backlog())), err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None
    except BaseException:
        bar.stop()
        raise
