"""The bot in groups and forums."""

import threading

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import ANONYMOUS
from bot.services.access import Rules
from bot.storage import State
from bot.telegram.messages.translations import Language, Translator
from retrieval.documents import Band
from tests.end_to_end.archive import Archive, ExplainingAnswerer, found
from tests.end_to_end.book import book
from tests.end_to_end.conftest import Log, Serve

VOICE = Translator(Language.SIMPLIFIED)
ASKED = "拨款多少？"
TOO_MANY = VOICE.plain("too-many", seconds=0).partition("0")[0]
ADMINS_ONLY = VOICE.plain("settings-admins-only")
ALL, CALLED = VOICE.plain("button-answer-all"), VOICE.plain("button-only-called")


@pytest.mark.parametrize("text", [f"@yuanwen_bot {ASKED}", f"{ASKED} @yuanwen_bot", f"@Yuanwen_Bot\n{ASKED}"])
async def test_a_mention_asks(telegram: Loopback, serve: Serve, text: str) -> None:
    explaining_answerer = ExplainingAnswerer(Archive())
    async with serve(explaining_answerer):
        await telegram.answer_to(telegram.say(telegram.user("小明"), text, telegram.group("群")))
    assert explaining_answerer.asked == [ASKED]


async def test_a_mention_alone_asks_what_it_replies_to(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive())
    async with serve(explaining_answerer):
        user, group = telegram.user("小明"), telegram.group("群")
        question = telegram.say(telegram.user("小红"), ASKED, group)
        await telegram.answer_to(telegram.say(user, "@yuanwen_bot", group, reply_to=question))
    assert explaining_answerer.asked == [ASKED]


async def test_topics_are_kept_and_what_opens_them_is_no_question(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive({ASKED: found("拨款3亿元。", "3亿元")}))
    async with serve(explaining_answerer):
        user, forum = telegram.user("小明"), telegram.group("论坛", forum=True)
        topic, bots = telegram.topic(forum, "政策"), telegram.topic(forum, "机器人", telegram.bot)
        answer = await telegram.answer_to(telegram.say(user, f"/ask {ASKED}", topic))
        assert answer.thread_id == topic.id
        further = await telegram.answer_to(telegram.say(user, ASKED, topic, reply_to=answer))
        assert further.thread_id == topic.id
        empty = await telegram.answer_to(telegram.say(user, "/ask", topic))
        assert empty.text == VOICE.plain("how-to-ask")
        # The bot itself opened this one: what is said there does not call it.
        idle = telegram.say(user, "今天吃什么？", bots)
        await telegram.answer_to(telegram.say(user, "/help", bots))
    assert telegram.replies(idle) == []
    assert len(explaining_answerer.asked) == 2


async def test_a_topic_that_is_deleted_meanwhile_gets_no_answer_anywhere(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    gate = threading.Event()
    async with serve(Archive({ASKED: found("拨款3亿元。", "3亿元")}, gate=gate)):
        user, forum = telegram.user("小明"), telegram.group("论坛", forum=True)
        gone, other = telegram.topic(forum, "政策"), telegram.topic(forum, "闲聊")
        telegram.say(user, f"/ask {ASKED}", gone)
        await telegram.confirmed()
        telegram.delete_topic(gone)
        gate.set()
        await telegram.notifier.until(lambda: telegram.calls("sendMessage"), timeout=20)
        answer = await telegram.answer_to(telegram.say(user, f"/ask {ASKED}", other))
    refused, _ = telegram.calls("sendMessage")
    assert refused.response["description"] == "Bad Request: message thread not found"
    assert [message for message in telegram.said(forum) if message.text] == [answer]
    assert answer.thread_id == other.id
    assert [(e["event"], e["error"]) for e in logged if "error" in e] == [("update_failed", "BadRequest")]


async def test_an_edit_in_a_topic_that_was_deleted_changes_nothing(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    async with serve(Archive({ASKED: found("拨款3亿元。", "3亿元")})):
        user, forum = telegram.user("小明"), telegram.group("论坛", forum=True)
        gone, other = telegram.topic(forum, "政策"), telegram.topic(forum, "闲聊")
        asked = telegram.say(user, "/ask 别的", gone)
        await telegram.answer_to(asked)
        # Telegram tells of the change, and then the topic goes.
        telegram.edit(asked, f"/ask {ASKED}")
        telegram.delete_topic(gone)
        helped = await telegram.answer_to(telegram.say(user, "/help", other))
        await telegram.notifier.until(lambda: len(telegram.calls("sendMessage")) == 3, timeout=20)
    assert [message for message in telegram.said(forum) if message.text] == [helped]
    assert [(e["event"], e["error"]) for e in logged if "error" in e] == [("update_failed", "BadRequest")]


async def test_a_group_chooses_whether_the_bot_must_be_called(telegram: Loopback, serve: Serve) -> None:
    book_answers, state = book(), State()
    telegram.privacy_mode = False
    async with serve(book_answers, state=state):
        owner, member = telegram.user("主"), telegram.user("友")
        group = telegram.group("群", owner=owner)
        before = telegram.say(member, ASKED, group)
        menu = await telegram.answer_to(telegram.say(owner, "/settings", group))
        assert [button["text"] for button in menu.buttons] == [ALL]
        refused = await telegram.notice_for(telegram.tap(member, menu, ALL))
        assert refused.text == ADMINS_ONLY
        telegram.tap(owner, menu, ALL)
        menu = await telegram.change_of(menu)
        assert [button["text"] for button in menu.buttons] == [CALLED]
        assert (await telegram.answer_to(telegram.say(member, ASKED, group))).text.startswith("0亿元")
        chat = telegram.say(member, "今天天气不错", group)
        talk = telegram.say(member, ASKED, group, reply_to=chat)
        telegram.tap(owner, menu, CALLED)
        await telegram.change_of(menu)
        after = telegram.say(member, ASKED, group)
        await telegram.answer_to(telegram.say(member, "/help", group))
    assert [telegram.replies(message) for message in (before, chat, talk, after)] == [[], [], [], []]


@pytest.mark.parametrize("hears", ["no", "as an admin", "without privacy mode"])
async def test_privacy_mode_is_explained_where_it_is_in_the_way(
    telegram: Loopback, serve: Serve, hears: str
) -> None:
    explained = "BotFather"
    owner = telegram.user("主")
    async with serve(Archive()):
        # Its owner changes the mode while the bot runs.
        telegram.privacy_mode = hears != "without privacy mode"
        group = telegram.group("群", supergroup=True, owner=owner)
        if hears == "as an admin":
            telegram.add_bot(group, owner, admin=True)
        menu = await telegram.answer_to(telegram.say(owner, "/settings", group))
        assert explained not in menu.text
        telegram.tap(owner, menu, ALL)
        assert (explained in (await telegram.change_of(menu)).text) == (hears == "no")
        menu = await telegram.answer_to(telegram.say(owner, "/settings", group))
        assert (explained in menu.text) == (hears == "no")


@pytest.mark.parametrize(("vouched", "band"), [(False, "sure"), (True, "unsure")])
async def test_what_it_is_not_sure_of_it_keeps_to_itself(
    telegram: Loopback, serve: Serve, vouched: bool, band: Band
) -> None:
    state = State()
    telegram.privacy_mode = False
    book_answers = book(vouched=vouched, band=band)
    async with serve(book_answers, state=state):
        user, group = telegram.user("小明"), telegram.group("群")
        await state.chats.set_only_called(group.id, only_called=False)
        overheard = telegram.say(user, ASKED, group)
        await telegram.answer_to(telegram.say(user, f"/ask {ASKED}", group))
    assert len(book_answers.asked) == 2
    assert telegram.replies(overheard) == []


async def test_typing_does_not_show_for_what_is_only_overheard(telegram: Loopback, serve: Serve) -> None:
    state, answerer = State(), ExplainingAnswerer(Archive(seconds=0.7))
    telegram.privacy_mode = False
    async with serve(answerer, state=state):
        user, group = telegram.user("小明"), telegram.group("群")
        await state.chats.set_only_called(group.id, only_called=False)
        overheard = telegram.say(user, ASKED, group)
        await telegram.answer_to(telegram.say(user, "/help", group))
    assert answerer.asked == [ASKED]
    assert telegram.actions == []
    assert telegram.replies(overheard) == []


async def test_what_is_overheard_leaves_nobody_who_calls_without_an_answer(
    telegram: Loopback, serve: Serve
) -> None:
    state, book_answers = State(), book()
    telegram.privacy_mode = False
    async with serve(book_answers, state=state, rules=Rules(questions_each=2, questions_together=2)):
        user, group = telegram.user("小明"), telegram.group("群")
        await state.chats.set_only_called(group.id, only_called=False)
        for _ in range(4):
            telegram.say(user, ASKED, group)
        called = [await telegram.answer_to(telegram.say(user, f"/ask {ASKED}", group)) for _ in range(3)]
        private = await telegram.answer_to(telegram.say(user, ASKED))
        told = telegram.say(user, f"/ask {ASKED}", group)
        other = await telegram.answer_to(telegram.say(telegram.user("小红"), f"/ask {ASKED}", group))
        await telegram.notifier.until(lambda: telegram.calls("setMessageReaction"), timeout=20)
    assert [message.text.startswith(TOO_MANY) for message in called] == [False, False, True]
    assert private.text.startswith(TOO_MANY)
    assert other.text.startswith(TOO_MANY)
    assert telegram.replies(told) == []  # who was told already sees a sign, and no more
    reactions = {each.id: each.reaction for each in telegram.chats.history(group) if each.reaction}
    assert reactions == {told.id: "🙏"}
    assert len(book_answers.asked) == 4


async def test_settings_are_for_admins(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        admin, member = telegram.user("管"), telegram.user("友")
        group = telegram.group("群", supergroup=True)
        telegram.appoint(admin, group, "administrator")
        for user in (admin, ANONYMOUS):
            assert (await telegram.answer_to(telegram.say(user, "/settings", group))).buttons
        told = await telegram.answer_to(telegram.say(member, "/settings", group))
        assert (told.text, told.buttons) == (ADMINS_ONLY, [])
        private = await telegram.answer_to(telegram.say(member, "/settings"))
        assert "/language" in private.text


async def test_it_greets_a_group_once(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        user, group = telegram.user("小明"), telegram.group("群", has_bot=False)
        telegram.add_bot(group, user)
        (hello,) = await telegram.notifier.until(lambda: telegram.said(group), timeout=20)
        assert "/ask" in hello.text
        telegram.add_bot(group, user, admin=True)
        telegram.block(user)
        telegram.unblock(user)
        await telegram.answer_to(telegram.say(user, "/help", group))
    assert len(telegram.said(group)) == 2


async def test_a_supergroup_keeps_the_settings_of_the_group(telegram: Loopback, serve: Serve) -> None:
    state = State()
    async with serve(Archive(), state=state):
        owner = telegram.user("主")
        group = telegram.group("群", owner=owner)
        await state.chats.set_only_called(group.id, only_called=False)
        larger = telegram.upgrade(group, owner)
        menu = await telegram.answer_to(telegram.say(owner, "/settings", larger))
        assert [button["text"] for button in menu.buttons] == [CALLED]
