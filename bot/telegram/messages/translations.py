"""The bot's languages: the phrases in `locales/*.ftl`, and the language of each person."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import structlog

from bot.errors import BotError
from bot.storage.chats import Chats
from bot.telegram.messages.html import Html, escaped
from bot.telegram.messages.truncation import clean, clip, undirected
from embeddings.errors import YuanwenError

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from telegram import User

LOCALES: Final = Path(__file__).parent / "locales"
"""The folder of phrases: one file a language, named by its code."""

VALUE_UNITS: Final = 300
"""The longest value in a phrase, in UTF-16 code units; fluent.runtime refuses long ones."""

Value = str | int | date

_log = structlog.get_logger(__name__)

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
        """The language for someone whose Telegram has a language code.

        Args:
            language_code: An IETF tag in any case, such as "zh-hans", "zh-TW" or "de"; None where
                Telegram does not tell.

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


@dataclass(frozen=True, slots=True)
class Translator:
    """The bot's phrases in one language.

    Callers write the identifier of a phrase as a literal, so that a test can check all of them against the
    locale files. Values lose their direction marks and are cut to `VALUE_UNITS`; numbers have no separators;
    dates are written as usual in the language.

    Attributes:
        language: The language.
    """

    language: Language

    @classmethod
    def of(cls, language_code: str | None) -> Self:
        """The translator for a language code of Telegram, see `Language.of`."""
        return cls(Language.of(language_code))

    def say(self, phrase: str, /, **values: Value) -> Html:
        """A phrase as HTML. Markup in the phrase is kept, markup in values is escaped.

        Raises:
            PhraseError: There is no such phrase, or it needs other values.
        """
        return Html(self._filled(phrase, {name: _safe(value) for name, value in _cut(values).items()}))

    def plain(self, phrase: str, /, **values: Value) -> str:
        """A phrase as plain text, for buttons, titles and notices.

        Raises:
            PhraseError: As for `say`.
        """
        return self._filled(phrase, _cut(values))

    def _filled(self, phrase: str, values: dict[str, Value]) -> str:
        from fluent.runtime.types import FluentInt  # noqa: PLC0415  # see _bundle

        bundle = _bundle(self.language)
        if not bundle.has_message(phrase):
            raise PhraseError(f"There is no phrase {phrase!r} in {self.language}.ftl.")
        pattern = bundle.get_message(phrase).value
        if pattern is None:
            raise PhraseError(f"The phrase {phrase!r} in {self.language}.ftl has no text.")
        numbers = {n: FluentInt(v, useGrouping=False) for n, v in values.items() if isinstance(v, int)}
        text, errors = bundle.format_pattern(pattern, {**values, **numbers})
        if errors or not isinstance(text, str):
            raise PhraseError(f"The phrase {phrase!r} in {self.language}.ftl cannot be said: {errors}.")
        return text


class Translators:
    """The translator of each person: in the language they chose with /language, else that of their Telegram.

    Args:
        chats: The settings of private chats, with the language.
    """

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    async def of(self, user: "User | None") -> Translator:
        """The translator of a person; of nobody, simplified Chinese.

        Where the database fails, the language of their Telegram counts, so that errors can be reported.
        """
        if user is None:
            return Translator.of(None)
        try:
            chosen = (await self._chats.get(user.id)).language
        except YuanwenError as error:
            _log.warning("language_not_known", error=type(error).__name__)
            chosen = None
        return Translator(Language(chosen)) if chosen in set(Language) else Translator.of(user.language_code)

    async def choose(self, user: "User", language: Language) -> Translator:
        """Store the language of a person, and return its translator."""
        await self._chats.set_language(user.id, language.value)
        return Translator(language)


def load_phrases() -> None:
    """Read all locale files, so that no update waits for that (0.25 s).

    Raises:
        PhraseError: One of them is broken.
    """
    for language in Language:
        _bundle(language)


@cache
def _bundle(language: Language) -> "FluentBundle":
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415  # brings Babel: only the bot speaks
    from fluent.syntax.ast import Junk  # noqa: PLC0415

    resource = FluentResource((LOCALES / f"{language}.ftl").read_text(encoding="utf-8"))
    for entry in resource.body:
        if isinstance(entry, Junk):
            raise PhraseError(f"{language}.ftl cannot be read from here on: {(entry.content or '')[:40]!r}.")
    # Unicode isolation marks would end up in names and commands.
    bundle = FluentBundle([_REGION.get(language, language)], use_isolating=False)
    bundle.add_resource(resource)
    return bundle


def _safe(value: Value) -> Value:
    return escaped(value) if isinstance(value, str) else value


def _cut(values: dict[str, Value]) -> dict[str, Value]:
    return {name: _shown(value) if isinstance(value, str) else value for name, value in values.items()}


def _shown(value: str) -> str:
    return clip(undirected(clean(value)), VALUE_UNITS)
