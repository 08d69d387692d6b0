"""The page's server obeys its own page alone."""

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


def port(site: PageServer) -> int:
    return urlsplit(site.address).port or 0


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"]
)
async def test_a_name_that_was_rebound_to_this_machine_reaches_nothing(
    browser: Browser, address: str, host: str
) -> None:
    response = await browser.http.get(address, headers={"Host": host.format(port=port(browser.site))})
    assert response.status_code == 421
    assert browser.site.key not in response.text


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
async def test_its_own_names_reach_it(browser: Browser, host: str) -> None:
    response = await browser.http.get("/api/world", headers={"Host": host.format(port=port(browser.site))})
    assert response.status_code == 200


async def test_without_a_host_there_is_nothing(site: PageServer) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port(site))
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 421")
    assert site.key.encode() not in answer


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
async def test_other_sites_reach_nothing(browser: Browser, address: str, headers: dict[str, str]) -> None:
    filled = {name: value.format(port=port(browser.site)) for name, value in headers.items()}
    response = await browser.http.get(address, headers=filled)
    assert response.status_code == 403
    assert "site" in response.json()["error"]
    assert browser.site.key not in response.text


@pytest.mark.parametrize("site_of", ["same-origin", "none"])
async def test_its_own_page_reaches_it(browser: Browser, site_of: str) -> None:
    headers = {"Origin": browser.site.address, "Sec-Fetch-Site": site_of}
    assert (await browser.http.get("/api/world", headers=headers)).status_code == 200


@pytest.mark.parametrize("key", [None, "", "x", "ключ"])
@pytest.mark.parametrize("address", ["/api/world", "/api/events?after=0", "/api/file?id=file-1"])
async def test_without_the_key_nothing_is_told(site: PageServer, address: str, key: str | None) -> None:
    headers = {} if key is None else {KEY.encode(): key.encode()}
    async with visiting(site) as http:
        assert (await http.get(address, headers=headers)).status_code == 403


@pytest.mark.parametrize("action", ["say", "edit", "press", "inline", "choose", "language", "upload", "else"])
async def test_without_the_key_nothing_is_done(telegram: Loopback, site: PageServer, action: str) -> None:
    before = telegram.event_log.last
    async with visiting(site) as http:
        said = {"key": next(iter(site.scene.places)), "text": "x"}
        response = await http.post(f"/api/{action}?key={site.key}", json=said)
        assert response.status_code == 403
    assert telegram.event_log.last == before


async def test_only_links_carry_the_key_in_the_address(site: PageServer) -> None:
    async with visiting(site) as http:
        assert (await http.get(f"/api/world?key={site.key}")).status_code == 403
        assert (await http.get(f"/api/file?id=none&key={site.key}")).status_code == 404
        async with http.stream("GET", f"/api/events?key={site.key}") as response:
            assert response.status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_forms_can_send_is_no_action(browser: Browser, kind: str) -> None:
    response = await browser.http.post("/api/say", content=b"{}", headers={"Content-Type": kind})
    assert response.status_code in {400, 415}


@pytest.mark.parametrize("address", ["/", "/static/script/main.js", "/api/world", "/api/nothing", "/nothing"])
async def test_every_answer_tells_the_browser_to_be_strict(browser: Browser, address: str) -> None:
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


async def test_a_question_before_a_request_of_another_site_is_not_granted(browser: Browser) -> None:
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = await browser.http.options("/api/say", headers=asking)
    assert response.status_code in {403, 405}
    assert "Access-Control-Allow-Origin" not in response.headers


async def test_each_site_has_a_key_of_its_own(telegram: Loopback, site: PageServer) -> None:
    other = PageServer(telegram)
    other.listen(0)
    try:
        assert other.key != site.key
        async with visiting(other, **{KEY: site.key}) as http:
            refused = await http.get("/api/world")
            assert refused.status_code == 403
    finally:
        await other.close()


async def test_it_listens_on_this_machine_alone(site: PageServer) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing, only tells which address it would be from
        own = probe.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no other address")
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx.TransportError):
            await http.get(f"http://{own}:{port(site)}/")
