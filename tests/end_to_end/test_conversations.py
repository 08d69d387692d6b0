"""People talk to the bot, which runs as it does in earnest; only Telegram is on this machine."""

import threading

from bot.playground import Loopback
from bot.playground.protocol.refusals import bad_request, too_many_requests
from bot.playground.simulation.chats import Message
from bot.services.answering import Answerer
from bot.telegram.handlers.deep_links import parameter_for
from bot.telegram.messages.answers import MESSAGE_UNITS
from bot.telegram.messages.translations import Language, Translator
from embeddings.errors import YuanwenError
from tests.end_to_end.archive import Archive, ExplainingAnswerer, found
from tests.end_to_end.conftest import Log, Serve

VOICE = Translator(Language.SIMPLIFIED)
NOT_FOUND = VOICE.plain("not-found")
HOW_TO_ASK = VOICE.plain("how-to-ask")
READY = VOICE.plain("ready")
TROUBLE = VOICE.plain("trouble")

SIZE = "星湖科创投资基金的总规模是多少？"
HEAD = "东陵港综合保税区物流处处长是谁？"
UNKNOWN = "火星上有几家邮局？"


ANSWERS = {
    SIZE: ("30亿元", "《星湖高新区设立科创投资基金》 · 园区周报.txt"),
    HEAD: ("贺兰舟", "《东陵港综合保税区开出首趟冷链专列》 · 园区周报.txt"),
}
"""What the sample page says, and where."""


def assert_answers(message: Message, question: str) -> None:
    """The message gives the span, its passage with the span marked, and the source."""
    span, origin = ANSWERS[question]
    assert message.content.parts("bold") == [span, span]
    (quoted,) = message.content.parts("expandable_blockquote")
    assert span in quoted
    assert message.text.startswith(span)
    assert origin in message.text


async def shown(telegram: Loopback, link: Message) -> Message:
    """The message that shows the question of a link."""
    said = await telegram.notifier.until(lambda: telegram.said(link.chat), timeout=60)
    return said[0]


async def test_the_question_of_a_link_is_shown_and_quoted(telegram: Loopback, serve: Serve) -> None:
    question = "基金规模多少"
    async with serve(Archive({question: found("基金规模30亿元。", "30亿元")})):
        user = telegram.user("小明")
        asked = await shown(telegram, telegram.say(user, f"/start {parameter_for(question)}"))
        answer = await telegram.answer_to(asked)
    assert asked.text == VOICE.plain("asked", question=question)
    assert asked.reply_to is None
    assert answer.text.startswith("30亿元")


async def test_a_private_question(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    async with serve(library):
        asked = telegram.say(telegram.user("小明"), SIZE)
        assert_answers(await telegram.answer_to(asked), SIZE)


async def test_a_question_without_an_answer(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    async with serve(library):
        asked = telegram.say(telegram.user("小明"), UNKNOWN)
        answer = await telegram.answer_to(asked)
    assert answer.content.parts("bold") == [NOT_FOUND]
    assert answer.content.parts("expandable_blockquote") == []


async def test_start_and_help(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        user = telegram.user("小明")
        welcomed = await telegram.answer_to(telegram.say(user, "/start"))
        helped = await telegram.answer_to(telegram.say(user, "/help"))
    assert "/ask" in welcomed.text
    assert f"@{telegram.bot.username}" in welcomed.text
    assert "怎么看答案" in helped.content.parts("bold")


async def test_ask_in_a_group(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    async with serve(library):
        user, group = telegram.user("小明"), telegram.group("读书会")
        for command in ("/ask ", f"/ask@{telegram.bot.username} ", "/ask", f"/ask@{telegram.bot.username}\n"):
            asked = telegram.say(user, command + SIZE, group)
            assert_answers(await telegram.answer_to(asked), SIZE)


async def test_ask_without_a_question_says_how(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        user, group = telegram.user("小明"), telegram.group("读书会")
        answers = [await telegram.answer_to(telegram.say(user, "/ask", chat)) for chat in (None, group)]
    assert [answer.text for answer in answers] == [HOW_TO_ASK, HOW_TO_ASK]


async def test_ask_as_a_reply_takes_that_message(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    async with serve(library):
        group = telegram.group("读书会")
        question = telegram.say(telegram.user("小红"), HEAD, group)
        asked = telegram.say(telegram.user("小明"), "/ask", group, reply_to=question)
        assert_answers(await telegram.answer_to(asked), HEAD)
        # The bot's own words are no question.
        (own,) = telegram.replies(asked)
        again = telegram.say(telegram.user("小刚"), "/ask", group, reply_to=own)
        assert (await telegram.answer_to(again)).text == HOW_TO_ASK
    assert telegram.replies(question) == []


async def test_a_reply_to_the_bot_in_a_group(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    async with serve(library):
        user, group = telegram.user("小明"), telegram.group("读书会")
        first = await telegram.answer_to(telegram.say(user, f"/ask {SIZE}", group))
        assert_answers(await telegram.answer_to(telegram.say(user, HEAD, group, reply_to=first)), HEAD)


async def test_what_is_not_meant_for_the_bot(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive())
    async with serve(explaining_answerer):
        user, group = telegram.user("小明"), telegram.group("读书会")
        other = telegram.say(telegram.user("小红"), "你们好", group)
        said = [
            telegram.say(user, "闲聊", group),
            telegram.say(user, "同意", group, reply_to=other),
            telegram.say(user, f"/ask@other_bot {SIZE}", group),
            telegram.say(user, f"/ask@other_bot{SIZE}", group),
            telegram.say(user, "/weather", group),
        ]
        await telegram.answer_to(telegram.say(user, "/help", group))
    assert explaining_answerer.asked == []
    assert all(telegram.replies(message) == [] for message in said)


async def test_an_inline_query_and_choosing(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    explaining_answerer = ExplainingAnswerer(library)
    async with serve(explaining_answerer):
        user = telegram.user("小明")
        query = telegram.inline(user, SIZE)
        inline_answer = await telegram.offers_for(query)
        best = inline_answer.results[0]
        words, source = ANSWERS[SIZE]
        assert best.title == words
        assert best.description.startswith(source.partition(" · ")[0])
        assert words in best.description
        assert inline_answer.is_personal
        assert not inline_answer.button
        # Chosen in a group, and in the private chat with the bot, it comes back to the bot: no question.
        sent = [telegram.choose(query, best, chat) for chat in (telegram.group("群"), telegram.private(user))]
        await telegram.answer_to(telegram.say(user, "/help"))
    for message in sent:
        assert message.text.startswith(f"问：{SIZE}\n\n30亿元")
        assert message.content.parts("bold") == ["30亿元", "30亿元"]
        assert telegram.replies(message) == []
    assert explaining_answerer.asked == [SIZE]


async def test_an_inline_query_without_an_answer_leads_to_the_private_chat(
    telegram: Loopback, serve: Serve, library: Answerer
) -> None:
    explaining_answerer = ExplainingAnswerer(library)
    async with serve(explaining_answerer):
        user = telegram.user("小明")
        for question, brought in ((UNKNOWN, True), (UNKNOWN * 3, False)):
            inline_answer = await telegram.offers_for(telegram.inline(user, question))
            assert [result.title for result in inline_answer.results] == [NOT_FOUND]
            # Pressing the button opens the private chat, where the client says /start and the parameter.
            started = telegram.say(user, f"/start {inline_answer.button['start_parameter']}")
            answer = await telegram.answer_to(await shown(telegram, started) if brought else started)
            assert answer.text == READY if not brought else NOT_FOUND in answer.text
    assert explaining_answerer.asked == [UNKNOWN, UNKNOWN, UNKNOWN * 3]


async def test_an_empty_inline_query_shows_how_to_ask(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        user = telegram.user("小明")
        inline_answer = await telegram.offers_for(telegram.inline(user, " "))
        (hint,) = inline_answer.results
        assert f"@{telegram.bot.username}" in hint.description
        led = await telegram.answer_to(
            telegram.say(user, f"/start {inline_answer.button['start_parameter']}")
        )
    assert led.text == READY


async def test_of_one_typist_only_the_newest_waits(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive(seconds=0.2))
    async with serve(explaining_answerer):
        hasty, other = telegram.user("小明"), telegram.user("小红")
        typed = [telegram.inline(hasty, SIZE[:length]) for length in range(1, len(SIZE) + 1)]
        others = telegram.inline(other, "别的")
        await telegram.offers_for(typed[-1])
        await telegram.offers_for(others)
    assert SIZE in explaining_answerer.asked
    assert "别的" in explaining_answerer.asked
    assert len(explaining_answerer.asked) < len(typed) / 2


async def test_an_inline_answer_that_comes_too_late_is_let_go(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    telegram.fail(
        "answerInlineQuery",
        bad_request("query is too old and response timeout expired or query ID is invalid"),
    )
    async with serve(Archive()):
        user = telegram.user("小明")
        late = telegram.inline(user, "甲")
        await telegram.notifier.until(lambda: telegram.calls("answerInlineQuery"), timeout=20)
        await telegram.offers_for(telegram.inline(user, "乙"))
    assert late.answer is None
    assert [entry["event"] for entry in logged if entry["event"] != "question_answered"] == [
        "bot_ready",
        "inline_answer_too_late",
    ]


async def test_a_long_passage(telegram: Loopback, serve: Serve) -> None:
    text = "开头。" * 3000 + "面积为3200平方米" + "。结尾" * 3000
    async with serve(Archive({"面积多少": found(text, "3200平方米")})):
        user = telegram.user("小明")
        answer = await telegram.answer_to(telegram.say(user, "面积多少"))
        inline_answer = await telegram.offers_for(telegram.inline(user, "面积多少"))
    for content in (answer.content, inline_answer.results[0].content):
        (quoted,) = content.parts("expandable_blockquote")
        assert quoted[0] == quoted[-1] == "…"
        assert "面积为3200平方米" in quoted
        assert MESSAGE_UNITS - 20 < len(content.text) <= MESSAGE_UNITS


async def test_a_document_full_of_markup(telegram: Loopback, serve: Serve) -> None:
    text = "<b>注意</b> & <script>alert(1)</script> 是 5 < 6 &amp; &nbsp; </blockquote> 完"
    answer = found(text, "5 < 6 &amp;", title="<i>题</i>", source="a&b.html")
    async with serve(Archive({"<b>问</b> & 答": answer})):
        user = telegram.user("小明")
        said = await telegram.answer_to(telegram.say(user, "<b>问</b> & 答"))
        inline_answer = await telegram.offers_for(telegram.inline(user, "<b>问</b> & 答"))
    assert said.content.parts("expandable_blockquote") == [text]
    assert said.content.parts("bold") == ["5 < 6 &amp;"] * 2
    assert said.text.endswith("《<i>题</i>》 · a&b.html")
    assert inline_answer.results[0].content.text.startswith("问：<b>问</b> & 答\n")


async def test_messages_that_are_no_questions(telegram: Loopback, serve: Serve) -> None:
    explaining_answerer = ExplainingAnswerer(Archive())
    async with serve(explaining_answerer):
        user = telegram.user("小明")
        place = telegram.say(user, "", location={"latitude": 30.5, "longitude": 114.3})
        assert (await telegram.answer_to(place)).text == VOICE.plain("text-only")
        assert (await telegram.answer_to(telegram.say(user, "/weather"))).text == VOICE.plain(
            "unknown-command"
        )
        first = telegram.say(user, "问题")
        await telegram.answer_to(first)
        telegram.edit(first, "改了的问题")
        await telegram.answer_to(telegram.say(user, "/help"))
    assert explaining_answerer.asked == ["问题", "改了的问题"]
    assert len(telegram.replies(first)) == 1


async def test_a_question_deleted_meanwhile_is_still_answered(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(seconds=0.2)):
        asked = telegram.say(telegram.user("小明"), "问题")
        telegram.delete(asked)
        history = await telegram.notifier.until(lambda: telegram.chats.history(asked.chat), timeout=20)
    assert NOT_FOUND in history[0].text
    assert history[0].reply_to is None


async def test_typing_shows_while_an_answer_takes_its_time(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive(seconds=0.7)):
        asked = telegram.say(telegram.user("小明"), "问题")
        await telegram.answer_to(asked)
    assert telegram.actions == [(asked.chat, "typing")]


async def test_trouble_is_told_politely_and_nothing_more(
    telegram: Loopback, serve: Serve, logged: Log
) -> None:
    broken = {"私密的问题": RuntimeError("私密的问题 failed"), "又一个": YuanwenError("no index")}
    async with serve(Archive(broken)):
        user = telegram.user("小明")
        for question in broken:
            assert (await telegram.answer_to(telegram.say(user, question))).text == TROUBLE
        assert NOT_FOUND in (await telegram.answer_to(telegram.say(user, "好的问题"))).text
    plain = [entry for entry in logged if entry["log_level"] != "debug"]
    failed = [entry for entry in plain if entry["event"] == "update_failed"]
    assert [entry["error"] for entry in failed] == ["RuntimeError", "YuanwenError"]
    assert all(entry["at"].startswith("archive.py:") for entry in failed)
    assert "私密" not in str(plain)
    assert telegram.token not in str(plain)


async def test_many_users_at_once_do_not_block_the_loop(telegram: Loopback, serve: Serve) -> None:
    gate = threading.Event()
    explaining_answerer = ExplainingAnswerer(Archive(gate=gate))
    async with serve(explaining_answerer):
        asked = [telegram.say(telegram.user(f"用户{n}"), f"问题{n}") for n in range(8)]
        await telegram.notifier.until(lambda: len(telegram.actions) == len(asked), timeout=20)
        await telegram.answer_to(telegram.say(telegram.user("急人"), "/help"))
        assert not any(telegram.replies(message) for message in asked)
        gate.set()
        for message in asked:
            await telegram.answer_to(message)
    assert sorted(explaining_answerer.asked) == sorted(message.text for message in asked)
    assert explaining_answerer.threads == {"answer_0", "answer_1"}


async def test_many_users_ask_the_engine_at_once(telegram: Loopback, serve: Serve, library: Answerer) -> None:
    async with serve(library):
        asked = [telegram.say(telegram.user(f"用户{n}"), (SIZE, HEAD)[n % 2]) for n in range(12)]
        for message in asked:
            assert_answers(await telegram.answer_to(message, seconds=20), message.text)


async def test_an_answer_that_telegram_puts_off_is_sent_once_more(
    telegram: Loopback, serve: Serve, library: Answerer
) -> None:
    async with serve(library):
        telegram.fail("sendMessage", too_many_requests(1))
        asked = telegram.say(telegram.user("小明"), SIZE)
        assert_answers(await telegram.answer_to(asked), SIZE)
