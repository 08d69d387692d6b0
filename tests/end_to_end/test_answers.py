"""The buttons under answers, and answers that follow their questions."""

import threading
from pathlib import Path

import pytest

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.services.access import Access, Rules
from bot.storage import State, StateError, Turn
from bot.telegram.messages.answers import MESSAGE_UNITS
from bot.telegram.messages.button_kinds import AnswerAction, AnswerButton
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from tests.end_to_end.archive import Archive, ExplainingAnswerer, found
from tests.end_to_end.book import Book, book
from tests.end_to_end.conftest import Log, Serve

VOICE = Translator(Language.SIMPLIFIED)
TOO_MANY = VOICE.plain("too-many", seconds=0).partition("0")[0]
QUESTION = "拨款多少？"
MORE, LESS = VOICE.plain("button-more-context"), VOICE.plain("button-less-context")
USEFUL, USELESS = VOICE.plain("button-useful"), VOICE.plain("button-useless")


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_other_answers_are_paged_in_place(telegram: Loopback, serve: Serve) -> None:
    async with serve(book()):
        user = telegram.user("小明")
        asked = telegram.say(user, QUESTION)
        message = await telegram.answer_to(asked)
        assert not labels(message)[0].startswith("‹")
        for number in range(1, 5):
            telegram.tap(user, message, VOICE.plain("button-others", number=number + 1, count=5))
            message = await telegram.change_of(message)
            assert message.content.parts("bold") == [f"{number}亿元"] * 2
            assert VOICE.plain("other-answer", number=number + 1, count=5) in message.text
        assert labels(message)[0] == "‹ 4/5"
        assert len(labels(message)) == 6
        telegram.tap(user, message, "‹")
        assert (await telegram.change_of(message)).content.parts("bold") == ["3亿元"] * 2
    assert len(telegram.replies(asked)) == 1


async def test_context_shows_the_neighbours_and_goes_again(telegram: Loopback, serve: Serve) -> None:
    async with serve(book()):
        user = telegram.user("小明")
        first = await telegram.answer_to(telegram.say(user, QUESTION))
        telegram.tap(user, first, VOICE.plain("button-others", number=2, count=5))
        narrow = await telegram.change_of(first)
        telegram.tap(user, narrow, MORE)
        wide = await telegram.change_of(narrow)
        (quoted,) = wide.content.parts("blockquote")
        assert quoted == "第0年拨款0亿元。\n第1年拨款1亿元。\n第2年拨款2亿元。"
        assert wide.content.parts("bold") == ["1亿元", "1亿元"]
        telegram.tap(user, wide, LESS)
        again = await telegram.change_of(wide)
    assert (again.text, again.markup) == (narrow.text, narrow.markup)


async def test_a_passage_without_neighbours_says_so(telegram: Loopback, serve: Serve) -> None:
    async with serve(book(1)):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, QUESTION))
        notice = await telegram.notice_for(telegram.tap(user, message, MORE))
    assert notice.text == VOICE.plain("no-context")


async def test_a_vote_counts_once_a_person_and_can_be_changed(telegram: Loopback, serve: Serve) -> None:
    state = State()
    async with serve(book(), state=state):
        user, other = telegram.user("小明"), telegram.user("小红")
        message = await telegram.answer_to(telegram.say(user, "/ask 拨款多少", telegram.group("群")))
        for voter, label in ((user, USEFUL), (user, USEFUL), (user, USELESS), (other, USEFUL)):
            notice = await telegram.notice_for(telegram.tap(voter, message, label))
            assert notice.text == VOICE.plain("voted")
        tally = await state.votes.tally()
    assert (tally.useful, tally.useless) == (1, 1)


async def test_where_nothing_is_found_the_nearest_three_are_buttons(telegram: Loopback, serve: Serve) -> None:
    near = book(5, vouched=False)
    async with serve(near):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, QUESTION))
        assert labels(message) == [f"{n + 1}. 《通知{n}》 · a.txt" for n in range(3)]
        for number in range(3):
            telegram.tap(user, message, f"{number + 1}. 《通知{number}》")
            message = await telegram.change_of(message)
            assert message.content.parts("expandable_blockquote") == [near.passages[number].text]
            assert message.content.parts("bold") == [VOICE.plain("not-found")]
            assert labels(message)[number].startswith("▸")
        telegram.tap(user, message, VOICE.plain("button-list"))
        again = await telegram.change_of(message)
    assert "第1年拨款1亿元。" in again.text
    assert labels(again) == [f"{n + 1}. 《通知{n}》 · a.txt" for n in range(3)]


@pytest.mark.parametrize("vouched", [True, False])
async def test_a_passage_that_has_left_is_not_shown_again(
    telegram: Loopback, serve: Serve, vouched: bool
) -> None:
    book_answers = book(vouched=vouched)
    async with serve(book_answers):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, QUESTION))
        book_answers.gone = True
        pressed = [button["text"] for button in message.buttons if "callback_data" in button]
        for label in [label for label in pressed if label not in {USEFUL, USELESS}]:
            notice = await telegram.notice_for(telegram.tap(user, message, label))
            assert notice.text == VOICE.plain("passage-gone")
    assert telegram.current(message) == message


async def test_buttons_outlive_a_restart(telegram: Loopback, serve: Serve, tmp_path: Path) -> None:
    user = telegram.user("小明")
    async with serve(book(), state=State.open(tmp_path)):
        message = await telegram.answer_to(telegram.say(user, QUESTION))
    async with serve(book(), state=State.open(tmp_path)):
        telegram.tap(user, message, VOICE.plain("button-others", number=2, count=5))
        assert (await telegram.change_of(message)).content.parts("bold") == ["1亿元"] * 2


async def test_forged_presses_change_nothing(telegram: Loopback, serve: Serve) -> None:
    state = State()
    async with serve(book(), state=state):
        user, thief = telegram.user("小明"), telegram.user("贼")
        own = await telegram.answer_to(telegram.say(user, QUESTION))
        theirs = await telegram.answer_to(telegram.say(thief, QUESTION))
        turn = await state.turns.by_answer(own.chat.id, own.id)
        assert turn
        for action in AnswerAction:
            notice = await telegram.notice_for(
                telegram.press(thief, theirs, AnswerButton(turn.id, action, 1).encode())
            )
            assert notice.text == VOICE.plain("turn-gone")
        for action in (AnswerAction.ANSWER, AnswerAction.CONTEXT, AnswerAction.NEAREST, AnswerAction.USEFUL):
            notice = await telegram.notice_for(
                telegram.press(user, own, AnswerButton(turn.id, action, 9).encode())
            )
            assert notice.text == VOICE.plain("turn-gone")
        for data, said in {
            "t:zzzzzzzzzzzzz:a:0": "turn-gone",
            "t:0:a:0": "turn-gone",
            "t:1:x:0": "old-button",
            "t:1:a:-1": "old-button",
            "t:-1:a:0": "old-button",
            "'; DROP TABLE turns": "old-button",
        }.items():
            notice = await telegram.notice_for(telegram.press(user, own, data))
            assert notice.text == VOICE.plain(said)
        tally = await state.votes.tally()
    assert (tally.useful, tally.useless) == (0, 0)
    assert (telegram.current(own), telegram.current(theirs)) == (own, theirs)


async def test_nothing_is_over_the_limits_and_no_markup_gets_through(
    telegram: Loopback, serve: Serve
) -> None:
    markup = "<b>粗</b>&amp;</blockquote><a href='x'>😀"
    paragraphs = [(markup * 300 + f"答{n}</b>" + markup * 300, f"答{n}</b>") for n in range(6)]
    for vouched in (True, False):
        async with serve(Book(paragraphs, vouched=vouched, title=markup * 50)):
            user = telegram.user("小明")
            message = await telegram.answer_to(telegram.say(user, QUESTION))
            following = VOICE.plain("button-others", number=2, count=5)
            for label in (following, MORE, LESS, "‹") if vouched else ("1. 《",):
                telegram.tap(user, message, label)
                message = await telegram.change_of(message)
                assert units(message.text) <= MESSAGE_UNITS
                assert "<b>粗</b>&amp;</blockquote>" in message.text
                kinds = {entity.type for entity in message.content.entities}
                assert kinds <= {"bold", "blockquote", "expandable_blockquote"}
    assert all(request.response["ok"] for request in telegram.requests)


TWO = {"有几人": found("共3人。", "3人"), "有几岁": found("今年5岁。", "5岁")}


async def test_an_edited_question_edits_its_answer(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(TWO)):
        asked = telegram.say(telegram.user("小明"), "有几人")
        answer = await telegram.answer_to(asked)
        telegram.edit(asked, "有几岁")
        assert (await telegram.change_of(answer)).text.startswith("5岁")
    assert len(telegram.replies(asked)) == 1


async def test_a_question_edited_while_it_is_worked_on(telegram: Loopback, serve: Serve) -> None:
    gate = threading.Event()
    async with serve(Archive(TWO, gate=gate)):
        asked = telegram.say(telegram.user("小明"), "有几人")
        telegram.edit(asked, "有几岁")
        await telegram.confirmed()
        gate.set()
        await telegram.notifier.until(
            lambda: [m for m in telegram.said(asked.chat) if m.text.startswith("5岁")], timeout=5
        )
    assert len(telegram.replies(asked)) == 1


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    telegram: Loopback, serve: Serve, logged: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_turn: Turn) -> None:
        raise StateError("the disk is full")

    state = State()
    monkeypatch.setattr(state.turns, "put", full)
    async with serve(Archive(TWO), state=state):
        user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
        private = await telegram.answer_to(telegram.say(user, "有几人"))
        guest = await telegram.answer_to(telegram.say(user, "@yuanwen_bot 有几岁", group))
        for message in (private, guest):
            notice = await telegram.notice_for(telegram.tap(user, message, USEFUL))
            assert notice.text == VOICE.plain("turn-gone")
    assert (private.content.parts("bold")[0], guest.content.parts("bold")[0]) == ("3人", "5岁")
    assert {entry["event"] for entry in logged if "error" in entry} == {"turn_not_kept"}


async def test_an_edited_question_whose_answer_was_deleted(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(TWO)):
        asked = telegram.say(telegram.user("小明"), "有几人")
        telegram.delete(await telegram.answer_to(asked))
        telegram.edit(asked, "有几岁")
        assert (await telegram.answer_to(asked)).text.startswith("5岁")


@pytest.mark.parametrize("changed", ["/ask", "/ask 谢谢", "/ask /docs"])
async def test_a_question_edited_away_keeps_its_answer(
    telegram: Loopback, serve: Serve, changed: str
) -> None:
    explaining_answerer = ExplainingAnswerer(Archive(TWO))
    async with serve(explaining_answerer):
        user, group = telegram.user("小明"), telegram.group("群")
        asked = telegram.say(user, "/ask 有几人", group)
        answer = await telegram.answer_to(asked)
        telegram.edit(asked, changed)
        await telegram.answer_to(telegram.say(user, "/help", group))
    assert explaining_answerer.asked == ["有几人"]
    assert telegram.current(answer) == answer


async def test_who_is_not_admitted_is_told_in_private_alone(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive())
    member, stranger = telegram.user("友"), telegram.user("客")
    group = telegram.group("群")
    async with serve(explaining_answerer, rules=Rules(Access(users={member.id}))):
        told = await telegram.answer_to(telegram.say(stranger, "有几人"))
        assert told.text.startswith(VOICE.plain("not-admitted", id=stranger.id).split("<")[0])
        silent = telegram.say(stranger, "/ask 有几人", group)
        await telegram.answer_to(telegram.say(member, "/ask 有几人", group))
        assert telegram.replies(silent) == []
    assert explaining_answerer.asked == ["有几人"]


async def test_who_asks_too_much_is_told_so_each_time_in_private(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive())
    async with serve(explaining_answerer, rules=Rules(questions_each=2)):
        user = telegram.user("小明")
        said = [await telegram.answer_to(telegram.say(user, f"问题{number}")) for number in range(4)]
    assert explaining_answerer.asked == ["问题0", "问题1"]
    assert [message.text.startswith(TOO_MANY) for message in said] == [False, False, True, True]


async def test_thanks_and_greetings_are_no_questions(telegram: Loopback, serve: Serve) -> None:
    answerer = book()
    async with serve(answerer):
        user = telegram.user("小明")
        group = telegram.group("读书会")
        answer = await telegram.answer_to(telegram.say(user, QUESTION))
        thanks = await telegram.answer_to(telegram.say(user, "谢谢！", reply_to=answer))
        assert thanks.text == VOICE.say("thanked")
        greeted = await telegram.answer_to(telegram.say(user, "你好"))
        assert greeted.text == VOICE.say("courtesy")
        assert not thanks.buttons
        ignored = telegram.say(user, "@yuanwen_bot 谢谢", group)
        await telegram.answer_to(telegram.say(user, f"@yuanwen_bot {QUESTION}", group))
        assert not telegram.replies(ignored)
