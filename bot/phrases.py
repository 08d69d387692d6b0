"""Phrases in the languages of this project, from Fluent files: one a language, named by its tag."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import BotError

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

Value = str | int | date
"""What may stand in a phrase."""

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


class PhraseError(BotError):
    """A phrase is missing or broken, or lacks a value: a mistake in the code or in a locale file."""


class Language(StrEnum):
    """The languages by IETF tag, in the order of the menu."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"

    @classmethod
    def of(cls, language_code: str | None) -> "Language":
        """The language for someone with a language code.

        Args:
            language_code: An IETF tag or the name of a locale in any case, such as "zh-hans", "zh_TW" or
                "de"; None where it is not known.

        Returns:
            Chinese in the script of the tag or of its region, simplified where it has neither; English for
            every other language; simplified Chinese for None.
        """
        if not language_code:
            return cls.SIMPLIFIED
        tags = set(re.split("[-_]", language_code.lower()))
        if not tags & {"zh", "hans", "hant"}:
            return cls.ENGLISH
        return cls.TRADITIONAL if tags & _TRADITIONAL and "hans" not in tags else cls.SIMPLIFIED


# Dates such as 18 June 2024.
_REGION: Final = {Language.ENGLISH: "en-GB"}


class Phrases:
    """The phrases of a folder, read when the first one is said.

    Args:
        folder: Holds a file for each language, such as `zh-Hans.ftl`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> None:
        """Read all files, so that nobody waits for that (0.25 s).

        Raises:
            PhraseError: One of them is broken.
        """
        for language in Language:
            _bundle(self.folder, language)

    def has(self, language: Language, phrase: str) -> bool:
        """Whether there is a phrase of this name."""
        return bool(_bundle(self.folder, language).has_message(phrase))

    def fill(self, language: Language, phrase: str, values: Mapping[str, Value]) -> str:
        """A phrase in a language; numbers have no separators, dates are written as usual in it.

        Raises:
            PhraseError: There is no such phrase, or it needs other values.
        """
        from fluent.runtime.types import FluentInt  # noqa: PLC0415  # see _bundle

        bundle = _bundle(self.folder, language)
        if not bundle.has_message(phrase):
            raise PhraseError(f"There is no phrase {phrase!r} in {language}.ftl.")
        pattern = bundle.get_message(phrase).value
        if pattern is None:
            raise PhraseError(f"The phrase {phrase!r} in {language}.ftl has no text.")
        numbers = {n: FluentInt(v, useGrouping=False) for n, v in values.items() if isinstance(v, int)}
        text, errors = bundle.format_pattern(pattern, {**values, **numbers})
        if errors or not isinstance(text, str):
            raise PhraseError(f"The phrase {phrase!r} in {language}.ftl cannot be said: {errors}.")
        return text


@cache
def _bundle(folder: Path, language: Language) -> "FluentBundle":
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415  # brings Babel, 0.1 s
    from fluent.syntax.ast import Junk  # noqa: PLC0415

    resource = FluentResource((folder / f"{language}.ftl").read_text(encoding="utf-8"))
    for entry in resource.body:
        if isinstance(entry, Junk):
            raise PhraseError(f"{language}.ftl cannot be read from here on: {(entry.content or '')[:40]!r}.")
    # Unicode isolation marks would end up in names and commands.
    bundle = FluentBundle([_REGION.get(language, language)], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
