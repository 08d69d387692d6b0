"""Answers page by page, the choice of one, and the buttons under it."""

from pathlib import Path

from bot.playground import Loopback
from bot.playground.protocol.limits import INLINE_RESULT_ID_BYTES
from bot.playground.simulation.chats import User
from bot.playground.simulation.queries import InlineQuery
from bot.services.access import Rules
from bot.services.answering import Answerer
from bot.storage import State
from bot.telegram.handlers.asking.inline import PAGE
from bot.telegram.messages.button_kinds import AnswerButton
from tests.end_to_end.conftest import Serve
from tests.end_to_end.inline.answerer import (
    CONTEXT,
    COPY,
    OTHERS,
    QUESTION,
    USEFUL,
    USELESS,
    VOICE,
    KnownAnswers,
    answer,
    chosen,
    labels,
    many,
    offered,
    reply,
    titles,
)


async def test_answers_come_page_by_page(telegram: Loopback, serve: Serve, user: User) -> None:
    known_answers = KnownAnswers({QUESTION: many(8)})
    async with serve(known_answers):
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
    assert known_answers.asked == [QUESTION]


async def test_the_next_page_belongs_to_the_first_even_after_a_restart(
    telegram: Loopback, serve: Serve, user: User, tmp_path: Path
) -> None:
    async with serve(KnownAnswers({QUESTION: many(6)}), state=State(tmp_path / "bot.db")):
        query = telegram.inline(user, QUESTION)
        await telegram.offers_for(query)
    # Meanwhile the documents have changed.
    known_answers = KnownAnswers({QUESTION: reply(*(answer(f"新{number}") for number in range(7)))})
    async with serve(known_answers, state=State(tmp_path / "bot.db")):
        following = telegram.scroll(query)
        assert following
        assert titles(await telegram.offers_for(following)) == ["5亿元"]
        assert known_answers.asked == []
        # An offset of someone else's brings nothing of theirs.
        assert query.answer
        foreign = telegram.inline(telegram.user("小红"), QUESTION, offset=query.answer.next_offset)
        assert titles(await telegram.offers_for(foreign)) == ["新5", "新6"]


async def test_a_choice_is_recorded(telegram: Loopback, serve: Serve, user: User, tmp_path: Path) -> None:
    async with serve(KnownAnswers({QUESTION: many(3)}), state=State(tmp_path / "bot.db")):
        await offered(telegram, user, "拨")
        message = await chosen(telegram, user, 2)
        assert message.text.startswith(f"问：{QUESTION}\n\n2亿元")
        await chosen(telegram, user, typed="火星邮局")
        await telegram.confirmed()
    state = State(tmp_path / "bot.db")
    assert await state.turns.recent(user.id) == ["火星邮局", QUESTION]
    activity = await state.statistics.activity()
    assert (activity.questions, activity.answered) == (2, 1)
    assert [entry.question for entry in await state.statistics.unanswered()] == ["火星邮局"]
    press = AnswerButton.decode(message.buttons[0]["callback_data"])
    assert press
    turn = await state.turns.find(press.turn)
    assert turn
    assert (turn.question, turn.asker, turn.chosen) == (QUESTION, user.id, 2)
    await state.close()


async def test_typing_costs_nothing_and_choosing_counts(telegram: Loopback, serve: Serve, user: User) -> None:
    too_many = VOICE.plain("too-many", seconds=0).partition("0")[0]
    async with serve(KnownAnswers({QUESTION: many(1)}), rules=Rules(questions_each=2)):
        for length in (1, 2, 3, 4, 1, 2, 3):
            await offered(telegram, user, QUESTION[:length])
        assert not (await telegram.answer_to(telegram.say(user, QUESTION))).text.startswith(too_many)
        for _ in range(2):  # one more than there is room for, and that is no matter of a notice
            await chosen(telegram, user)
        await telegram.confirmed()
        assert (await telegram.answer_to(telegram.say(user, QUESTION))).text.startswith(too_many)


async def test_others_turn_the_pages_of_an_answer(telegram: Loopback, serve: Serve, user: User) -> None:
    async with serve(KnownAnswers({QUESTION: many(3)})):
        message = await chosen(telegram, user)
        assert labels(message) == ["其他答案 2/3 ›", CONTEXT, USEFUL, USELESS, COPY]
        stranger = telegram.user("小红")
        await telegram.notice_for(telegram.tap(stranger, message, OTHERS))
        second = await telegram.change_of(message)
        assert second.text.startswith(f"问：{QUESTION}\n\n1亿元\n\n共1亿元。")
        assert labels(second) == ["‹ 1/3", "其他答案 3/3 ›", CONTEXT, USEFUL, USELESS, COPY]
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
        (before,), (after,) = message.content.parts("expandable_blockquote"), wide.content.parts("blockquote")
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
    async with serve(KnownAnswers({QUESTION: many(2)}), state=State(tmp_path / "bot.db")):
        message = await chosen(telegram, user)
    async with serve(KnownAnswers({}), state=State(tmp_path / "bot.db")):
        telegram.tap(user, message, OTHERS)
        assert "1亿元" in (await telegram.change_of(message)).text


async def test_without_feedback_a_press_shows_that_an_answer_was_chosen(
    telegram: Loopback, serve: Serve, user: User
) -> None:
    telegram.inline_feedback, state = False, State()
    async with serve(KnownAnswers({QUESTION: many(2)}), state=state):
        await offered(telegram, user, "拨")
        message = await chosen(telegram, user)
        await telegram.confirmed()
        assert await state.turns.recent(user.id) == []
        await telegram.notice_for(telegram.tap(telegram.user("小红"), message, USEFUL))
        assert await state.turns.recent(user.id) == [QUESTION]
        assert (await state.statistics.activity()).questions == 1
