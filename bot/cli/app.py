"""The command line."""

import os
import sys
from contextlib import closing
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli import backup, documents, filters
from bot.cli.console import Json, console, notes, print_json
from bot.cli.context import open_engine, open_settings
from bot.cli.documents.adding import EXIT_INTERRUPTED
from bot.cli.language import preferred, say, speak
from bot.cli.language.failures import failed, misused, said
from bot.cli.language.help import Command, Group
from bot.cli.owners.faq import app as faq
from bot.cli.owners.feedback import app as feedback
from bot.cli.progress import ProgressBar
from bot.phrases import Language
from embeddings import YuanwenError

if TYPE_CHECKING:
    from bot.cli.prompt import Prompt

app = typer.Typer(
    name="yuanwen", cls=Group, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)

_BACKLOG_TOLD_FROM = 30
"""From how many passages on `ask` says that they are still to be embedded; fewer are done within a moment."""

Tongue = Literal["zh", "zh-Hant", "en"]
Task = Literal["reading", "retrieval", "answering"]
Way = Literal["lexical", "vectors", "fused"]


class ManyDistractors(Command):
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
    speak(preferred(os.environ))
    try:
        sys.exit(app(prog_name="yuanwen", standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(EXIT_INTERRUPTED)
    except typer.TyperException as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # that one has shown the help already
            _tell(misused(error))
        sys.exit(error.exit_code)
    except (YuanwenError, OSError) as error:
        _tell(failed(error))
        sys.exit(1)


def _tell(error: str) -> None:
    typer.secho(error, fg=typer.colors.RED, err=True)


def _print_version(wanted: bool) -> None:
    """Print the version and end, where `--version` was given."""
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # 20 ms that no other command needs

        typer.echo(f"yuanwen {version('yuanwen')}")
        raise typer.Exit


def _choose_language(chosen: str | None) -> None:
    """Speak the language that was chosen before the command."""
    if chosen:
        speak(Language.of(chosen))


@app.callback()
def common(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(metavar="DIR")] = None,
    # The callbacks of these do what they say.
    language: Annotated[
        Tongue | None, typer.Option("--language", callback=_choose_language, is_eager=True)
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True)] = False,
) -> None:
    """Options that stand before the command."""
    context.obj = home


app.command(cls=Command)(documents.add)
app.command(cls=Command)(documents.remove)
app.command("list", cls=Command)(documents.list_)


@app.command(cls=Command)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument()] = None,
    collection: Annotated[list[str] | None, typer.Option("--collection", "-c", metavar="NAME")] = None,
    within: Annotated[list[str] | None, typer.Option("--in", metavar="NAME")] = None,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="NAME")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    page_image: Annotated[Path | None, typer.Option("--page-image", metavar="FILE")] = None,
    as_json: Json = False,
) -> None:
    """Answer a question, or every line of standard input."""
    from bot.cli.answers import as_json as reply_as_json  # noqa: PLC0415
    from bot.cli.answers import show  # noqa: PLC0415
    from bot.cli.documents.embedding import lacking  # noqa: PLC0415
    from bot.cli.explanation import print_explanation  # noqa: PLC0415
    from bot.cli.page_image import write_page  # noqa: PLC0415
    from bot.cli.questions import Questions, checked, piped  # noqa: PLC0415

    period = filters.dates(since, until)
    if page_image and question is None:
        raise typer.BadParameter(say("ask-page-image"))
    if question is not None:
        questions = Questions([checked(question)])
    else:
        questions = Questions(_prompt(context).lines() if _is_typed() else piped())
    screen = console()
    with closing(open_engine(context)) as engine:
        engine.library.require(collection or ())
        chosen = filters.documents(within, source, engine.names(collection))
        told = False
        for line in questions:
            explanation = engine.explained(line, collections=collection, documents=chosen, period=period)
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
    if questions.refused:
        raise typer.Exit(1)
    if not questions.count and not _is_typed():
        raise typer.BadParameter(say("ask-nothing"))


@app.command(cls=Command)
def chat(context: typer.Context) -> None:
    """Ask in a conversation in the terminal."""
    from bot.cli.chat import converse  # noqa: PLC0415

    with closing(open_engine(context)) as engine:
        converse(engine, console(), _prompt(context))


@app.command(cls=Command)
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
            state=State.open(settings.home, settings.address),
            rules=settings.rules,
            base_url=settings.bot_api_url,
            metrics=metrics,
        )
        run(plan, settings.webhook, settings.monitoring)


@app.command(cls=Command)
def playground(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
    browser: Annotated[bool, typer.Option()] = True,
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
        database=settings.address,
    )
    if not run(
        order,
        lambda: open_engine(context),
        opened=lambda address: typer.echo(say("playground-at", address=address)),
        failed=lambda error: typer.echo(say("playground-failed", message=said(error))),
    ):
        raise typer.Exit(1)


@app.command("eval", cls=ManyDistractors)
def eval_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    task: Annotated[Task, typer.Option()] = "answering",
    distractors: Annotated[list[Path] | None, typer.Option(metavar="FILE...")] = None,
    declining: Annotated[bool, typer.Option("--declining")] = False,
    search: Annotated[Way, typer.Option()] = "fused",
    as_json: Json = False,
) -> None:
    """Measure on SQuAD JSON, with the metric of the CMRC 2018 shared task."""
    from bot.cli.evaluate import EvaluationRequest, as_table, measure  # noqa: PLC0415

    order = EvaluationRequest(task, tuple(files), tuple(distractors or ()), search, declining=declining)
    summary = measure(order, open_settings(context), ProgressBar(say("measuring"), notes()))
    if as_json:
        print_json(summary)
    else:
        console().print(as_table(summary))


app.add_typer(feedback, name="feedback")
app.add_typer(faq, name="faq")
app.command(cls=Command)(backup.backup)
app.command(cls=Command)(backup.restore)


@app.command(cls=Command)
def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair")] = False,
    as_json: Json = False,
) -> None:
    """Check home, store, state, models, index and token."""
    from bot.cli.doctor import examine  # noqa: PLC0415

    findings = []
    for finding in examine(open_settings(context), repair=repair):
        findings.append(finding)
        if not as_json:
            typer.echo(f"{'ok' if finding.healthy else 'BAD':<4} {finding.name:<8} {finding.detail}")
    if as_json:
        print_json([asdict(finding) for finding in findings])
    if not all(finding.healthy for finding in findings):
        raise typer.Exit(1)


def _is_typed() -> bool:
    """Whether standard input is a terminal."""
    return bool(sys.stdin and sys.stdin.isatty())


def _prompt(context: typer.Context) -> "Prompt":
    from bot.cli.prompt import Prompt  # noqa: PLC0415

    return Prompt(open_settings(context).home, say("prompt"))


def _replace_unknown_characters() -> None:
    """Replace what the terminal cannot show instead of failing; bytes that are no text become surrogates."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)
