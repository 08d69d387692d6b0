"""Buttons under answers that copy words, ask elsewhere, and show how somebody voted."""

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.services.visibility import own_collection
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.book import Book, book
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import BRIDGE, COST, add, served

VOICE = Translator(Language.SIMPLIFIED)
QUESTION = "拨款多少？"
COPY, FORWARD = VOICE.plain("button-copy"), VOICE.plain("button-forward")
USEFUL, USELESS = VOICE.plain("button-useful"), VOICE.plain("button-useless")


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


def copied(message: Message) -> list[str]:
    return [button["copy_text"]["text"] for button in message.buttons if "copy_text" in button]


def asked_elsewhere(message: Message) -> list[str]:
    key = "switch_inline_query_chosen_chat"
    return [button[key]["query"] for button in message.buttons if key in button]


async def test_the_exact_words_of_the_answer_that_is_shown_are_copied(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(book()):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, QUESTION))
        assert copied(message) == ["0亿元"]
        telegram.tap(user, message, VOICE.plain("button-others", number=2, count=5))
        assert copied(await telegram.change_of(message)) == ["1亿元"]


async def test_words_that_telegram_does_not_copy_have_no_such_button(
    telegram: Loopback, serve: Serve
) -> None:
    longest, longer = "长" * 256, "长" * 257
    async with serve(Archive({"短": found(longest, longest), "长": found(longer, longer)})):
        user = telegram.user("小明")
        assert copied(await telegram.answer_to(telegram.say(user, "短"))) == [longest]
        assert copied(await telegram.answer_to(telegram.say(user, "长"))) == []


async def test_the_question_is_asked_in_another_chat_and_finds_the_same(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Book([("共拨款3亿元。", "3亿元")])):
        user, friend = telegram.user("小明"), telegram.user("小红")
        message = await telegram.answer_to(telegram.say(user, QUESTION))
        (query,) = asked_elsewhere(message)
        assert query == QUESTION
        typed = telegram.inline(user, query)
        answer = await telegram.offers_for(typed)
        sent = telegram.choose(typed, answer.results[0], telegram.between(user, friend))
        # In a chat of others it can be copied; to send it on from there is theirs.
        assert copied(sent) == ["3亿元"]
        assert asked_elsewhere(sent) == []


async def test_a_follow_up_is_asked_elsewhere_as_it_was_understood(telegram: Loopback, serve: Serve) -> None:
    async with serve(book()):
        user = telegram.user("小明")
        first = await telegram.answer_to(telegram.say(user, "修路拨款多少？"))
        second = await telegram.answer_to(telegram.say(user, "那修桥呢？", reply_to=first))
        (query,) = asked_elsewhere(second)
        assert query in second.text
        assert "拨款" in query


async def test_a_question_too_long_for_an_inline_query_has_no_such_button(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(book()):
        message = await telegram.answer_to(telegram.say(telegram.user("小明"), "问" * 257))
        assert FORWARD not in labels(message)
        assert COPY in labels(message)


async def test_what_only_one_chat_may_see_is_not_asked_elsewhere(
    telegram: Loopback, serve: Serve, library: Engine
) -> None:
    async with served(serve, library):
        user = telegram.user("小明")
        await add(telegram, user, "桥.txt", BRIDGE)
        message = await telegram.answer_to(telegram.say(user, COST))
        assert copied(message) == ["三百二十万元"]
        assert FORWARD not in labels(message)
        library.library.clear(own_collection(user.id))


async def test_in_private_people_see_how_they_voted(telegram: Loopback, serve: Serve) -> None:
    following = VOICE.plain("button-others", number=2, count=5)
    async with serve(book()):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, QUESTION))
        telegram.tap(user, message, USEFUL)
        voted = await telegram.change_of(message)
        assert voted.content == message.content
        message = voted
        assert [label for label in labels(message) if label.startswith("✓")] == [f"✓ {USEFUL}"]
        # Another choice moves the mark; the same again changes nothing.
        telegram.tap(user, message, USELESS)
        message = await telegram.change_of(message)
        assert [label for label in labels(message) if label.startswith("✓")] == [f"✓ {USELESS}"]
        await telegram.notice_for(telegram.tap(user, message, f"✓ {USELESS}"))
        # Only the answer that was voted on shows it, however often one turns.
        telegram.tap(user, message, following)
        other = await telegram.change_of(message)
        assert not [label for label in labels(other) if label.startswith("✓")]
        telegram.tap(user, other, "‹")
        again = await telegram.change_of(other)
        assert labels(again) == labels(message)


async def test_in_a_group_no_vote_is_shown_to_all(telegram: Loopback, serve: Serve) -> None:
    async with serve(book()):
        user, group = telegram.user("小明"), telegram.group("群")
        message = await telegram.answer_to(telegram.say(user, f"/ask {QUESTION}", group))
        notice = await telegram.notice_for(telegram.tap(user, message, USEFUL))
        assert notice.text == VOICE.plain("voted")
        await telegram.answer_to(telegram.say(user, f"/ask {QUESTION}", group))
    assert telegram.current(message) == message


async def test_no_more_than_three_rows_of_buttons(telegram: Loopback, serve: Serve) -> None:
    async with serve(book()):
        message = await telegram.answer_to(telegram.say(telegram.user("小明"), QUESTION))
    rows = message.markup["inline_keyboard"]
    assert len(rows) <= 3
    assert all(sum(len(button["text"]) for button in row) <= 16 for row in rows)
