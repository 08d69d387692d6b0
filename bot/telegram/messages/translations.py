"""The bot's languages: the phrases in `locales/*.ftl`, and the language of each person."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import structlog

from bot.phrases import Language, PhraseError, Phrases, Value
from bot.storage.chats import Chats
from bot.telegram.messages.html import Html, escaped
from bot.telegram.messages.truncation import clean, clip, undirected
from embeddings.errors import YuanwenError

if TYPE_CHECKING:
    from telegram import User

__all__ = [
    "LOCALES",
    "VALUE_UNITS",
    "Language",
    "PhraseError",
    "Translator",
    "Translators",
    "Value",
    "load_phrases",
]

LOCALES: Final = Path(__file__).parent / "locales"
"""The folder of phrases: one file a language, named by its code."""

VALUE_UNITS: Final = 300
"""The longest value in a phrase, in UTF-16 code units; fluent.runtime refuses long ones."""

_PHRASES: Final = Phrases(LOCALES)
_log = structlog.get_logger(__name__)


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
        values = {name: _safe(value) for name, value in _cut(values).items()}
        return Html(_PHRASES.fill(self.language, phrase, values))

    def plain(self, phrase: str, /, **values: Value) -> str:
        """A phrase as plain text, for buttons, titles and notices.

        Raises:
            PhraseError: As for `say`.
        """
        return _PHRASES.fill(self.language, phrase, _cut(values))


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
    _PHRASES.load()


def _safe(value: Value) -> Value:
    return escaped(value) if isinstance(value, str) else value


def _cut(values: dict[str, Value]) -> dict[str, Value]:
    return {name: _shown(value) if isinstance(value, str) else value for name, value in values.items()}


def _shown(value: str) -> str:
    return clip(undirected(clean(value)), VALUE_UNITS)
