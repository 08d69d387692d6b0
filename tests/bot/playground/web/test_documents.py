"""Upload and download of files."""

import pytest
from PIL import Image

from bot.playground import Loopback
from bot.playground.protocol.texts import plain
from bot.playground.simulation.files import DOWNLOAD_BYTES
from bot.playground.web.security import KEY
from tests.bot.playground.web.conftest import Browser
from tests.retrieval.ingestion.recognition.drawn import encoded


async def test_an_upload(telegram: Loopback, browser: Browser) -> None:
    data = "总规模30亿元。".encode()
    for key in (browser.private, browser.group, browser.topics[0]):
        response = await browser.upload(key, "桥 “新”.txt", data, "@yuanwen_bot 收下")
        message = response.json()["message"]
        assert message["key"] == key
        assert message["own"] is True
        assert message["caption"] == "@yuanwen_bot 收下"
        assert message["document"]["file_name"] == "桥 “新”.txt"
        assert message["document"]["file_size"] == len(data)
        update = telegram.updates.pending[-1].payload
        assert update["document"]["file_id"] == message["document"]["file_id"]
        assert telegram.files.find(message["document"]["file_id"]).data == data


async def test_pictures_are_sent_as_photos_of_an_album_and_what_is_none_as_a_file(
    telegram: Loopback, browser: Browser
) -> None:
    picture = encoded(Image.new("RGB", (60, 40)))
    for data in (picture, b"no picture"):
        response = await browser.upload(browser.private, "图.jpg", data, photo="yes", album="7")
        assert response.status_code == 200
    photo, file = (update.payload for update in telegram.updates.pending[-2:])
    assert [(size["width"], size["height"]) for size in photo["photo"]] == [(60, 40)]
    assert photo["media_group_id"] == file["media_group_id"] == "7"
    assert "photo" not in file
    assert file["document"]["file_name"] == "图.jpg"


async def test_the_largest_file(telegram: Loopback, browser: Browser) -> None:
    response = await browser.upload(browser.private, "a.txt", b"x" * DOWNLOAD_BYTES)
    assert response.status_code == 200
    file_id = response.json()["message"]["document"]["file_id"]
    assert len(telegram.files.find(file_id).data) == DOWNLOAD_BYTES
    assert telegram.files.prepare_download(file_id)


@pytest.mark.parametrize("more", [1, 1 << 20])
async def test_a_file_that_is_too_large(telegram: Loopback, browser: Browser, more: int) -> None:
    response = await browser.upload(browser.private, "a.txt", b"x" * (DOWNLOAD_BYTES + more))
    assert response.status_code == 413
    assert "20 MB" in response.json()["error"]
    assert telegram.chats.history(browser.server.demo_chats.entries[browser.private].chat) == []


@pytest.mark.parametrize(
    ("key", "data", "caption", "status"),
    [("", b"x", "", 404), ("-5", b"x", "", 404), (None, b"", "", 400), (None, b"x", "字" * 1025, 400)],
)
async def test_uploads_that_are_refused(
    browser: Browser, key: str | None, data: bytes, caption: str, status: int
) -> None:
    response = await browser.upload(browser.private if key is None else key, "a.txt", data, caption)
    assert response.status_code == status
    assert response.json()["error"].endswith(".")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"nothing of the kind"),
        ("multipart/form-data", b""),
        ("application/json", b"{}"),
        ("", b""),
    ],
)
async def test_forms_that_cannot_be_read(browser: Browser, kind: str, body: bytes) -> None:
    headers = {"Content-Type": kind}
    response = await browser.http.post("/api/upload", content=body, headers=headers)
    assert response.status_code in {400, 404}
    assert response.json()["error"].endswith(".")


async def test_an_upload_of_another_site_is_refused(telegram: Loopback, browser: Browser) -> None:
    headers = {KEY: "x", "Origin": "https://evil.example"}
    response = await browser.http.post(
        "/api/upload", headers=headers, data={"key": browser.private}, files={"file": ("a.txt", b"x" * 100)}
    )
    assert response.status_code == 403
    assert telegram.chats.history(browser.server.demo_chats.entries[browser.private].chat) == []


async def test_a_download_is_an_attachment(telegram: Loopback, browser: Browser) -> None:
    page = b"<script>alert(1)</script>"
    file = telegram.files.add('桥"\r\nX: y.html', page)
    telegram.speak(browser.server.demo_chats.entries[browser.private].chat, plain(""), file=file)
    (message,) = (await browser.world())["messages"][browser.private]
    response = await browser.http.get("/api/file", params={"id": message["document"]["file_id"]})
    assert response.content == page
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%E6%A1%A5%22%0D%0AX"
    )
    assert "X" not in response.headers


async def test_files_that_do_not_exist(browser: Browser) -> None:
    for number in ("", "x", "../secret"):
        response = await browser.http.get("/api/file", params={"id": number})
        assert response.status_code == 404
