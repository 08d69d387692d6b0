"""The command line."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from bot.feedback import app as feedback
from bot.meter import Meter
from embeddings import YuanwenError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.settings import Settings
    from retrieval.engine import Engine
    from retrieval.library import Library

app = typer.Typer(
    name="yuanwen",
    help="Ask your own Chinese documents; get the exact words that answer, and where they stand.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output, and nothing else there.")]
Task = Literal["reading", "retrieval", "answering"]
Way = Literal["lexical", "vectors", "fused"]
COLLECTION = typer.Option("--collection", "-c", help="Name of the collection.", metavar="NAME")


class Greedy(TyperCommand):
    """A command whose `--distractors` takes all values up to the next option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat the option before each of its values, as Click wants it."""
        spread: list[str] = []
        taking = False
        for arg in args:
            if arg.startswith("-"):
                taking = arg == "--distractors"
            if taking and not arg.startswith("-"):
                spread += ["--distractors", arg]
            elif not taking:
                spread.append(arg)
        return super().parse_args(ctx, spread)


def main() -> None:
    """Run the command line; an error that a user can act on is one line, never a traceback."""
    _forgive_characters()
    try:
        app()
    except (YuanwenError, OSError) as error:
        typer.secho(f"Error: {error}", fg=typer.colors.RED, err=True)
        sys.exit(1)


@app.callback()
def common(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where everything is kept; default: YUANWEN_HOME, or your data folder."
        ),
    ] = None,
) -> None:
    """Options that stand before the command."""
    context.obj = home


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", metavar="PATH...")],
    collection: Annotated[str, COLLECTION] = "public",
    as_json: Json = False,
) -> None:
    """Read files and folders into a collection: txt, md, html, pdf, docx."""
    from rich.progress import track  # noqa: PLC0415

    from retrieval.library import find_files  # noqa: PLC0415

    files = list(find_files(paths))
    with _engine(context, asks=False) as engine:
        library = engine.library
        steps = track(files, "Reading", console=_notes(), transient=True, disable=len(files) < 2)
        outcomes = [library.add(file, collection) for file in steps]
        engine.retriever.sync()
        gone = library.gone(paths)
    if as_json:
        _print_json(
            [
                {
                    "source": outcome.file.source,
                    "path": str(outcome.file.path.resolve()),
                    "change": outcome.change,
                    "passages": outcome.passages,
                    "reason": outcome.reason,
                }
                for outcome in outcomes
            ]
        )
    for outcome in [] if as_json else outcomes:
        detail = outcome.reason or (f"{outcome.passages} passages" if outcome.passages else "")
        typer.echo(f"{outcome.change:<9} {outcome.file.source}{detail and f': {detail}'}")
    for entry in gone:
        typer.echo(f"{entry.source} is kept, but its file is gone; `yuanwen remove` takes it out.", err=True)
    if any(outcome.change == "failed" for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def remove(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(help="Names or paths, as `list` shows them.", metavar="SOURCE...")
    ],
    collection: Annotated[str | None, COLLECTION] = None,
    as_json: Json = False,
) -> None:
    """Take documents out, at once and entirely."""
    with _library(context) as library:
        removed = library.remove(sources, collection)
    if as_json:
        _print_json([{"source": e.source, "path": e.path, "collection": e.collection} for e in removed])
    for entry in [] if as_json else removed:
        typer.echo(f"removed   {entry.source}")


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Show which documents are in."""
    with _library(context) as library:
        entries = library.documents()
    if as_json:
        names = ("collection", "source", "path", "title", "articles", "passages", "added_at")
        _print_json([{name: getattr(entry, name) for name in names} for entry in entries])
        return
    from rich.table import Table  # noqa: PLC0415

    table = Table("collection", "source", "title", "articles", "passages", box=None, pad_edge=False)
    for entry in entries:
        table.add_row(entry.collection, entry.source, entry.title, str(entry.articles), str(entry.passages))
    _console().print(table)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="Without it: one question a line from standard input.")
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection", "-c", metavar="NAME", help="Answer from this collection; may be repeated."
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how the answer was found; with --json on standard error.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer a question, or every line of standard input."""
    from bot.account import give_account  # noqa: PLC0415
    from bot.terminal import as_json as reply_as_json  # noqa: PLC0415
    from bot.terminal import show  # noqa: PLC0415

    console = _console()
    with _engine(context) as engine:
        engine.library.require(collection or ())
        for line in _lines() if question is None else [question]:
            explanation = engine.explained(line, collections=collection)
            if as_json:
                typer.echo(reply_as_json(explanation.reply))
            else:
                show(explanation.reply, console)
            if explain:
                give_account(explanation, _notes() if as_json else console)


@app.command()
def chat(context: typer.Context) -> None:
    """Ask in a conversation in the terminal."""
    from bot.chat import converse  # noqa: PLC0415

    with _engine(context) as engine:
        converse(engine, _console())


@app.command()
def bot(context: typer.Context) -> None:
    """Run the Telegram bot: long polling, or a webhook where one is configured."""
    from bot.app import run  # noqa: PLC0415
    from bot.logs import configure_logs  # noqa: PLC0415
    from bot.shelf import Shelf  # noqa: PLC0415
    from bot.state import State  # noqa: PLC0415

    settings = _settings(context)
    token = settings.require_token()
    configure_logs(settings.log_level)
    with _engine(context) as engine:
        run(
            token,
            engine,
            shelf=Shelf.of(engine),
            state=State.open(settings.home),
            rules=settings.rules,
            base_url=settings.telegram_api_url,
            webhook=settings.webhook,
        )


@app.command()
def playground(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Where the page is; default: 8100, or any free one.")
    ] = None,
    browser: Annotated[
        bool, typer.Option(help="Open the page in a browser, where there is a screen.")
    ] = True,
) -> None:
    """Run the whole bot in a chat page of this machine, without Telegram."""
    from bot.logs import configure_logs  # noqa: PLC0415
    from bot.playground.run import Playground, run  # noqa: PLC0415

    settings = _settings(context)
    configure_logs(settings.log_level)
    order = Playground(
        settings.home, port, settings.playground_rules, settings.telegram_bot_token is not None, browser
    )
    if not run(order, lambda: _opened(context), typer.echo):
        raise typer.Exit(1)


@app.command("eval", cls=Greedy)
def eval_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="SQuAD JSON files.", metavar="FILE...")],
    task: Annotated[Task, typer.Option(help="What to measure.")] = "answering",
    distractors: Annotated[
        list[Path] | None, typer.Option(metavar="FILE...", help="More passages for the corpus.")
    ] = None,
    declining: Annotated[bool, typer.Option("--declining", help="Let the engine decline.")] = False,
    search: Annotated[Way, typer.Option(help="How to search, for --task retrieval.")] = "fused",
    as_json: Json = False,
) -> None:
    """Measure on SQuAD JSON, with the metric of the CMRC 2018 shared task."""
    from bot.measure import Order, as_table, measure  # noqa: PLC0415

    order = Order(task, tuple(files), tuple(distractors or ()), search, declining=declining)
    summary = measure(order, _settings(context), Meter("Measuring", _notes()))
    if as_json:
        _print_json(summary)
    else:
        _console().print(as_table(summary))


app.add_typer(feedback, name="feedback")


@app.command()
def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what can be rebuilt.")] = False,
) -> None:
    """Check home, index, models and token."""
    from bot.doctor import examine  # noqa: PLC0415

    healthy = True
    for finding in examine(_settings(context), repair=repair):
        typer.echo(f"{'ok' if finding.healthy else 'BAD':<4} {finding.name:<8} {finding.detail}")
        healthy = healthy and finding.healthy
    if not healthy:
        raise typer.Exit(1)


@contextmanager
def _engine(context: typer.Context, *, asks: bool = True) -> Iterator["Engine"]:
    """The engine over the home; what it has to say goes to standard error.

    Where nothing is asked, a reader of the user's own is not waited for: the one that ships loads at once.
    """
    engine = _opened(context, asks=asks)
    try:
        yield engine
    finally:
        engine.close()


def _opened(context: typer.Context, *, asks: bool = True) -> "Engine":
    """The engine over the home, as for `_engine`; whoever takes it closes it."""
    from embeddings.encoder import load_encoder  # noqa: PLC0415
    from retrieval.decision import Decision  # noqa: PLC0415
    from retrieval.engine import Engine  # noqa: PLC0415
    from retrieval.reader import load_reader  # noqa: PLC0415

    settings = _settings(context)
    reader = settings.reader if asks else None
    return Engine.open(
        settings.home,
        encoder=load_encoder(settings.encoder),
        reader=load_reader(reader),
        decision=Decision.of(reader),
        threshold=settings.threshold,
        notice=lambda sentence: typer.echo(sentence, err=True),
        progress=Meter("Embedding", _notes()),
    )


@contextmanager
def _library(context: typer.Context) -> Iterator["Library"]:
    """The documents of the home, without any model."""
    from retrieval.engine import open_store  # noqa: PLC0415
    from retrieval.library import Library  # noqa: PLC0415

    store = open_store(_settings(context).home)
    try:
        yield Library(store)
    finally:
        store.close()


def _settings(context: typer.Context) -> "Settings":
    from bot.settings import load_settings  # noqa: PLC0415

    return load_settings(context.obj)


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415

    return Console()


def _notes() -> "Console":
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=True)


def _forgive_characters() -> None:
    """A character that the terminal does not know, or a line in another encoding, ends nothing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _lines() -> Iterator[str]:
    """Questions from standard input, as they come."""
    return (line.strip() for line in sys.stdin or () if line.strip())


def _print_json(content: object) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False))
