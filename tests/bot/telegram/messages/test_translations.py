from collections.abc import AsyncIterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram import User

from bot.playground.protocol.html import parse_html
from bot.storage import ChatSettings, State
from bot.storage.chats import Chats
from bot.storage.database import Database
from bot.telegram.messages.translations import VALUE_UNITS, Language, PhraseError, Translator, Translators
from bot.telegram.messages.truncation import units
from embeddings.errors import YuanwenError

VOICES = [Translator(language) for language in Language]


def person(language_code: str | None, number: int = 7) -> User:
    return User(number, "某人", is_bot=False, language_code=language_code)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "zh-Hans"),
        ("", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("en", "en"),
        ("en-US", "en"),
        ("en-HK", "en"),
        ("de", "en"),
        ("ja", "en"),
        ("tw", "en"),
    ],
)
def test_telegrams_language_code_decides(code: str | None, language: str) -> None:
    assert Translator.of(code) == Translator(Language(language))


@pytest.fixture
async def state() -> AsyncIterator[State]:
    state = State()
    yield state
    await state.close()


async def test_a_choice_comes_before_telegrams_language(state: State) -> None:
    translators = Translators(state.chats)
    assert await translators.of(person("de")) == Translator(Language.ENGLISH)
    assert await translators.choose(person("de"), Language.TRADITIONAL) == Translator(Language.TRADITIONAL)
    assert await translators.of(person("de")) == Translator(Language.TRADITIONAL)
    assert await translators.of(person("de", 8)) == Translator(Language.ENGLISH)
    assert (await state.chats.get(7)).language == "zh-Hant"
    assert await translators.of(None) == Translator(Language.SIMPLIFIED)


async def test_a_choice_that_is_unknown_or_cannot_be_read_counts_as_none(state: State) -> None:
    class Broken(Chats):
        async def get(self, chat: int) -> ChatSettings:
            raise YuanwenError("the disk is away")

    await state.chats.set_language(7, "tlh")
    assert await Translators(state.chats).of(person("zh-tw")) == Translator(Language.TRADITIONAL)
    with capture_logs() as logged:
        assert await Translators(Broken(Database())).of(person("zh-tw")) == Translator(Language.TRADITIONAL)
    assert [entry["event"] for entry in logged] == ["language_not_known"]


def test_dates_and_numbers() -> None:
    day = date(2024, 6, 18)
    assert [translator.plain("published", day=day) for translator in VOICES] == [
        "2024年6月18日",
        "2024年6月18日",
        "18 June 2024",
    ]
    assert [translator.plain("page", page=1234) for translator in VOICES] == [
        "第1234页",
        "第1234頁",
        "p. 1234",
    ]


@given(st.text(st.characters() | st.sampled_from("<>&\"'/b😀")), st.sampled_from(VOICES))
def test_no_value_is_ever_markup(value: str, translator: Translator) -> None:
    said = translator.say("asked", question=f"|{value}<i>&amp;</i>|")
    assert parse_html(said).entities == ()
    assert parse_html(said).text == translator.plain("asked", question=f"|{value}<i>&amp;</i>|")
    said.encode()


def test_values_are_escaped_within_the_markup_of_a_phrase() -> None:
    said = parse_html(Translator(Language.ENGLISH).say("welcome", bot="<b>x</b>&'\""))
    assert "@<b>x</b>&'\"" in said.text
    assert said.parts("bold") == ["exact words"]


def test_names_get_no_marks_for_the_direction_of_writing() -> None:
    for translator in VOICES:
        assert "@yuanwen_bot" in translator.say("welcome", bot="yuanwen_bot")
        assert not {"\u2068", "\u2069"} & set(translator.say("welcome", bot="yuanwen_bot"))


@pytest.mark.parametrize("value", ["问" * 9000, "<" * 9000, "'" * 9000, "😀" * 9000])
def test_a_long_value_is_cut(value: str) -> None:
    for translator in VOICES:
        text = parse_html(translator.say("asked", question=value)).text
        assert VALUE_UNITS < units(text) <= VALUE_UNITS + 3
        assert text.endswith("…")
        assert translator.plain("asked", question=value) == text


def test_a_value_turns_nothing_of_a_phrase_around() -> None:
    for translator in VOICES:
        assert translator.say("asked", question="\u202e几\u2067人") == translator.say(
            "asked", question="几人"
        )


def test_what_cannot_be_said_is_an_error_and_never_a_message() -> None:
    translator = Translator(Language.ENGLISH)
    with pytest.raises(PhraseError, match=r"no phrase 'no-such-phrase' in en\.ftl"):
        translator.say("no-such-phrase")
    with pytest.raises(PhraseError, match="question"):
        translator.plain("asked")
