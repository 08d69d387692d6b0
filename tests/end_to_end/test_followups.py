"""A reply to an answer is understood with the question before it, and so is a fragment without a reply."""

from dataclasses import replace
from pathlib import Path

from bot.playground import Loopback
from bot.storage import State
from bot.telegram.messages.translations import Language, Translator
from retrieval.followup import FOLLOWS_WITHIN_S
from retrieval.library import File
from tests.conftest import OpenEngine
from tests.end_to_end.book import book
from tests.end_to_end.conftest import Serve

VOICE = Translator(Language.SIMPLIFIED)
SIZE = "星湖科创投资基金的总规模是多少？"
WHOLE = ("年假有几天？", "几点下班", "首期款", "几点能入住", "可以游泳吗")


async def test_a_reply_carries_topic_and_document(telegram: Loopback, serve: Serve) -> None:
    for question, follow in ((SIZE, "首期呢？"), ("星湖科創投資基金的總規模是多少？", "首期呢？")):
        book_answers = book()
        async with serve(book_answers):
            user = telegram.user("小明")
            first = await telegram.answer_to(telegram.say(user, question))
            answer = await telegram.answer_to(telegram.say(user, follow, reply_to=first))
        full, _, near = book_answers.asked[1]
        assert "首期" in full
        assert full[:2] == question[:2]
        assert near == book_answers.answers[0].passage
        assert answer.text.startswith(VOICE.plain("understood", question=full))


async def test_a_follow_up_of_a_follow_up_and_its_pages(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    async with serve(book_answers):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, SIZE))
        for text in ("首期呢？", "是谁发布的？"):
            message = await telegram.answer_to(telegram.say(user, text, reply_to=message))
        last = book_answers.asked[2][0]
        assert "基金" in last
        assert "发布" in last
        telegram.tap(user, message, VOICE.plain("button-others", number=2, count=5))
        paged = await telegram.change_of(message)
        assert paged.text.startswith(VOICE.plain("understood", question=last))


async def test_a_complete_question_stays_as_it_is(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    async with serve(book_answers):
        user = telegram.user("小明")
        first = await telegram.answer_to(telegram.say(user, SIZE))
        whole = "东陵港综合保税区物流处处长是谁？"
        answer = await telegram.answer_to(telegram.say(user, whole, reply_to=first))
    assert book_answers.asked[1][0] == whole
    assert VOICE.plain("understood", question="").strip() not in answer.text


async def test_a_fragment_needs_no_reply_in_private(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    async with serve(book_answers):
        user = telegram.user("小明")
        await telegram.answer_to(telegram.say(user, SIZE))
        answer = await telegram.answer_to(telegram.say(user, "首期呢？"))
    full, _, near = book_answers.asked[1]
    assert near == book_answers.answers[0].passage
    assert answer.text.startswith(VOICE.plain("understood", question=full))
    assert "首期" in full
    assert "星湖" in full


async def test_a_whole_question_is_never_taken_with_the_one_before(telegram: Loopback, serve: Serve) -> None:
    book_answers = book()
    async with serve(book_answers):
        user = telegram.user("小明")
        for asked in (SIZE, *WHOLE):
            await telegram.answer_to(telegram.say(user, asked))
    assert [near for _, _, near in book_answers.asked] == [None] * (1 + len(WHOLE))
    assert [full for full, _, _ in book_answers.asked][1:] == list(WHOLE)


async def test_an_edited_fragment_is_taken_with_the_question_before_it(
    telegram: Loopback, serve: Serve
) -> None:
    book_answers = book()
    async with serve(book_answers):
        user = telegram.user("小明")
        await telegram.answer_to(telegram.say(user, SIZE))
        fragment = telegram.say(user, "二期呢？")
        answer = await telegram.answer_to(fragment)
        telegram.edit(fragment, "首期呢？")
        changed = await telegram.change_of(answer)
    assert changed.text.startswith(VOICE.plain("understood", question=book_answers.asked[2][0]))
    assert "首期" in changed.text


async def test_a_fragment_is_taken_with_a_question_of_its_own_chat_of_the_last_ten_minutes(
    telegram: Loopback, serve: Serve
) -> None:
    book_answers, state = book(), State()
    async with serve(book_answers, state=state):
        user, other = telegram.user("小明"), telegram.user("小红")
        await telegram.answer_to(telegram.say(user, SIZE))
        await telegram.answer_to(telegram.say(other, "首期呢？"))
        group = telegram.group("读书会", owner=user)
        await telegram.answer_to(telegram.say(user, "/ask 首期呢？", group))
        first = await state.turns.last(user.id, None, 0, before=1000)
        assert first
        await state.turns.put(replace(first, asked_at=first.asked_at - FOLLOWS_WITHIN_S))
        await telegram.answer_to(telegram.say(user, "首期呢？"))
    assert [near for _, _, near in book_answers.asked] == [None] * 4


PLACES = {
    "林知秋": ("望江生态园的园长是谁？", "20元", "告游客书.txt"),
    "沈亦禾": ("望江生态园的设计师是谁？", "35元", "新规.txt"),
}
TEXTS = {
    "告游客书.txt": "望江生态园告游客书\n\n望江生态园的园长是林知秋。园区门票每人20元，全年开放。\n",
    "新规.txt": "望江生态园新规\n\n望江生态园的设计师是沈亦禾。园区门票每人35元，周一闭园。\n",
}


async def test_what_two_documents_say_is_answered_from_the_one_replied_to(
    telegram: Loopback, serve: Serve, tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine = open_engine(tmp_path)
    for name, text in TEXTS.items():
        engine.library.add(File.uploaded(name, text.encode()))
    user, seen = telegram.user("小明"), set()
    async with serve(engine):
        for answer, (question, price, source) in PLACES.items():
            first = await telegram.answer_to(telegram.say(user, question))
            assert first.text.startswith(answer)
            further = await telegram.answer_to(telegram.say(user, "门票每人多少元？", reply_to=first))
            heading, span, _ = further.text.split("\n\n")
            assert (span, further.text.endswith(source)) == (price, True)
            seen.add(heading.splitlines()[0])
    # Both are understood alike, so the document alone made the difference.
    assert seen == {VOICE.plain("understood", question="望江生态园门票每人多少元")}
    engine.close()


LEASE = (
    "租房合同\n\n房东是沈亦禾，租客是林知秋。\n\n租金每月4200元。押金8400元，退租时退还。\n\n"
    "租客可以饲养一只猫，不得养狗。\n\n租期自2026年3月1日起至2028年2月29日止。\n"
)


async def test_a_whole_question_in_a_reply_is_not_joined(
    telegram: Loopback, serve: Serve, tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine = open_engine(tmp_path)
    engine.library.add(File.uploaded("租房合同.txt", LEASE.encode()))
    user = telegram.user("小明")
    async with serve(engine):
        message = await telegram.answer_to(telegram.say(user, "租客是谁？"))
        for question, expected in (("可以养猫吗", "一只猫"), ("租期到什么时候", "2028年2月29日")):
            message = await telegram.answer_to(telegram.say(user, question, reply_to=message))
            assert VOICE.plain("understood", question="").strip() not in message.text
            assert expected in message.text
    engine.close()


async def test_a_reply_that_finds_nothing_with_the_topic_before_it_is_asked_without(
    telegram: Loopback, serve: Serve, tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine = open_engine(tmp_path)
    engine.library.add(File.uploaded("租房合同.txt", LEASE.encode()))
    user = telegram.user("小明")
    async with serve(engine):
        first = await telegram.answer_to(telegram.say(user, SIZE))
        answer = await telegram.answer_to(telegram.say(user, "租客是谁", reply_to=first))
    assert VOICE.plain("understood", question="").strip() not in answer.text
    assert "林知秋" in answer.text
    engine.close()


async def test_what_stands_instead_of_something_is_not_answered_as_that(
    telegram: Loopback, serve: Serve, tmp_path: Path, open_engine: OpenEngine
) -> None:
    engine = open_engine(tmp_path)
    engine.library.add(File.uploaded("租房合同.txt", LEASE.encode()))
    user = telegram.user("小明")
    async with serve(engine):
        await telegram.answer_to(telegram.say(user, "押金多少？"))
        answer = await telegram.answer_to(telegram.say(user, "那月租金呢"))
    assert answer.text.startswith(VOICE.plain("understood", question="月租金多少"))
    assert "4200元" in answer.text.split("\n\n")[1]
    engine.close()
