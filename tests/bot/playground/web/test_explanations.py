"""How answers were found, as the page gets it: of the newest questions, with the messages that asked them."""

from bot.playground import Loopback
from bot.playground.web import PageServer
from bot.playground.web.status import KEPT
from retrieval.confidence import Decision
from retrieval.documents import Reply
from retrieval.explanation import Explanation
from retrieval.search.results import SearchResults
from tests.bot.playground.web.conftest import Bot, Browser, both


def explanation(question: str) -> Explanation:
    return Explanation(Reply(question, None), Decision.default(), (), SearchResults(), ())


async def test_it_belongs_to_the_message_that_asked(
    telegram: Loopback, server: PageServer, browser: Browser, bot: Bot
) -> None:
    for key in (browser.private, browser.topics[0]):
        asked = await browser.say(key, "/ask@yuanwen_bot 甲是多少？")
        async with browser.events(params={"after": telegram.event_log.last}) as events:
            server.bot_status.explained(telegram.updates.log[-1].id, explanation("甲是多少？"))
            told = (await events.next("explanation"))["explanation"]
        assert (told["key"], told["message_id"], told["question"]) == (key, asked["message_id"], "甲是多少？")
    # A button under the answer asks the same question elsewhere.
    reply = {"message_id": asked["message_id"]}
    keyboard = {"inline_keyboard": [[{"text": "到处找", "callback_data": "all"}]]}
    chat = asked["chat"]["id"]
    answer = await bot.call(
        "sendMessage", chat_id=chat, text="没有找到", reply_parameters=reply, reply_markup=keyboard
    )

    async def heed() -> None:
        query = await bot.when("callback_query")
        await bot.call("answerCallbackQuery", callback_query_id=query["id"])

    pressed = browser.do("press", key=key, message_id=answer["message_id"], data="all")
    await both(pressed, heed())
    server.bot_status.explained(telegram.updates.log[-1].id, explanation("甲是多少？"))
    newest = (await browser.world())["explanations"][-1]
    assert (newest["key"], newest["message_id"]) == (key, asked["message_id"])


async def test_what_was_typed_inline_belongs_to_no_message(server: PageServer, browser: Browser) -> None:
    server.bot_status.explained(0, explanation("乙是谁？"))
    (told,) = (await browser.world())["explanations"]
    assert (told["key"], told["message_id"], told["question"]) == (None, 0, "乙是谁？")


async def test_only_the_newest_are_kept(server: PageServer, browser: Browser) -> None:
    for number in range(KEPT + 2):
        server.bot_status.explained(number, explanation(f"第{number}问？"))
    told = (await browser.world())["explanations"]
    assert [told[0]["question"], told[-1]["question"], len(told)] == ["第2问？", f"第{KEPT + 1}问？", KEPT]
