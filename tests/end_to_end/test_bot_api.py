"""What bot and playground say to each other, held against the description of the Bot API."""

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.loopback import Request
from tests.end_to_end.archive import Archive, found
from tests.end_to_end.conftest import Serve
from tests.end_to_end.schema import PATH, Schema

OK = {"ok": True, "result": True}


@pytest.fixture
def schema(described: Schema | None) -> Schema:
    if described is None:
        pytest.skip(f"the description of the Bot API is not there: {PATH}")
    return described


async def test_requests_and_results(schema: Schema, telegram: Loopback, serve: Serve) -> None:
    answer = found("共3人。", "3人")
    async with serve(Archive({"有几人": answer}, seconds=0.4, nearest=(answer,))):
        user, group = telegram.user("小明", "ming"), telegram.group("群")
        for message in (
            telegram.say(user, "/start"),
            telegram.say(user, "有几人"),
            telegram.say(user, "/ask 谁", group),
        ):
            await telegram.answer_to(message)
        menu = await telegram.answer_to(telegram.say(user, "/language"))
        pressed = telegram.press(user, menu, "lang:en")
        await telegram.notifier.until(
            lambda: pressed.answer and telegram.calls("editMessageText"), timeout=20
        )
        for text in ("", "有几人", "谁"):
            await telegram.offers_for(telegram.inline(user, text))
    assert {request.method for request in telegram.requests} == {
        "getMe",
        "setMyCommands",
        "deleteWebhook",
        "getUpdates",
        "sendMessage",
        "sendChatAction",
        "answerInlineQuery",
        "answerCallbackQuery",
        "editMessageText",
    }
    assert [fault for request in telegram.requests for fault in schema.faults_of_request(request)] == []


async def test_every_kind_of_update(schema: Schema, telegram: Loopback) -> None:
    telegram.inline_feedback = True
    user, group = telegram.user("小明", "ming"), telegram.group("群")
    said = telegram.say(user, "/ask 你好 @someone", group)
    telegram.say(user, "", reply_to=said, location={"latitude": 30.5, "longitude": 114.3})
    telegram.edit(said, "/ask 你们好")
    query = telegram.inline(user, "x")
    telegram.press(user, said, "data")
    answered = await telegram_answers(telegram, query.id)
    assert answered["ok"]
    assert query.answer
    telegram.choose(query, query.answer.results[0], telegram.private(user))
    updates = [update.json() for update in telegram.updates.pending]
    assert {update.kind for update in telegram.updates.pending} == {
        "message",
        "edited_message",
        "inline_query",
        "callback_query",
        "chosen_inline_result",
    }
    assert [fault for update in updates for fault in schema.faults_of_object("Update", update)] == []


async def telegram_answers(telegram: Loopback, query_id: str) -> dict[str, object]:
    content = {"message_text": "<b>x</b>", "parse_mode": "HTML"}
    keyboard = {"inline_keyboard": [[{"text": "y", "callback_data": "data"}]]}
    result = {
        "type": "article",
        "id": "1",
        "title": "x",
        "input_message_content": content,
        "reply_markup": keyboard,
    }
    async with httpx.AsyncClient(trust_env=False) as http:
        response = await http.post(
            f"{telegram.base_url}/bot{telegram.token}/answerInlineQuery",
            json={"inline_query_id": query_id, "results": [result]},
        )
    body: dict[str, object] = response.json()
    return body


@pytest.mark.parametrize(
    ("method", "values", "fault"),
    [
        ("sendMessages", {}, "there is no method sendMessages"),
        ("sendMessage", {"chat_id": "1"}, "sendMessage: text is missing"),
        ("sendMessage", {"chat_id": "1", "text": "x", "html": "x"}, "sendMessage: html is unknown"),
        ("getUpdates", {"timeout": "soon"}, "getUpdates.timeout: 'soon' is no Integer"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_parameters": '{"message": 1}'},
            "sendMessage.reply_parameters: message is unknown",
        ),
        (
            "answerInlineQuery",
            {"inline_query_id": "1", "results": '[{"type": "article", "id": 1}]'},
            "answerInlineQuery.results: ",
        ),
    ],
)
def test_the_description_catches_what_is_wrong(
    schema: Schema, method: str, values: dict[str, str], fault: str
) -> None:
    faults = schema.faults_of_request(Request(method, values, OK))
    assert any(found.startswith(fault) for found in faults)


def test_the_description_holds_for_objects(schema: Schema) -> None:
    user = {"id": 1, "is_bot": False, "first_name": "x"}
    assert schema.faults_of_object("User", user) == []
    assert schema.faults_of_object("User", user | {"is_bot": 0}) == ["User.is_bot: 0 is no Boolean"]
    assert schema.faults_of_object("User", {**user, "id": True}) == ["User.id: True is no Integer"]
