"""What is too much: dropped with one polite word; anonymous admins count for their group and its owner."""

from bot.playground import Loopback
from bot.playground.simulation.chats import ANONYMOUS, Message
from bot.services.access import Rules
from bot.services.documents import DocumentService
from bot.telegram.messages.translations import Language, Translator
from retrieval.engine import Engine
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Serve

HANS = Translator(Language.SIMPLIFIED)
QUESTION = "桥有多长？"
ANSWERS = {QUESTION: found("桥长三百米。", "三百米")}
TOO_FAST = HANS.plain("too-fast", seconds=0).split("0")[0]
TOO_MANY = HANS.plain("too-many", seconds=0).split("0")[0]


def texts(telegram: Loopback, messages: list[Message]) -> list[str]:
    """The reply to each message, or "" where there is none."""
    return [next((reply.text for reply in telegram.replies(message)), "") for message in messages]


async def test_too_many_commands_are_dropped_with_one_word(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(ANSWERS), rules=Rules(actions_each=2)):
        user = telegram.user("小明")
        sent = [telegram.say(user, "/language") for _ in range(6)]
        answer = await telegram.answer_to(telegram.say(user, QUESTION))
        assert answer.text.startswith("三百米")
        await telegram.answer_to(telegram.say(telegram.user("小红"), "/language"))
        replies = texts(telegram, sent)
    assert all(replies[:3])
    assert [reply.startswith(TOO_FAST) for reply in replies] == [False, False, True, False, False, False]
    assert replies[3:] == ["", "", ""]


async def test_too_many_presses_are_told_once_in_a_notice(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(ANSWERS), rules=Rules(actions_each=1)):
        user = telegram.user("小明")
        answer = await telegram.answer_to(telegram.say(user, QUESTION))
        pressed = [telegram.tap(user, answer, "👍") for _ in range(3)]
        notices = [(await telegram.notice_for(press)).text for press in pressed[:2]]
        await telegram.answer_to(telegram.say(user, QUESTION))
    assert notices[0] == HANS.plain("voted")
    assert notices[1].startswith(TOO_FAST)
    assert pressed[2].answer is None


async def test_chatter_in_a_group_is_dropped_in_silence(telegram: Loopback, serve: Serve) -> None:
    telegram.privacy_mode = False
    async with serve(Archive(ANSWERS), rules=Rules(actions_each=1)):
        user, group = telegram.user("小明"), telegram.group("群")
        for _ in range(4):
            telegram.say(user, "今天天气不错", group)
        await telegram.answer_to(telegram.say(user, f"/ask {QUESTION}", group))
        assert len(telegram.said(group)) == 1


async def test_that_only_text_is_read_is_said_once(telegram: Loopback, serve: Serve) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512}
    sticker |= {"is_animated": False, "is_video": False}
    async with serve(Archive(ANSWERS)):
        user = telegram.user("小明")
        sent = [telegram.say(user, "", sticker=sticker) for _ in range(3)]
        await telegram.answer_to(telegram.say(user, QUESTION))
    assert texts(telegram, sent) == [HANS.plain("text-only"), "", ""]


async def test_questions_of_anonymous_admins_count_for_their_group(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(ANSWERS), rules=Rules(questions_each=1)):
        groups = [telegram.group(name, owner=telegram.user(name)) for name in ("甲", "乙")]
        said = [
            (await telegram.answer_to(telegram.say(ANONYMOUS, f"/ask {QUESTION}", group))).text
            for group in (*groups, *groups)
        ]
    assert [text.startswith("三百米") for text in said] == [True, True, False, False]
    assert [text.startswith(TOO_MANY) for text in said] == [False, False, True, True]


async def test_documents_of_anonymous_admins_count_for_the_owner_of_the_group(
    telegram: Loopback, serve: Serve, library: Engine
) -> None:
    documents, rules = DocumentService.of(library), Rules(uploads=2)
    call = f"@{telegram.bot.username}"
    async with serve(Archive(), document_service=documents, rules=rules):
        boss, other = telegram.user("群主"), telegram.user("别人")
        mine = [telegram.group(name, owner=boss) for name in ("甲", "乙", "丙")]
        groups = [*mine, telegram.group("丁", owner=other)]
        said = [
            await telegram.answer_to(telegram.send_document(ANONYMOUS, "a.exe", b"x", group, caption=call))
            for group in groups
        ]
    too_many = HANS.plain("upload-too-many", count=2)
    assert [reply.text == too_many for reply in said] == [False, False, True, False]
