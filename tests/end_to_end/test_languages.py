"""People of three languages talk to the same bot."""

from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.playground.simulation.queries import CallbackQuery
from bot.services.access import Rules
from bot.services.documents import DocumentService
from bot.telegram.messages.translations import Language, Translator
from tests.conftest import OpenEngine
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Log, Serve

QUESTION = "拨款多少"
CODES = {"zh-hans": "zh-Hans", "zh-TW": "zh-Hant", "en-US": "en", "fr": "en"}
HANS, HANT, EN = (Translator(language) for language in Language)


async def pressed(telegram: Loopback, query: CallbackQuery) -> str:
    """What is shown for a press, once the bot has dealt with it and all before it."""
    answer = await telegram.notifier.until(lambda: query.answer, timeout=20)
    return answer.text


async def menu_after(telegram: Loopback, menu: Message, text: str) -> Message:
    """A menu, once it has a text."""

    def look() -> Message | None:
        message = telegram.chats.find(menu.chat, menu.id)
        return message if message and message.text == text else None

    return await telegram.notifier.until(look, timeout=20)


def buttons(message: Message) -> dict[str, str]:
    rows = message.markup["inline_keyboard"]
    return {button["text"]: button["callback_data"] for (button,) in rows}


@pytest.mark.usefixtures("logged")
async def test_the_same_question_in_three_languages(telegram: Loopback, serve: Serve) -> None:
    text = "市里撥款3億元，用于修路。"
    async with serve(Archive({QUESTION: found(text, "3億元"), "x": RuntimeError()})):
        for code, language in CODES.items():
            group = telegram.group(f"讀書会{code}")
            user = telegram.user(f"人{code}", language_code=code)
            translator = Translator(Language(language))
            for chat, command in ((None, ""), (group, "/ask ")):
                answer = await telegram.answer_to(telegram.say(user, command + QUESTION, chat))
                assert answer.text == f"3億元\n\n{text}\n《通知》 · a.txt"
                missing = await telegram.answer_to(telegram.say(user, f"{command}别的", chat))
                assert missing.content.parts("bold") == [translator.plain("not-found")]
                trouble = await telegram.answer_to(telegram.say(user, f"{command}x", chat))
                assert trouble.text == translator.plain("trouble")
            inline_answer = await telegram.offers_for(telegram.inline(user, QUESTION))
            heading = translator.plain("asked", question=QUESTION)
            assert inline_answer.results[0].content.text == f"{heading}\n\n{answer.text}"
            assert inline_answer.is_personal
            nothing = await telegram.offers_for(telegram.inline(user, "别的"))
            assert nothing.results[0].title == translator.plain("not-found")
            hint = await telegram.offers_for(telegram.inline(user, ""))
            assert hint.button["text"] == translator.plain("inline-button")
            assert hint.results[0].description == translator.plain("inline-hint", bot=telegram.bot.username)


@pytest.mark.parametrize(
    ("code", "translator", "heading"),
    [("zh-cn", HANS, "怎么看答案"), ("zh-hant", HANT, "如何看答案"), ("pt-br", EN, "How to read an answer")],
)
async def test_welcome_and_help_show_all_that_can_be_done(
    telegram: Loopback,
    serve: Serve,
    tmp_path: Path,
    open_engine: OpenEngine,
    code: str,
    translator: Translator,
    heading: str,
) -> None:
    name = telegram.bot.username
    ways, own = translator.plain("ways", bot=name), translator.plain("welcome-documents")
    assert ["首期呢？" in ways, "/ask" in ways, f"@{name}" in ways] == [True] * 3
    for takes in (False, True):
        engine = open_engine(tmp_path)
        async with serve(
            Archive(), document_service=DocumentService.of(engine), rules=Rules(documents=int(takes))
        ):
            user = telegram.user("某人", language_code=code)
            welcomed = await telegram.answer_to(telegram.say(user, "/start"))
            helped = await telegram.answer_to(telegram.say(user, "/help"))
        engine.close()
        assert len(welcomed.content.parts("bold")) == 1
        assert ways in welcomed.text
        assert welcomed.text.endswith(own) is takes
        assert ways in helped.text
        assert heading in helped.content.parts("bold")
        assert ("/add" in helped.text, "/docs" in helped.text) == (takes, takes)
        assert ("/forget" in helped.text, "/setprivacy" in helped.text) == (True, True)


async def test_someone_without_a_language_is_spoken_to_in_simplified_chinese(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Archive()):
        user = telegram.user("某人", language_code="")
        assert "language_code" not in user.json()
        answer = await telegram.answer_to(telegram.say(user, "/ask"))
    assert answer.text == HANS.plain("how-to-ask")


async def test_choosing_a_language(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        user = telegram.user("Ann", language_code="en")
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        assert menu.text == EN.plain("language-menu")
        assert buttons(menu) == {
            "简体中文": "lang:zh-Hans",
            "繁體中文": "lang:zh-Hant",
            "✓ English": "lang:en",
        }
        for translator, mark in ((HANT, "✓ 繁體中文"), (HANS, "✓ 简体中文")):
            query = telegram.press(user, menu, f"lang:{translator.language}")
            assert await pressed(telegram, query) == translator.plain("language-chosen")
            changed = await menu_after(telegram, menu, translator.plain("language-chosen"))
            assert mark in buttons(changed)
            assert (await telegram.answer_to(telegram.say(user, "/ask"))).text == translator.plain(
                "how-to-ask"
            )
        inline_answer = await telegram.offers_for(telegram.inline(user, "什么"))
        assert inline_answer.results[0].title == HANS.plain("not-found")
        # Everyone else is spoken to as before.
        other = telegram.user("Bob", language_code="en")
        assert (await telegram.answer_to(telegram.say(other, "/ask"))).text == EN.plain("how-to-ask")


async def test_pressing_the_same_twice_is_no_trouble(telegram: Loopback, serve: Serve, logged: Log) -> None:
    async with serve(Archive()):
        user = telegram.user("小明")
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        for _ in range(2):
            assert await pressed(telegram, telegram.press(user, menu, "lang:en")) == EN.plain(
                "language-chosen"
            )
        await menu_after(telegram, menu, EN.plain("language-chosen"))
    assert [entry["event"] for entry in logged] == ["bot_ready"]


async def test_in_a_group_a_choice_is_that_of_whoever_presses(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        group = telegram.group("读书会")
        caller, other = telegram.user("小明"), telegram.user("小红")
        menu = await telegram.answer_to(telegram.say(caller, "/language", group))
        assert await pressed(telegram, telegram.press(other, menu, "lang:en")) == EN.plain("language-chosen")
        for user, translator in ((other, EN), (caller, HANS)):
            answer = await telegram.answer_to(telegram.say(user, "/ask", group))
            assert answer.text == translator.plain("how-to-ask")
        # The menu is still in the language of the one who called for it, and follows that one alone.
        same = telegram.chats.find(group, menu.id)
        assert same
        assert same.text == HANS.plain("language-menu")
        await pressed(telegram, telegram.press(caller, menu, "lang:zh-Hant"))
        await menu_after(telegram, menu, HANT.plain("language-chosen"))


@pytest.mark.parametrize("data", ["data", "lang:tlh", "lang:", "lang:en2"])
async def test_a_button_of_old(telegram: Loopback, serve: Serve, data: str) -> None:
    async with serve(Archive()):
        user = telegram.user("小明")
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        assert await pressed(telegram, telegram.press(user, menu, data)) == HANS.plain("old-button")
        assert (await telegram.answer_to(telegram.say(user, "/ask"))).text == HANS.plain("how-to-ask")


async def test_commands_are_offered_by_language_and_kind_of_chat(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        await telegram.notifier.until(lambda: len(telegram.commands) >= 6, timeout=20)
    offered = {
        audience: {command["command"]: command["description"] for command in commands}
        for audience, commands in telegram.commands.items()
    }
    group = ["ask", "in", "docs", "add", "help", "language"]
    private = [*group, "forget", "start"]
    scopes = {"default": private, "all_private_chats": private, "all_group_chats": [*group, "settings"]}
    assert {audience: list(commands) for audience, commands in offered.items()} == {
        (scope, code): names for scope, names in scopes.items() for code in ("", "zh")
    }
    for scope in scopes:
        assert offered[scope, ""]["ask"] == EN.plain("command-ask")
        assert offered[scope, "zh"]["ask"] == HANS.plain("command-ask")
