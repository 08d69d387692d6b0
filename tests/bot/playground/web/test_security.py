"""The page's server accepts requests of its own page only."""

import asyncio
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.web import PageServer
from bot.playground.web.security import KEY
from tests.bot.playground.web.conftest import Browser, visiting

ADDRESSES = ("/", "/static/script/main.js", "/api/world", "/api/events?after=0", "/api/file?id=x", "/nothing")


def port(server: PageServer) -> int:
    return urlsplit(server.address).port or 0


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"]
)
async def test_other_host_names_are_refused(browser: Browser, address: str, host: str) -> None:
    response = await browser.http.get(address, headers={"Host": host.format(port=port(browser.server))})
    assert response.status_code == 421
    assert browser.server.key not in response.text


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
async def test_its_own_host_names_are_accepted(browser: Browser, host: str) -> None:
    response = await browser.http.get("/api/world", headers={"Host": host.format(port=port(browser.server))})
    assert response.status_code == 200


async def test_a_request_without_a_host_is_refused(server: PageServer) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port(server))
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 421")
    assert server.key.encode() not in answer


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://localhost:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_requests_of_other_sites_are_refused(
    browser: Browser, address: str, headers: dict[str, str]
) -> None:
    filled = {name: value.format(port=port(browser.server)) for name, value in headers.items()}
    response = await browser.http.get(address, headers=filled)
    assert response.status_code == 403
    assert "site" in response.json()["error"]
    assert browser.server.key not in response.text


@pytest.mark.parametrize("site_of", ["same-origin", "none"])
async def test_requests_of_its_own_page_are_accepted(browser: Browser, site_of: str) -> None:
    headers = {"Origin": browser.server.address, "Sec-Fetch-Site": site_of}
    assert (await browser.http.get("/api/world", headers=headers)).status_code == 200


@pytest.mark.parametrize("key", [None, "", "x", "ключ"])
@pytest.mark.parametrize("address", ["/api/world", "/api/events?after=0", "/api/file?id=file-1"])
async def test_nothing_can_be_read_without_the_key(server: PageServer, address: str, key: str | None) -> None:
    headers = {} if key is None else {KEY.encode(): key.encode()}
    async with visiting(server) as http:
        assert (await http.get(address, headers=headers)).status_code == 403


@pytest.mark.parametrize("action", ["say", "edit", "press", "inline", "choose", "language", "upload", "else"])
async def test_no_action_is_carried_out_without_the_key(
    telegram: Loopback, server: PageServer, action: str
) -> None:
    before = telegram.event_log.last
    async with visiting(server) as http:
        said = {"key": next(iter(server.demo_chats.entries)), "text": "x"}
        response = await http.post(f"/api/{action}?key={server.key}", json=said)
        assert response.status_code == 403
    assert telegram.event_log.last == before


async def test_only_links_carry_the_key_in_the_address(server: PageServer) -> None:
    async with visiting(server) as http:
        assert (await http.get(f"/api/world?key={server.key}")).status_code == 403
        assert (await http.get(f"/api/file?id=none&key={server.key}")).status_code == 404
        async with http.stream("GET", f"/api/events?key={server.key}") as response:
            assert response.status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_bodies_of_the_types_of_forms_are_refused(browser: Browser, kind: str) -> None:
    response = await browser.http.post("/api/say", content=b"{}", headers={"Content-Type": kind})
    assert response.status_code in {400, 415}


@pytest.mark.parametrize("address", ["/", "/static/script/main.js", "/api/world", "/api/nothing", "/nothing"])
async def test_every_response_has_security_headers(browser: Browser, address: str) -> None:
    headers = (await browser.http.get(address)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers


async def test_preflight_requests_of_other_sites_are_refused(browser: Browser) -> None:
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = await browser.http.options("/api/say", headers=asking)
    assert response.status_code in {403, 405}
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_each_server_has_its_own_key(telegram: Loopback, server: PageServer) -> None:
    other = PageServer(telegram)
    other.listen(0)
    try:
        assert other.key != server.key
        async with visiting(other, **{KEY: server.key}) as http:
            refused = await http.get("/api/world")
            assert refused.status_code == 403
    finally:
        await other.close()


async def test_it_listens_on_loopback_only(server: PageServer) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing, only gives this machine's address
        own = probe.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no other address")
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx.TransportError):
            await http.get(f"http://{own}:{port(server)}/")
