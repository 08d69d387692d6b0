"""Documents that people send, and documents that the bot sends."""

import os
from collections.abc import AsyncIterator

import pytest
import telegram as ptb
from telegram.request import HTTPXRequest

from bot.playground import Loopback
from bot.playground.protocol.faults import DOWNLOAD
from bot.playground.protocol.refusals import server_error
from bot.playground.simulation.files import DOWNLOAD_BYTES
from tests.bot.playground.conftest import Client, Clock
from tests.bot.playground.protocol.test_refusals import error


@pytest.fixture
async def library(telegram: Loopback, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ptb.Bot]:
    """A client of python-telegram-bot for the same server."""
    monkeypatch.setitem(os.environ, "PTB_TIMEDELTA", "true")
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    async with ptb.Bot(
        telegram.token,
        base_url=f"{telegram.base_url}/bot",
        base_file_url=f"{telegram.base_url}/file/bot",
        request=request,
    ) as client:
        yield client


async def test_a_document_arrives_and_can_be_downloaded(telegram: Loopback, bot: Client) -> None:
    sent = telegram.send_document(
        telegram.user("小明"), "通知.txt", "内容".encode(), caption="看 @yuanwen_bot"
    )
    (message,) = await bot.updates("message")
    assert message["document"] | {"file_id": "", "file_unique_id": ""} == {
        "file_id": "",
        "file_unique_id": "",
        "file_name": "通知.txt",
        "mime_type": "text/plain",
        "file_size": 6,
    }
    assert message["caption"] == "看 @yuanwen_bot"
    assert [entity["type"] for entity in message["caption_entities"]] == ["mention"]
    assert "text" not in message
    ready = (await bot.call("getFile", file_id=message["document"]["file_id"]))["result"]
    assert ready["file_path"].endswith(".txt")
    got = await bot.download(ready["file_path"])
    assert (got.status_code, got.content) == (200, "内容".encode())
    assert sent.file
    assert sent.file.data == got.content


async def test_several_documents_at_once(telegram: Loopback, bot: Client) -> None:
    user = telegram.user("小明")
    for name in ("a.txt", "b.txt"):
        telegram.send_document(user, name, b"x", media_group_id="album")
    assert [message["media_group_id"] for message in await bot.updates("message")] == ["album", "album"]


async def test_python_telegram_bot_downloads_it(telegram: Loopback, library: ptb.Bot) -> None:
    data = bytes(range(256)) * 1000
    telegram.send_document(telegram.user("小明"), "报告.pdf", data)
    (update,) = await library.get_updates()
    assert update.message
    assert update.message.document
    assert update.message.document.mime_type == "application/pdf"
    file = await update.message.document.get_file()
    assert await file.download_as_bytearray() == data


async def test_python_telegram_bot_sends_one(telegram: Loopback, library: ptb.Bot) -> None:
    said = telegram.say(telegram.user("小明"), "/export")
    await library.send_document(
        said.chat.id,
        b'{"data": []}',
        filename="feedback.json",
        caption="<b>好</b>",
        parse_mode="HTML",
        reply_parameters=ptb.ReplyParameters(said.id),
    )
    sent = await telegram.answer_to(said)
    assert sent.file
    assert (sent.file.name, sent.file.data) == ("feedback.json", b'{"data": []}')
    assert sent.content.parts("bold") == ["好"]


@pytest.mark.parametrize(("size", "taken"), [(DOWNLOAD_BYTES, True), (DOWNLOAD_BYTES + 1, False)])
async def test_a_file_too_long_to_fetch(telegram: Loopback, bot: Client, size: int, taken: bool) -> None:
    sent = telegram.send_document(telegram.user("小明"), "大.pdf", b"x", size=size)
    assert sent.file
    assert sent.json()["document"]["file_size"] == size
    body = await bot.call("getFile", file_id=sent.file.id)
    assert body["ok"] if taken else body == error(400, "Bad Request: file is too big")


async def test_files_that_do_not_exist(telegram: Loopback, bot: Client, clock: Clock) -> None:
    assert await bot.call("getFile", file_id="none") == error(400, "Bad Request: invalid file_id")
    assert (await bot.download("documents/none.txt")).status_code == 404
    sent = telegram.send_document(telegram.user("小明"), "a.txt", b"x")
    assert sent.file
    path = (await bot.call("getFile", file_id=sent.file.id))["result"]["file_path"]
    assert (await bot.download(path, token="1:wrong")).status_code == 401
    clock.now += 3601
    assert (await bot.download(path)).status_code == 404


async def test_a_download_that_fails(telegram: Loopback, bot: Client) -> None:
    sent = telegram.send_document(telegram.user("小明"), "a.txt", b"x")
    assert sent.file
    path = (await bot.call("getFile", file_id=sent.file.id))["result"]["file_path"]
    telegram.fail(DOWNLOAD, server_error())
    assert [(await bot.download(path)).status_code for _ in range(2)] == [502, 200]


async def test_limits_on_files_that_the_bot_sends(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    place = {"chat_id": str(chat.id)}
    assert await bot.upload("sendDocument", "a.txt", b"", **place) == error(
        400, "Bad Request: file must be non-empty"
    )
    assert await bot.upload("sendDocument", "a.txt", b"x", caption="字" * 1025, **place) == error(
        400, "Bad Request: message caption is too long"
    )
    assert await bot.upload("sendDocument", "a.txt", bytes((50 << 20) + 1), **place) == error(
        413, "Request Entity Too Large"
    )
    assert (await bot.call("sendDocument", document="none", **place))["error_code"] == 400
    sent = (await bot.upload("sendDocument", "a.txt", b"x", **place))["result"]["document"]
    assert (await bot.call("sendDocument", document=sent["file_id"], **place))["ok"]
    assert [m.file.data for m in telegram.said(chat) if m.file] == [b"x", b"x"]


async def test_a_document_has_no_text_to_edit(telegram: Loopback, bot: Client) -> None:
    chat = telegram.started(telegram.user("小明"))
    sent = (await bot.upload("sendDocument", "a.txt", b"x", chat_id=str(chat.id)))["result"]
    body = await bot.call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="x")
    assert body == error(400, "Bad Request: there is no text in the message to edit")
