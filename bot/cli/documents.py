"""`yuanwen add`, `remove` and `list`: which documents a home holds."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import Json, console, notes, print_json
from bot.cli.context import erase_removed, open_engine, open_library
from bot.cli.progress import ProgressBar
from retrieval.errors import WebError

if TYPE_CHECKING:
    from retrieval.engine import Engine
    from retrieval.ingestion.recognition import OnPage
    from retrieval.library import File, Library, Outcome

_COLLECTION = typer.Option("--collection", "-c", help="Name of the collection.", metavar="NAME")
_SILENT_S = 1.0
"""How long `add` waits for the passages to be embedded before it says so."""
_GOES_ON = "The next start of `add`, `chat`, `bot` or `playground` goes on."
_EXIT_INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended."""
_OMITTED = {
    "SCANNED": "pages that are pictures, and were not read",
    "UNRECOGNISED": "pages that are pictures in which no text was recognised",
    "UNMAPPED": "pages with fonts that do not say which characters they show; those words were not read",
}
_LISTED = ("collection", "source", "path", "title", "articles", "passages", "added_at")


def add(
    context: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders, and addresses of web pages.", metavar="PATH...")
    ],
    collection: Annotated[str, _COLLECTION] = "public",
    as_json: Json = False,
) -> None:
    """Read files, folders and web pages into a collection.

    Text: txt, md, html, pdf, docx, rtf, epub, eml; tables: xlsx, xls, ods, csv, tsv; slides: pptx;
    scans and photos, with the extra ocr: png, jpg, jpeg, webp, bmp, tif, tiff; zip.

    They can be asked at once; Ctrl-C while they are embedded leaves the rest to the next start.
    """
    from retrieval.ingestion.files import find_files  # noqa: PLC0415
    from retrieval.ingestion.web.urls import is_link  # noqa: PLC0415
    from retrieval.ingestion.workers import ReadingPool  # noqa: PLC0415

    folders = [Path(path) for path in paths if not is_link(path)]
    files: list[File | str] = [*find_files(folders), *filter(is_link, paths)]
    pool = ReadingPool(most=max(len(files), 1))
    pool.start()  # gets ready while the engine is opened
    with closing(open_engine(context, asks=False, pool=pool)) as engine:
        library = engine.library
        outcomes = _added(library, files, collection)
        engine.retriever.follow()
        if as_json:
            print_json([_as_json(outcome) for outcome in outcomes])
        else:
            _show(outcomes)
            _warn(outcomes)
        for entry in library.gone(folders):
            typer.echo(
                f"{entry.source} is kept, but its file is gone; `yuanwen remove` takes it out.", err=True
            )
        if any(outcome.change in {"added", "replaced"} for outcome in outcomes):
            erase_removed(context)
        _embed(engine)
    if any(outcome.change == "failed" for outcome in outcomes):
        raise typer.Exit(1)


def remove(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(help="Names or paths, as `list` shows them.", metavar="SOURCE...")
    ],
    collection: Annotated[str | None, _COLLECTION] = None,
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

    table = Table("collection", "source", "title", "articles", "passages", box=None, pad_edge=False)
    for entry in entries:
        names = (entry.collection, entry.source, one_line(entry.title))
        table.add_row(*names, str(entry.articles), str(entry.passages))
    console().print(table)


def _added(library: "Library", files: Sequence["File | str"], collection: str) -> list["Outcome"]:
    """Add files and what is at addresses, several at once; gives what became of each, in their order."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    from rich.progress import track  # noqa: PLC0415

    threads = ThreadPoolExecutor(library.files.files_at_once + 1)  # one keeps while the others read
    bar = ProgressBar("Recognising", notes(), least=2)
    on_page = (lambda page, pages: bar(page - 1, pages)) if len(files) == 1 else None
    try:
        adding = threads.map(lambda file: _added_one(library, file, collection, on_page), files)
        steps = track(adding, "Reading", len(files), console=notes(), transient=True, disable=len(files) < 2)
        return list(steps)
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        library.files.close()
        raise
    finally:
        threads.shutdown()
        bar.stop()


def _added_one(
    library: "Library", file: "File | str", collection: str, on_page: "OnPage | None" = None
) -> "Outcome":
    """Add a file, or what is at an address."""
    if not isinstance(file, str):
        return library.add(file, collection, on_page=on_page)
    import asyncio  # noqa: PLC0415

    from retrieval.ingestion.web import Web  # noqa: PLC0415
    from retrieval.library import File, Outcome  # noqa: PLC0415

    try:
        fetched = asyncio.run(Web(any_port=True).fetch(file))
    except WebError as error:
        return Outcome(File(Path(file), file, identity=file), "failed", reason=str(error))
    return library.add(fetched, collection, on_page=on_page)


def _embed(engine: "Engine") -> None:
    """Wait until all is embedded. Where that takes longer than a second a bar shows it; Ctrl-C ends it."""
    from bot.cli.embedding import lacking  # noqa: PLC0415

    retriever, bar = engine.retriever, ProgressBar("Embedding", notes(), least=1)
    try:
        if not retriever.settles(_SILENT_S):
            typer.echo(f"The documents can be asked now. {lacking(retriever.backlog())}", err=True)
            retriever.sync(bar)
    except KeyboardInterrupt:
        bar.stop()
        engine.retriever.close()
        typer.echo(f"Stopped, and all is kept. {lacking(retriever.backlog())} {_GOES_ON}", err=True)
        raise typer.Exit(_EXIT_INTERRUPTED) from None
    except BaseException:
        bar.stop()
        raise


def _as_json(outcome: "Outcome") -> dict[str, object]:
    return {
        "source": outcome.file.source,
        "path": outcome.file.document_path,
        "change": outcome.change,
        "passages": outcome.passages,
        "reason": outcome.reason,
        "omissions": [
            {"reason": omission.reason.name.lower(), "pages": list(omission.pages), "part": omission.part}
            for omission in outcome.omissions
        ],
    }


def _show(outcomes: Sequence["Outcome"]) -> None:
    """What became of each file, in a line of its own."""
    for outcome in outcomes:
        detail = outcome.reason or (f"{outcome.passages} passages" if outcome.passages else "")
        typer.echo(f"{outcome.change:<9} {outcome.file.source}{detail and f': {detail}'}")


def _warn(outcomes: Sequence["Outcome"]) -> None:
    """Which pages, or files within a file, could not be read, on standard error."""
    for outcome in outcomes:
        for omission in outcome.omissions:
            what = _OMITTED[omission.reason.name] if omission.pages else "a file in it that was not read"
            typer.echo(f"{outcome.file.source}: {what}: {omission.place}.", err=True)
