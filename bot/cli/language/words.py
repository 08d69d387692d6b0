"""The language of the command line, and its phrases in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.phrases import Language, Phrases, Value

LOCALES: Final = Path(__file__).parent / "locales"
"""The folder of the phrases of the command line: one file a language."""

PHRASES: Final = Phrases(LOCALES)
"""The phrases of the command line."""

_LONGEST = 1000
"""The longest value in a phrase, in characters; fluent.runtime refuses long ones."""
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class _Spoken:
    """The language of this process."""

    language = Language.ENGLISH


def preferred(environment: Mapping[str, str]) -> Language:
    """The language that a terminal is set to; English where it is set to none, or to "C"."""
    locale = next(filter(None, map(environment.get, _VARIABLES)), None)
    return Language.of((locale or "C").partition(".")[0].partition("@")[0])


def speak(language: Language) -> None:
    """Speak a language from now on."""
    _Spoken.language = language


def spoken() -> Language:
    """The language that is spoken now."""
    return _Spoken.language


def say(phrase: str, /, **values: Value) -> str:
    """A phrase in the language that is spoken.

    Callers write its name as a literal, so that a test can check all of them against the locale files. Text
    in it is cut to 1,000 characters.

    Raises:
        PhraseError: There is no such phrase, or it needs other values.
    """
    return fill(phrase, values)


def fill(phrase: str, values: Mapping[str, Value]) -> str:
    """A phrase whose name is not written out: see `say`."""
    return PHRASES.fill(spoken(), phrase, {name: _cut(value) for name, value in values.items()})


def _cut(value: Value) -> Value:
    return value[: _LONGEST - 1] + "…" if isinstance(value, str) and len(value) > _LONGEST else value
