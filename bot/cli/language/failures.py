"""Errors in one line, in the language that is spoken."""

from typing import TYPE_CHECKING, Any

from bot.cli.language.words import PHRASES, fill, say, spoken
from bot.phrases import Language
from embeddings import YuanwenError
from retrieval.errors import ReasonedError

if TYPE_CHECKING:
    from enum import Enum

    from typer import TyperException


def failed(error: Exception) -> str:
    """One line that says what went wrong, and the way out."""
    return one_line(say("error", message=said(error)))


def misused(error: "TyperException") -> str:
    """One line that says what is wrong with how a command was called, and what shows it right."""
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context else "yuanwen"
    message = _usage(error)
    stop = "." if message[-1:].isalnum() else ""
    return one_line(say("error-usage", message=f"{message}{stop}", command=command))


def said(error: Exception) -> str:
    """What an error says: in English its own message, else the phrase of its reason or sentence, if any."""
    if isinstance(error, ReasonedError):
        return reasoned(str(error), error.reason)
    if isinstance(error, YuanwenError) and error.phrase and spoken() is not Language.ENGLISH:
        return fill(f"failure-{error.phrase}", error.values)
    return str(error)


def reasoned(message: str, reason: "Enum | None") -> str:
    """What an error of a reason says: its own message in English, otherwise the phrase of the reason.

    Args:
        message: In English.
        reason: Why, or None where that is not known.
    """
    if reason is None or spoken() is Language.ENGLISH:
        return message
    phrase = f"{type(reason).__name__}-{reason.name}".lower().replace("_", "-")
    return fill(phrase, {}) if PHRASES.has(spoken(), phrase) else message


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _usage(error: Any) -> str:
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    message = error.format_message()
    if spoken() is Language.ENGLISH or name not in {"MissingParameter", "NoSuchOption", "BadParameter"}:
        return str(message)
    if name == "NoSuchOption":
        return say("usage-no-option", option=error.option_name)
    shown = parameter.get_error_hint().strip("'") if parameter else ""
    if name == "MissingParameter" and shown:
        return say("usage-missing", parameter=shown)
    return say("usage-value", parameter=shown, message=error.message) if shown else str(error.message)
