"""The bot as a guest, in chats where it is no member."""

from pathlib import Path

from bot.playground import Loopback
from bot.playground.protocol.refusals import bad_request
from bot.services.access import Access, Rules
from bot.storage import State
from bot.telegram.messages.translations import Language, Translator
from tests.end_to_end.book import book
from tests.end_to_end.conftest import Log, Serve

VOICE = Translator(Language.SIMPLIFIED)
TOO_MANY = VOICE.plain("too-many", seconds=0).partition("0")[0]
ASKED = "拨款多少？"
CALL = f"@yuanwen_bot {ASKED}"


async def test_a_guest_answers_from_public_documents_alone(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    async with serve(book_answers):
        user, other = telegram.user("小明"), telegram.user("小红")
        group = telegram.group("别人的群", has_bot=False)
        for chat in (group, telegram.between(user, other)):
            answer = await telegram.answer_to(telegram.say(user, CALL, chat))
            assert answer.content.parts("bold") == ["0亿元"] * 2
            telegram.tap(other, answer, VOICE.plain("button-others", number=2, count=5))
            assert (await telegram.change_of(answer)).content.parts("bold") == ["1亿元"] * 2
        assert telegram.said(telegram.private(other)) == []
    assert {collections for _, collections, _ in book_answers.asked} == {frozenset({"public"})}


async def test_a_guest_understands_follow_ups(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    async with serve(book_answers):
        user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
        first = await telegram.answer_to(telegram.say(user, "@yuanwen_bot 星湖基金的总规模是多少？", group))
        await telegram.answer_to(telegram.say(user, "首期呢？", group, reply_to=first))
    full, _, near = book_answers.asked[1]
    assert "星湖" in full
    assert "首期" in full
    assert near == book_answers.answers[0].passage


async def test_a_guest_without_a_question_and_without_access(telegram: Loopback, serve: Serve) -> None:
    member, stranger = telegram.user("友"), telegram.user("客")
    group = telegram.group("别人的群", has_bot=False)
    book_answers = book()
    async with serve(book_answers, rules=Rules(Access(users={member.id}))):
        silent = telegram.say(stranger, CALL, group)
        told = await telegram.answer_to(telegram.say(member, "@yuanwen_bot", group))
        assert told.text == VOICE.plain("how-to-ask")
        assert telegram.replies(silent) == []
    assert book_answers.asked == []


async def test_a_guest_asked_too_often_says_so_once(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    user, other = telegram.user("小明"), telegram.user("小红")
    group = telegram.group("别人的群", has_bot=False)
    async with serve(book_answers, rules=Rules(questions_each=2)):
        for _ in range(2):
            await telegram.answer_to(telegram.say(user, CALL, group))
        told = await telegram.answer_to(telegram.say(user, CALL, group))
        silent = telegram.say(user, CALL, group)
        await telegram.answer_to(telegram.say(other, CALL, group))
    assert told.text.startswith(TOO_MANY)
    assert told.buttons == []
    assert telegram.replies(silent) == []
    assert len(book_answers.asked) == 3


async def test_all_guests_of_a_group_have_one_allowance(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    group, elsewhere = (telegram.group(name, has_bot=False) for name in ("一群", "二群"))
    async with serve(book_answers, rules=Rules(questions_together=2)):
        said = [
            await telegram.answer_to(telegram.say(telegram.user(name), CALL, chat))
            for name, chat in (("甲", group), ("乙", group), ("丙", group), ("丁", elsewhere))
        ]
    assert [message.text.startswith(TOO_MANY) for message in said] == [False, False, True, False]


async def test_a_call_that_waited_too_long_is_let_go(
    telegram: Loopback, serve: Serve, logged: Log, tmp_path: Path
) -> None:
    telegram.fail(
        "answerGuestQuery",
        bad_request("query is too old and response timeout expired or query ID is invalid"),
    )
    user, group = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
    async with serve(book(), state=State.open(tmp_path)):
        late = telegram.say(user, CALL, group)
        await telegram.notifier.until(lambda: telegram.calls("answerGuestQuery"), timeout=20)
        await telegram.answer_to(telegram.say(user, CALL, group))
    async with serve(book(), state=State.open(tmp_path)):
        await telegram.answer_to(telegram.say(user, CALL, group))
    assert telegram.replies(late) == []
    assert len(telegram.calls("answerGuestQuery")) == 3
    assert telegram.calls("sendMessage") == []
    assert [(e["event"], e["error"]) for e in logged if "error" in e] == [("update_failed", "BadRequest")]
