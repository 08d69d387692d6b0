"""The command line."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from bot.cli import backup, documents
from bot.cli.console import Json, console, notes, print_json
from bot.cli.context import open_engine, open_settings
from bot.cli.owners.faq import app as faq
from bot.cli.owners.feedback import app as feedback
from bot.cli.progress import ProgressBar
from embeddings import YuanwenError

app = typer.Typer(
    name="yuanwen",
    help="Ask your own Chinese documents; get the exact words that answer, and where they stand.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

_BACKLOG_TOLD_FROM = 30
"""From how many passages on `ask` says that they are still to be embedded; fewer are done within a moment."""
_COLLECTIONS = typer.Option(
    "--collection", "-c", metavar="NAME", help="Answer from this collection; may be repeated."
)
_PAGE_IMAGE = typer.Option(
    "--page-image",
    metavar="FILE",
    help="Write the page that the answer stands on as a PNG, its words marked.",
)
_EXPLAIN = typer.Option("--explain", help="Show how the answer was found; with --json on standard error.")

Task = Literal["reading", "retrieval", "answering"]
Way = Literal["lexical", "vectors", "fused"]


class ManyDistractors(TyperCommand):
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
    _replace_unknown_characters()
    # Else numpy starts a thread on each core when it is imported, although one does all (retrieval.threads).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except (YuanwenError, OSError) as error:
        typer.secho(f"Error: {error}", fg=typer.colors.RED, err=True)
        sys.exit(1)


def _print_version(wanted: bool) -> None:
    """Print the version and end, where `--version` was given."""
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # 20 ms that no other command needs

        typer.echo(f"yuanwen {version('yuanwen')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where everything is kept; default: YUANWEN_HOME, or your data folder."
        ),
    ] = None,
    version: Annotated[  # its callback does what it says
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Options that stand before the command."""
    context.obj = home


app.command()(documents.add)
app.command()(documents.remove)
app.command("list")(documents.list_)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="Without it: one question a line from standard input.")
    ] = None,
    collection: Annotated[list[str] | None, _COLLECTIONS] = None,
    explain: Annotated[bool, _EXPLAIN] = False,
    page_image: Annotated[Path | None, _PAGE_IMAGE] = None,
    as_json: Json = False,
) -> None:
    """Answer a question, or every line of standard input."""
    from bot.cli.answers import as_json as reply_as_json  # noqa: PLC0415
    from bot.cli.answers import show  # noqa: PLC0415
    from bot.cli.embedding import lacking  # noqa: PLC0415
    from bot.cli.explanation import print_explanation  # noqa: PLC0415
    from bot.cli.page_image import write_page  # noqa: PLC0415

    if page_image and question is None:
        raise typer.BadParameter("--page-image goes with a question.")
    screen = console()
    with closing(open_engine(context)) as engine:
        engine.library.require(collection or ())
        told = False
        for line in _lines() if question is None else [question]:
            explanation = engine.explained(line, collections=collection)
            if as_json:
                typer.echo(reply_as_json(explanation.reply))
            else:
                show(explanation.reply, screen)
            if explain:
                print_explanation(explanation, notes() if as_json else screen)
            if not told and (backlog := engine.retriever.backlog()).missing > _BACKLOG_TOLD_FROM:
                told = True
                typer.echo(lacking(backlog), err=True)
            if page_image:
                write_page(engine, explanation.reply, page_image)


@app.command()
def chat(context: typer.Context) -> None:
    """Ask in a conversation in the terminal."""
    from bot.cli.chat import converse  # noqa: PLC0415

    with closing(open_engine(context)) as engine:
        converse(engine, console())


@app.command()
def bot(context: typer.Context) -> None:
    """Run the Telegram bot: long polling, or a webhook where one is configured."""
    from bot.logging import configure_logs  # noqa: PLC0415
    from bot.metrics import Metrics  # noqa: PLC0415
    from bot.services.documents import DocumentService  # noqa: PLC0415
    from bot.services.explaining_answerer import ExplainingAnswerer  # noqa: PLC0415
    from bot.services.monitoring import watch_engine  # noqa: PLC0415
    from bot.storage import State  # noqa: PLC0415
    from bot.telegram.application import Plan, run  # noqa: PLC0415

    settings = open_settings(context)
    token, metrics = settings.require_token(), Metrics()
    configure_logs(settings.log_level, settings.log_format, observers=(metrics.count_log,))
    with closing(open_engine(context)) as engine:
        watch_engine(metrics, engine)
        plan = Plan(
            token,
            ExplainingAnswerer(engine, lambda explanation: metrics.stepped(explanation.steps)),
            document_service=DocumentService.of(engine),
            state=State.open(settings.home),
            rules=settings.rules,
            base_url=settings.bot_api_url,
            metrics=metrics,
        )
        run(plan, settings.webhook, settings.monitoring)


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
    from bot.logging import configure_logs  # noqa: PLC0415
    from bot.playground.run import PlaygroundOptions, run  # noqa: PLC0415

    settings = open_settings(context)
    configure_logs(settings.log_level, settings.log_format)
    order = PlaygroundOptions(
        settings.home,
        port,
        settings.playground_rules,
        has_token=settings.telegram_bot_token is not None,
        opens_browser=browser,
    )
    if not run(order, lambda: open_engine(context), typer.echo):
        raise typer.Exit(1)


@app.command("eval", cls=ManyDistractors)
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
    from bot.cli.evaluate import EvaluationRequest, as_table, measure  # noqa: PLC0415

    order = EvaluationRequest(task, tuple(files), tuple(distractors or ()), search, declining=declining)
    summary = measure(order, open_settings(context), ProgressBar("Measuring", notes()))
    if as_json:
        print_json(summary)
    else:
        console().print(as_table(summary))


app.add_typer(feedback, name="feedback")
app.add_typer(faq, name="faq")
app.command()(backup.backup)
app.command()(backup.restore)


@app.command()
def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild what can be rebuilt.")] = False,
) -> None:
    """Check home, index, models and token."""
    from bot.cli.doctor import examine  # noqa: PLC0415

    healthy = True
    for finding in examine(open_settings(context), repair=repair):
        typer.echo(f"{'ok' if finding.healthy else 'BAD':<4} {finding.name:<8} {finding.detail}")
        healthy = healthy and finding.healthy
    if not healthy:
        raise typer.Exit(1)


def _replace_unknown_characters() -> None:
    """Replace characters that the terminal cannot show, and input that is not text, instead of failing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _lines() -> Iterator[str]:
    """Questions from standard input, as they come."""
    return (line.strip() for line in sys.stdin or () if line.strip())
