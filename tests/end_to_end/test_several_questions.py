"""Several questions in one message are answered in one, each with its answer."""

from bot.playground import Loopback
from bot.playground.simulation.chats import Message
from bot.services.access import Access, Rules
from bot.telegram.messages.translations import Language, Translator
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Serve

VOICE = Translator(Language.SIMPLIFIED)
LEAVE, WEDDING, WHO = "年假几天？", "婚假几天？", "谁批？"
BOTH = f"{LEAVE}{WEDDING}"
KNOWN = {
    LEAVE: found("年假每年5天。", "5天", title="假期"),
    WEDDING: found("婚假3天。", "3天", title="假期"),
    BOTH: found("婚假3天。", "3天", title="假期"),
}


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_each_question_of_a_message_has_its_answer_in_one(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(KNOWN)):
        user = telegram.user("小明")
        asked = telegram.say(user, f"你好！{BOTH}")
        message = await telegram.answer_to(asked)
        first, second = message.text.split("\n\n问：")
        assert first.startswith("问：年假几天？\n")
        assert second.startswith("婚假几天？\n\n3天\n\n婚假3天。\n《假期》")
        assert labels(message) == ["▸ 年假几天？", "▸ 婚假几天？"]
        telegram.tap(user, message, "▸ 婚假几天？")
        alone = await telegram.answer_to(message)
        assert alone.text.startswith("问：婚假几天？\n\n3天")
        assert VOICE.plain("button-more-context") in labels(alone)
    assert len(telegram.replies(asked)) == 1


async def test_what_is_not_found_says_so_beside_what_is(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(KNOWN)):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, f"{LEAVE}病假几天？"))
        first, second = message.text.split("\n\n问：")
        assert "5天" in first
        assert second == f"病假几天？\n{VOICE.plain('not-found')}"
        telegram.tap(user, message, "▸ 病假几天？")
        alone = await telegram.answer_to(message)
        assert VOICE.plain("not-found-hint") in alone.text


async def test_three_questions_are_answered_and_it_is_said_that_there_were_more(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Archive(KNOWN)):
        user = telegram.user("小明")
        message = await telegram.answer_to(telegram.say(user, f"{BOTH}病假几天？产假几天？"))
    assert message.text.count("问：") == 3
    assert message.text.endswith(VOICE.plain("several-more", count=3))


async def test_an_edit_to_one_question_is_answered_in_place(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(KNOWN)):
        user = telegram.user("小明")
        asked = telegram.say(user, BOTH)
        both = await telegram.answer_to(asked)
        telegram.edit(asked, LEAVE)
        one = await telegram.change_of(both)
        assert one.text.startswith("5天")
        telegram.edit(asked, BOTH)
        assert (await telegram.change_of(one)).text == both.text


async def test_questions_of_one_sentence_are_answered_apart(telegram: Loopback, serve: Serve) -> None:
    known = {said.rstrip("？"): answer for said, answer in KNOWN.items()}
    async with serve(Archive(known)):
        user = telegram.user("小明")
        for said in ("年假几天，婚假几天", "年假和婚假分别几天", "请问年假、婚假各几天？"):
            message = await telegram.answer_to(telegram.say(user, said))
            assert labels(message) == ["▸ 年假几天", "▸ 婚假几天"]
            first, second = message.text.split("\n\n问：")
            assert "5天" in first
            assert second.startswith("婚假几天\n\n3天")


async def test_what_is_asked_of_each_says_that_it_may_be_answered_in_part(
    telegram: Loopback, serve: Serve
) -> None:
    question = "年假和公司的婚假分别几天"
    async with serve(Archive({question: KNOWN[LEAVE]})):
        message = await telegram.answer_to(telegram.say(telegram.user("小明"), question))
    assert message.text.startswith(f"{VOICE.plain('one-of-several')}\n\n5天")


async def test_a_question_inline_says_that_it_may_be_answered_in_part(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Archive(KNOWN)):
        query = telegram.inline(telegram.user("小明"), BOTH)
        (offered, *_) = (await telegram.offers_for(query)).results
    assert VOICE.plain("one-of-several") in offered.content.text


async def test_a_press_for_one_alone_counts_as_a_question_of_whoever_presses(
    telegram: Loopback, serve: Serve
) -> None:
    async with serve(Archive(KNOWN), rules=Rules(questions_together=4)):
        group = telegram.group("群")
        both = await telegram.answer_to(telegram.say(telegram.user("小明"), f"/ask {BOTH}", group))
        other = telegram.user("小红")
        notices = [(await telegram.notice_for(telegram.tap(other, both, "▸ 婚假"))).text for _ in range(3)]
    refused = VOICE.plain("too-many", seconds=0).split("0")[0]
    assert [notice.startswith(refused) for notice in notices] == [False, False, True]


async def test_nobody_who_is_not_admitted_has_one_sent(telegram: Loopback, serve: Serve) -> None:
    user = telegram.user("小明")
    async with serve(Archive(KNOWN), rules=Rules(access=Access(users=frozenset({user.id})))):
        group = telegram.group("群")
        both = await telegram.answer_to(telegram.say(user, f"/ask {BOTH}", group))
        notice = (await telegram.notice_for(telegram.tap(telegram.user("小红"), both, "▸ 婚假"))).text
    assert notice == VOICE.plain("inline-not-admitted")


async def test_each_question_of_a_message_counts_for_its_group(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(KNOWN), rules=Rules(questions_together=3)):
        group = telegram.group("群")
        for name, said in (("小明", BOTH), ("小红", LEAVE)):
            answer = await telegram.answer_to(telegram.say(telegram.user(name), f"/ask {said}", group))
            assert "5天" in answer.text
        refused = await telegram.answer_to(telegram.say(telegram.user("小刚"), f"/ask {LEAVE}", group))
    assert refused.text.startswith(VOICE.plain("too-many", seconds=0).split("0")[0])
