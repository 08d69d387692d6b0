"""Questions of `yuanwen ask`: one of the command, or one a line of standard input."""

import re
import sys
from collections.abc import Iterable, Iterator

import typer

from bot.cli.language import say
from bot.cli.language.failures import one_line

_UNDECODED = re.compile("[\ud800-\udfff]")
"""Bytes in another encoding than the terminal's, as Python hands them over."""


class Questions:
    """Questions line by line; what cannot be read is told on standard error and left out.

    Attributes:
        count: How many have come.
        refused: How many lines could not be read.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Nothing is read yet.

        Args:
            lines: Those that are blank are passed over.
        """
        self._lines = lines
        self.count = self.refused = 0

    def __iter__(self) -> Iterator[str]:
        """Each question, as it comes."""
        for number, line in enumerate(self._lines, start=1):
            if is_undecoded(line):
                self.refused += 1
                told = say("ask-undecoded-line", number=number, encoding=_encoding())
                typer.echo(one_line(say("error", message=told)), err=True)
            elif not is_blank(line):
                self.count += 1
                yield line.strip()


def checked(question: str) -> str:
    """A question of the command line.

    Raises:
        BadParameter: There is nothing in it, or it is not text.
    """
    if is_undecoded(question):
        raise typer.BadParameter(say("ask-undecoded", encoding=_encoding()))
    if is_blank(question):
        raise typer.BadParameter(say("ask-blank"))
    return question


def piped() -> Iterator[str]:
    """The lines of standard input, as they come."""
    return iter(sys.stdin or ())


def is_blank(text: str) -> bool:
    """Whether there is nothing to be seen in a text."""
    return not any(character.isprintable() and not character.isspace() for character in text)


def is_undecoded(text: str) -> bool:
    """Whether a text holds bytes that are no characters in the encoding of the terminal."""
    return bool(_UNDECODED.search(text))


def _encoding() -> str:
    return (sys.stdin.encoding if sys.stdin else "utf-8").upper()
