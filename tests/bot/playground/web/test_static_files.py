"""Serving the files of the page."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.playground import Loopback
from bot.playground.errors import PortError
from bot.playground.web import PageServer
from bot.playground.web.static_files import PAGE
from tests.bot.playground.web.conftest import Browser, visiting


async def raw(server: PageServer, path: str) -> bytes:
    """The response to a path that is sent unchanged."""
    port = urlsplit(server.address).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_the_page_has_the_key_in_it(server: PageServer) -> None:
    async with visiting(server) as http:
        response = await http.get("/")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert f'<meta name="playground-key" content="{server.key}">' in response.text


async def test_files_of_the_page(server: PageServer) -> None:
    async with visiting(server) as http:
        response = await http.get("/static/script/main.js")
        assert response.text == "export {}"
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        again = await http.get("/static/script/main.js", headers={"If-None-Match": response.headers["Etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.json",
        "/static/%2e%2e/secret.json",
        "/static/script/../../secret.json",
        "/static/script/..%2f..%2fsecret.json",
        "/static/..%5csecret.json",
        "/static/%2fetc/passwd",
        "/static//etc/hosts",
        "/static/script/.hidden.js",
        "/static/script/notes.txt",
        "/static/script",
        "/static/script/",
        "/static/",
        "/static/none.js",
        f"/static/{'script/' * 1000}main.js",
        "/static/main.js%00",
        "/static/main.js%0a",
        "/static/%ff.js",
        "/secret.json",
        "/index.html",
        "/favicon.ico",
    ],
)
async def test_nothing_else_is_sent(server: PageServer, path: str) -> None:
    answer = await raw(server, path)
    assert re.match(rb"HTTP/1\.1 40[04] ", answer), answer
    assert b'secret"' not in answer
    assert b"hidden" not in answer.partition(b"\r\n\r\n")[2].replace(b".hidden.js", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD"])
async def test_pages_are_only_read(browser: Browser, method: str) -> None:
    assert (await browser.http.request(method, "/")).status_code == 405


async def test_without_a_page_the_rest_still_serves(telegram: Loopback, tmp_path: Path) -> None:
    bare = PageServer(telegram, page=tmp_path / "none")
    bare.listen(0)
    try:
        async with visiting(bare) as http:
            assert (await http.get("/")).status_code == 404
            world = await http.get("/api/world", headers={"X-Playground-Key": bare.key})
            assert world.status_code == 200
    finally:
        await bare.close()


async def test_the_page_that_ships_names_only_files_that_are_there() -> None:
    index = PAGE / "index.html"
    if not index.is_file():
        pytest.skip("the page is not there")
    named = re.findall(r'(?:src|href)="(/[^"#]+)', index.read_text(encoding="utf-8"))
    assert named
    assert all(address.startswith("/static/") for address in named)
    assert [a for a in named if not (PAGE / a.removeprefix("/static/")).is_file()] == []


async def test_a_port_that_is_taken(telegram: Loopback, server: PageServer) -> None:
    port = urlsplit(server.address).port
    with pytest.raises(PortError, match=f"Port {port} cannot be had"):
        PageServer(telegram).listen(port)


async def test_where_the_default_port_is_taken_another_is_found(
    telegram: Loopback, server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.playground.web.server.PORT", urlsplit(server.address).port)
    other = PageServer(telegram)
    other.listen()
    try:
        assert other.address != server.address
        async with visiting(other) as http:
            assert (await http.get("/api/world", headers={"X-Playground-Key": other.key})).status_code == 200
    finally:
        await other.close()
