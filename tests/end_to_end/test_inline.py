"""People type questions behind the bot's name, choose an answer, and press the buttons under it."""

import asyncio
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access import Access, Rules
from bot.audience import own_collection
from bot.desk import Answerer
from bot.handlers.inline import ANSWERS_A_SECOND, PAGE
from bot.handlers.links import parameter_for
from bot.keyboard import Press
from bot.languages import Language, Voice
from bot.playground import Loopback
from bot.playground.chats import Message, User
from bot.playground.limits import INLINE_RESULT_ID_BYTES
from bot.playground.queries import InlineAnswer, InlineQuery, InlineResult
from bot.playground.refusals import too_many_requests
from bot.state import State
from retrieval.documents import Answer, Passage, Reply
from retrieval.engine import Engine
from retrieval.library import File
from tests.end_to_end.archive import Witness
from tests.end_to_end.conftest import Log, Serve

VOICE = Voice(Language.SIMPLIFIED)
QUESTION = "拨款多少"
HOW_TO_ASK = VOICE.plain("inline-title")
NOT_FOUND = VOICE.plain("not-found")
OTHERS, CONTEXT = "其他答案", VOICE.plain("button-more-context")
USEFUL, USELESS = VOICE.plain("button-useful"), VOICE.plain("button-useless")


def answer(text: str, collection: str = "public", also: tuple[Passage, ...] = ()) -> Answer:
    """An answer with its passage: 3亿元 in 共3亿元。"""
    passage = Passage(f"共{text}。", title=f"{text}通知", source="a.txt", collection=collection)
    return Answer(text, 0.9, passage, 1, 1 + len(text), also)


def reply(*answers: Answer, found: bool = True) -> Reply:
    return Reply(QUESTION, answers[0] if found else None, answers)


def many(count: int) -> Reply:
    return reply(*(answer(f"{number}亿元") for number in range(count)))


class Shelf:
    """Replies by question; nothing is found for any other.

    Args:
        replies: Question to reply, or to the error that answering it raises.
        seconds: How long each answer takes.
    """

    def __init__(self, replies: Mapping[str, Reply | Exception], seconds: float = 0.0) -> None:
        self._replies = replies
        self._seconds = seconds
        self._counting = threading.Lock()
        self.asked: list[str] = []
        self.at_once = self.most_at_once = 0

    def warm(self) -> None:
        """Nothing to load."""

    def around(self, passage: Passage) -> tuple[Passage, ...]:
        """The passage between two others of its document."""
        return (Passage("前文。", id=1), passage, Passage("后文。", id=2))

    def ask(
        self, question: str, *, collections: Collection[str] | None = None, near: Passage | None = None
    ) -> Reply:
        """Look the question up."""
        with self._counting:
            self.asked.append(question)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self._seconds)
        with self._counting:
            self.at_once -= 1
        known = self._replies.get(question, Reply(question, None))
        if isinstance(known, Exception):
            raise known
        return replace(known, question=question)


async def offered(telegram: Loopback, user: User, typed: str = QUESTION) -> InlineAnswer:
    return await telegram.offers_for(telegram.inline(user, typed))


async def chosen(telegram: Loopback, user: User, place: int = 0, typed: str = QUESTION) -> Message:
    """The message that choosing one of the results sends to a group that the bot knows nothing of."""
    query = telegram.inline(user, typed)
    offers = await telegram.offers_for(query)
    return telegram.choose(query, offers.results[place], telegram.group("旅行"))


def labels(thing: Message | InlineResult) -> list[str]:
    return [button["text"] for row in thing.markup.get("inline_keyboard", ()) for button in row]


def titles(offers: InlineAnswer) -> list[str]:
    return [result.title for result in offers.results]


@pytest.fixture
def user(telegram: Loopback) -> User:
    return telegram.user("小明")


# Typing


async def test_equal_questions_are_answered_once(telegram: Loopback, serve: Serve, user: User) -> None:
    shelf = Shelf({QUESTION: many(1)})
    async with serve(shelf):
        typed = [QUESTION, f" {QUESTION}", f"{QUESTION}？", "撥款多少", f"{QUESTION}。"]
        offers = [await offered(telegram, user, text) for text in typed]
        assert {titles(offer)[0] for offer in offers} == {"0亿元"}
        assert {offer.results[0].id for offer in offers} == {offers[0].results[0].id}
        assert shelf.asked == [QUESTION]
        # Someone else may see other documents, and is asked for anew.
        await offered(telegram, telegram.user("小红"))
    assert shelf.asked == [QUESTION, QUESTION]
    assert all(offer.is_personal and offer.cache_seconds <= 10 for offer in offers)


async def test_of_one_typist_one_question_is_answered_at_a_time(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    shelf = Shelf({QUESTION: many(1)}, seconds=0.3)
    async with serve(shelf, threads=4):
        queries = []
        for length in range(1, len(QUESTION) + 1):
            queries.append(telegram.inline(user, QUESTION[:length]))
            await asyncio.sleep(0.05)
        assert titles(await telegram.offers_for(queries[-1])) == ["0亿元"]
    assert shelf.most_at_once == 1
    assert shelf.asked == [QUESTION[:1], QUESTION]
    assert [query.answer for query in queries[:-1]] == [None] * 3


async def test_an_engine_that_takes_long_is_not_waited_for(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    shelf = Shelf({QUESTION: many(2)}, seconds=1.6)
    async with serve(shelf):
        began = time.monotonic()
        early = await offered(telegram, user)
        assert 0.5 < time.monotonic() - began < 1.0
        assert early.results == ()
        assert early.cache_seconds == 0
        assert early.button["start_parameter"] == parameter_for(QUESTION)
        # What came too late for the first is there for the next.
        await asyncio.sleep(1.0)
        began = time.monotonic()
        assert titles(await offered(telegram, user, f"{QUESTION}？")) == ["0亿元", "1亿元"]
        assert time.monotonic() - began < 0.3
    assert shelf.asked == [QUESTION]


async def test_everyone_who_types_is_answered_within_a_second_while_the_engine_is_busy(
    telegram: Loopback, serve: Serve
) -> None:
    shelf = Shelf({}, seconds=0.4)
    async with serve(shelf, threads=2):
        began = time.monotonic()
        queries = [telegram.inline(telegram.user(f"人{n}"), f"{QUESTION}{n}") for n in range(20)]
        offers = [await telegram.offers_for(query) for query in queries]
        assert time.monotonic() - began < 1.2
    late = [offer for offer in offers if not offer.results]
    assert 0 < len(late) < len(offers)
    assert {offer.cache_seconds for offer in late} == {0}


async def test_an_engine_that_fails_leaves_the_way_to_the_private_chat(
    telegram: Loopback, serve: Serve, user: User, logged: Log
) -> None:
    async with serve(Shelf({QUESTION: RuntimeError("x")})):
        offers = await offered(telegram, user)
        assert (offers.results, offers.cache_seconds) == ((), 0)
        assert offers.button["start_parameter"] == parameter_for(QUESTION)
    assert [event["event"] for event in logged if event["log_level"] == "error"] == ["update_failed"]


# Pages


async def test_answers_come_page_by_page(telegram: Loopback, serve: Serve, user: User) -> None:
    shelf = Shelf({QUESTION: many(8)})
    async with serve(shelf):
        query: InlineQuery | None = telegram.inline(user, QUESTION)
        pages = []
        while query:
            pages.append(await telegram.offers_for(query))
            query = telegram.scroll(query)
    assert [len(page.results) for page in pages] == [PAGE, 3]
    results = [result for page in pages for result in page.results]
    assert [result.title for result in results] == [f"{number}亿元" for number in range(8)]
    assert len({result.id for result in results}) == 8
    assert all(len(result.id.encode()) <= INLINE_RESULT_ID_BYTES for result in results)
    assert shelf.asked == [QUESTION]


async def test_the_next_page_belongs_to_the_first_even_after_a_restart(
    telegram: Loopback, serve: Serve, user: User, tmp_path: Path
) -> None:
    async with serve(Shelf({QUESTION: many(6)}), state=State(tmp_path / "bot.db")):
        query = telegram.inline(user, QUESTION)
        await telegram.offers_for(query)
    # Meanwhile the documents have changed.
    shelf = Shelf({QUESTION: reply(*(answer(f"新{number}") for number in range(7)))})
    async with serve(shelf, state=State(tmp_path / "bot.db")):
        following = telegram.scroll(query)
        assert following
        assert titles(await telegram.offers_for(following)) == ["5亿元"]
        assert shelf.asked == []
        # An offset of someone else's brings nothing of theirs.
        assert query.answer
        foreign = telegram.inline(telegram.user("小红"), QUESTION, offset=query.answer.next_offset)
        assert titles(await telegram.offers_for(foreign)) == ["新5", "新6"]


# Choosing


async def test_a_choice_is_recorded(telegram: Loopback, serve: Serve, user: User, tmp_path: Path) -> None:
    async with serve(Shelf({QUESTION: many(3)}), state=State(tmp_path / "bot.db")):
        await offered(telegram, user, "拨")
        message = await chosen(telegram, user, 2)
        assert message.text.startswith(f"问：{QUESTION}\n\n2亿元")
        await chosen(telegram, user, typed="火星邮局")
        await telegram.confirmed()
    state = State(tmp_path / "bot.db")
    assert await state.turns.recent(user.id) == ["火星邮局", QUESTION]
    activity = await state.figures.activity()
    assert (activity.questions, activity.answered) == (2, 1)
    assert [entry.question for entry in await state.figures.unanswered()] == ["火星邮局"]
    press = Press.of(message.buttons[0]["callback_data"])
    assert press
    turn = await state.turns.find(press.turn)
    assert turn
    assert (turn.question, turn.asker, turn.chosen) == (QUESTION, user.id, 2)
    await state.close()


async def test_typing_costs_nothing_and_choosing_counts(telegram: Loopback, serve: Serve, user: User) -> None:
    too_many = VOICE.plain("too-many")
    async with serve(Shelf({QUESTION: many(1)}), rules=Rules(questions_each=2)):
        for length in (1, 2, 3, 4, 1, 2, 3):
            await offered(telegram, user, QUESTION[:length])
        assert (await telegram.answer_to(telegram.say(user, QUESTION))).text != too_many
        for _ in range(2):  # one more than there is room for, and that is no matter of a notice
            await chosen(telegram, user)
        await telegram.confirmed()
        assert (await telegram.answer_to(telegram.say(user, QUESTION))).text == too_many


# The buttons under what was chosen


async def test_others_turn_the_pages_of_an_answer(telegram: Loopback, serve: Serve, user: User) -> None:
    async with serve(Shelf({QUESTION: many(3)})):
        message = await chosen(telegram, user)
        assert labels(message) == ["其他答案 2/3 ›", CONTEXT, USEFUL, USELESS]
        stranger = telegram.user("小红")
        await telegram.notice_for(telegram.tap(stranger, message, OTHERS))
        second = await telegram.change_of(message)
        assert second.text.startswith(f"问：{QUESTION}\n\n1亿元\n\n共1亿元。")
        assert labels(second) == ["‹ 1/3", "其他答案 3/3 ›", CONTEXT, USEFUL, USELESS]
        telegram.tap(stranger, second, "‹")
        assert (await telegram.change_of(second)).content == message.content
    changes = telegram.calls("editMessageText")
    assert {change.values["inline_message_id"] for change in changes} == {message.inline_id}


async def test_more_context_and_a_vote(
    telegram: Loopback, serve: Serve, user: User, library: Answerer
) -> None:
    state, question = State(), "星湖科创投资基金的总规模是多少？"
    async with serve(library, state=state):
        message = await chosen(telegram, user, typed=question)
        telegram.tap(user, message, CONTEXT)
        wide = await telegram.change_of(message)
        (before,), (after,) = (m.content.parts("expandable_blockquote") for m in (message, wide))
        assert before in after
        assert len(after) > len(before)
        assert wide.text.startswith(f"问：{question}\n\n30亿元")
        telegram.tap(user, wide, VOICE.plain("button-less-context"))
        assert (await telegram.change_of(wide)).content == message.content
        voted = await telegram.notice_for(telegram.tap(telegram.user("小红"), message, USEFUL))
        assert voted.text == VOICE.plain("voted")
        assert (await state.votes.tally()).useful == 1


async def test_buttons_work_after_a_restart(
    telegram: Loopback, serve: Serve, user: User, tmp_path: Path
) -> None:
    async with serve(Shelf({QUESTION: many(2)}), state=State(tmp_path / "bot.db")):
        message = await chosen(telegram, user)
    async with serve(Shelf({}), state=State(tmp_path / "bot.db")):
        telegram.tap(user, message, OTHERS)
        assert "1亿元" in (await telegram.change_of(message)).text


# What others may see


async def test_of_private_documents_others_see_what_was_chosen_and_no_more(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    own = own_collection(user.id)
    diary = Passage("x", title="日记", source="秘.txt", collection=own)
    report = Passage("x", title="公报", source="b.txt", collection="public")
    answers = (
        answer("甲", own, also=(diary, report)),
        answer("乙", also=(diary, report)),
        answer("丙", own),
        answer("丁"),
    )
    async with serve(Shelf({QUESTION: reply(*answers)})):
        offers = await offered(telegram, user)
        assert titles(offers) == ["甲", "乙", "丙", "丁"]
        assert [labels(result) for result in offers.results] == [
            [USEFUL, USELESS],
            ["其他答案 2/2 ›", CONTEXT, USEFUL, USELESS],
            [USEFUL, USELESS],
            ["‹ 1/2", CONTEXT, USEFUL, USELESS],
        ]
        assert all("公报" in result.content.text for result in offers.results[:2])
        assert all("日记" not in result.content.text for result in offers.results)
        # Paging passes over what is private, there and back.
        public, stranger = await chosen(telegram, user, 1), telegram.user("小红")
        telegram.tap(stranger, public, OTHERS)
        last = await telegram.change_of(public)
        assert "丁通知" in last.text
        telegram.tap(stranger, last, "‹")
        assert (await telegram.change_of(last)).content == public.content
        # A press that no button makes gets nothing out of the bot either.
        private = await chosen(telegram, user, 2)
        data = private.buttons[0]["callback_data"]
        for message in (private, public):
            for verb, place in (("a", 0), ("c", 0), ("a", 2), ("c", 2), ("p", 0), ("a", 9)):
                forged = f"{data.rpartition(':')[0][:-1]}{verb}:{place}"
                notice = await telegram.notice_for(telegram.press(stranger, message, forged))
                assert notice.text == VOICE.plain("turn-gone")
        assert telegram.current(private) == private
        voted = await telegram.notice_for(telegram.tap(stranger, private, USEFUL))
        assert voted.text == VOICE.plain("voted")


async def test_where_nothing_was_found_no_private_document_is_named(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    near = reply(answer("秘", own_collection(user.id)), answer("公"), found=False)
    async with serve(Shelf({QUESTION: near})):
        message = await chosen(telegram, user)
    assert "公通知" in message.text
    assert "秘" not in message.text


@pytest.fixture
def shared_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine.open(tmp_path)
    yield engine
    engine.close()


async def test_nobody_is_offered_what_belongs_to_someone_else(
    telegram: Loopback, serve: Serve, user: User, shared_engine: Engine
) -> None:
    text = "星河小学搬迁通知\n\n星河小学新校区位于枫林路88号，九月一日启用。\n".encode()
    file = File.uploaded("通知.txt", text)
    assert shared_engine.library.add(file, own_collection(user.id)).change == "added"
    question, place = "星河小学新校区位于哪里？", "枫林路88号"
    async with serve(shared_engine):
        for _ in range(2):
            assert place in titles(await offered(telegram, user, question))[0]
            other = await offered(telegram, telegram.user("小红"), question)
            assert place not in str(other)
            assert "通知.txt" not in str(other)


# Nothing typed, nothing found, nothing allowed


async def test_an_empty_query_offers_the_last_questions(telegram: Loopback, serve: Serve, user: User) -> None:
    questions = ["甲几何", "乙几何", "没有的", "丙几何"]
    shelf = Shelf({question: reply(answer(question[0])) for question in questions if "没" not in question})
    async with serve(shelf):
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK]
        for question in questions:
            await telegram.answer_to(telegram.say(user, question))
        offers = await offered(telegram, user, " ")
        assert titles(offers) == [HOW_TO_ASK, "丙几何", "乙几何"]
        assert [result.description for result in offers.results[1:]] == ["丙", "乙"]
        assert offers.button["start_parameter"]
        message = await chosen(telegram, user, 1, typed="")
        assert message.text.startswith("问：丙几何\n\n丙")
        assert labels(message) == [CONTEXT, USEFUL, USELESS]
        # They are nobody else's.
        assert titles(await offered(telegram, telegram.user("小红"), "")) == [HOW_TO_ASK]


async def test_an_empty_query_does_not_wait_for_a_busy_engine(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    shelf = Shelf({"甲": reply(answer("甲")), "乙": reply(answer("乙"))}, seconds=0.5)
    async with serve(shelf):
        for question in ("甲", "乙"):
            await telegram.answer_to(telegram.say(user, question))
        began = time.monotonic()
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK, "乙"]
        assert time.monotonic() - began < 1.0
        await asyncio.sleep(0.4)
        assert titles(await offered(telegram, user, "")) == [HOW_TO_ASK, "乙", "甲"]


async def test_nothing_found_leads_to_the_private_chat_with_the_question(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    async with serve(Witness(Shelf({}))):
        offers = await offered(telegram, user, "火星邮局")
        assert titles(offers) == [NOT_FOUND]
        assert offers.button["text"] == VOICE.plain("inline-missing-button")
        asked = telegram.say(user, f"/start {offers.button['start_parameter']}")
        assert NOT_FOUND in (await telegram.answer_to(asked)).text


async def test_who_may_not_ask_is_told_so(telegram: Loopback, serve: Serve, user: User) -> None:
    shelf, guest = Shelf({QUESTION: many(1)}), telegram.user("路人")
    async with serve(shelf, rules=Rules(Access(users={user.id}))):
        for typed in ("", QUESTION):
            offers = await offered(telegram, guest, typed)
            assert offers.results == ()
            assert offers.is_personal
            assert offers.button["text"] == VOICE.plain("inline-not-admitted")
            told = await telegram.answer_to(telegram.say(guest, f"/start {offers.button['start_parameter']}"))
            assert str(guest.id) in told.text
        assert shelf.asked == []
        assert titles(await offered(telegram, user)) == ["0亿元"]


# Telegram's patience


async def test_no_more_answers_a_second_than_telegram_takes(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    people, sent = [telegram.user(f"人{n}") for n in range(3 * ANSWERS_A_SECOND)], []
    async with serve(Shelf({}), threads=4):
        for user in people:
            telegram.inline(user, "")
        for _ in range(150):
            sent.append((time.monotonic(), len(telegram.calls("answerInlineQuery"))))
            await asyncio.sleep(0.01)
        # Those who type on are answered; nothing has queued up before them.
        began = time.monotonic()
        await offered(telegram, people[-1], "")
        assert time.monotonic() - began < 1.0
    # A little less than a second, for they do not take equally long to arrive.
    within = [later - earlier for then, earlier in sent for now, later in sent if 0 <= now - then <= 0.9]
    assert max(within) == ANSWERS_A_SECOND
    given_up = [event for event in logged if event["event"] == "inline_answer_given_up"]
    assert len(telegram.calls("answerInlineQuery")) + len(given_up) == len(people) + 1


async def test_an_answer_that_telegram_puts_off_is_given_up(
    telegram: Loopback, serve: Serve, user: User, logged: Log
) -> None:
    telegram.fail("answerInlineQuery", too_many_requests(1))
    async with serve(Shelf({QUESTION: many(1)})):
        first = telegram.inline(user, QUESTION)
        await telegram.bell.until(lambda: telegram.calls("answerInlineQuery"), timeout=5)
        # Meanwhile nobody else bothers Telegram, and whoever types a moment later is answered.
        await asyncio.sleep(0.05)
        second = telegram.inline(telegram.user("小红"), "")
        await asyncio.sleep(1.1)
        assert len(telegram.calls("answerInlineQuery")) == 1
        assert titles(await offered(telegram, user)) == ["0亿元"]
    assert first.answer is None
    assert second.answer is None
    assert [event["event"] for event in logged] == [
        "bot_ready",
        "inline_answers_put_off",
        "inline_answer_given_up",
    ]
