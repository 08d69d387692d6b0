"""Help of commands in the language that is spoken; it is looked up only where help is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from bot.cli.language.words import PHRASES, say, spoken
from bot.phrases import Language


class Command(TyperCommand):
    """A command whose help is in the language that is spoken.

    The phrase `help-NAME` says what it does, `help-NAME-PARAMETER` or else `help-PARAMETER` what a parameter
    is for; NAME is the command's name after that of its groups, joined by hyphens.
    """

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _fill(self, ctx)
        with _titles():
            super().format_help(ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        _write_usage(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help is in the language that is spoken; phrases as for `Command`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of some arguments; that there is none is told in the language that is spoken."""
        try:
            return super().resolve_command(ctx, args)
        except TyperException as error:
            if args and spoken() is not Language.ENGLISH:
                error.message = say("usage-no-command", name=args[0])
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, with a line of each command."""
        _fill(self, ctx)
        for name, command in self.commands.items():
            command.help = say(_phrase(_name(ctx), name))
        with _titles():
            super().format_help(ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        _write_usage(self, ctx, formatter)


def _fill(command: Any, ctx: Any) -> None:
    """Give a command and its parameters their help."""
    name = _name(ctx)
    command.help = say(_phrase(name) if name else "help-yuanwen")
    for parameter in command.get_params(ctx):
        own = _phrase(name, parameter.name)
        parameter.help = say(own if PHRASES.has(spoken(), own) else _phrase(parameter.name))


def _name(ctx: Any) -> str:
    """The name of a command after that of its groups: "feedback-export"; "" for `yuanwen` itself."""
    return f"{_name(ctx.parent)}-{ctx.info_name}".strip("-") if ctx.parent else ""


def _phrase(*parts: str) -> str:
    return "-".join(("help", *filter(None, parts))).replace("_", "-")


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('help-title-usage')} ")


@contextmanager
def _titles() -> Iterator[None]:
    """A block in which Typer's own words are in the language that is spoken."""
    from typer import rich_utils  # noqa: PLC0415  # only where help is shown

    words = {
        "ARGUMENTS_PANEL_TITLE": say("help-title-arguments"),
        "OPTIONS_PANEL_TITLE": say("help-title-options"),
        "COMMANDS_PANEL_TITLE": say("help-title-commands"),
        "REQUIRED_LONG_STRING": f"[{say('help-title-required')}]",
        "DEFAULT_STRING": f"[{say('help-title-default')}: {{}}]",
    }
    before = {name: getattr(rich_utils, name) for name in words}
    try:
        for name, word in words.items():
            setattr(rich_utils, name, word)
        yield
    finally:
        for name, word in before.items():
            setattr(rich_utils, name, word)
