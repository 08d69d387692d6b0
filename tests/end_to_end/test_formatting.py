"""How everything the bot says reaches Telegram: as HTML and without link previews, whatever the method."""

import json
from collections.abc import Iterator
from typing import Any

from bot.playground import Loopback
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Serve

ASKED = "有几人"


def said(telegram: Loopback) -> Iterator[tuple[str, dict[str, Any]]]:
    """The method and the formatted content of each call that carries a text."""
    for request in telegram.requests:
        values = {name: decoded(value) for name, value in request.values.items()}
        for result in (*values.get("results", ()), *filter(None, [values.get("result")])):
            yield request.method, result["input_message_content"]
        if request.method in {"sendMessage", "editMessageText"}:
            yield request.method, values


def decoded(value: Any) -> Any:
    """A nested argument, which a form carries as JSON."""
    return json.loads(value) if isinstance(value, str) and value[:1] in {"{", "["} else value


async def test_all_texts_are_html_without_previews(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive({ASKED: found("共3人。", "3人")})):
        user, elsewhere = telegram.user("小明"), telegram.group("别人的群", has_bot=False)
        telegram.add_bot(telegram.group("新群", has_bot=False), user)
        await telegram.answer_to(telegram.say(user, ASKED))
        await telegram.answer_to(telegram.say(user, f"@yuanwen_bot {ASKED}", elsewhere))
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        await telegram.notice_for(telegram.press(user, menu, "lang:en"))
        for text in ("", ASKED, "没有的"):
            await telegram.offers_for(telegram.inline(user, text))
        await telegram.notifier.until(
            lambda: telegram.calls("editMessageText") and len(telegram.calls("sendMessage")) >= 3, timeout=20
        )
    contents = list(said(telegram))
    assert {method for method, _ in contents} == {
        "sendMessage",
        "editMessageText",
        "answerGuestQuery",
        "answerInlineQuery",
    }
    for method, content in contents:
        assert content["parse_mode"] == "HTML", method
        assert content["link_preview_options"] == {"is_disabled": True}, method


async def test_a_reply_is_sent_also_where_the_message_is_gone(telegram: Loopback, serve: Serve) -> None:
    async with serve(Archive()):
        await telegram.answer_to(telegram.say(telegram.user("小明"), "/help"))
    (sent,) = telegram.calls("sendMessage")
    assert decoded(sent.values["reply_parameters"])["allow_sending_without_reply"] is True
