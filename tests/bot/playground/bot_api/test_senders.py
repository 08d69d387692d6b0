"""Who may send requests, and how large: checked before anything is kept."""

import json
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import MappingProxyType

import httpx
import pytest

from bot.playground import Loopback
from bot.playground.protocol.limits import UPLOAD_BYTES
from tests.bot.playground.conftest import Client
from tests.bot.playground.protocol.test_refusals import error

MEGABYTE = bytes(1 << 20)


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield MEGABYTE


async def post(
    telegram: Loopback, path: str, count: int = 0, headers: Mapping[str, str] = MappingProxyType({})
) -> httpx.Response:
    """Send so many megabytes, and how many in a header."""
    stated = {"Content-Type": "application/json", "Content-Length": str(count << 20), **headers}
    return await sent(telegram, path, count, stated)


async def sent(
    telegram: Loopback, path: str, count: int, headers: Mapping[str, str] = MappingProxyType({})
) -> httpx.Response:
    async with httpx.AsyncClient(base_url=telegram.base_url, trust_env=False, timeout=60) as http:
        return await http.post(path, content=pieces(count), headers=dict(headers))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_other_sites_are_refused(telegram: Loopback, headers: dict[str, str], status: int) -> None:
    for path in (f"/bot{telegram.token}/getMe", f"/file/bot{telegram.token}/documents/x"):
        assert (await post(telegram, path, headers=headers)).status_code == status
    assert telegram.requests == []


async def test_nothing_is_kept_of_a_request_with_a_wrong_token(telegram: Loopback, bot: Client) -> None:
    assert await bot.call("sendMessage", token="1:wrong", chat_id=5, text="x") == error(401, "Unauthorized")
    assert telegram.requests == []
    tracemalloc.start()
    try:
        for path in ("/bot1:wrong/sendDocument", "/elsewhere"):
            response = await post(telegram, path, 20)
            assert response.status_code == (401 if "wrong" in path else 404)
            assert response.json()["ok"] is False
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("send", [post, sent], ids=["stated", "chunked"])
async def test_a_request_that_is_too_large(
    telegram: Loopback, send: Callable[[Loopback, str, int], Awaitable[httpx.Response]]
) -> None:
    response = await send(telegram, f"/bot{telegram.token}/sendMessage", (UPLOAD_BYTES >> 20) + 2)
    assert response.json() == error(413, "Request Entity Too Large")
    assert telegram.requests == []


async def test_the_server_goes_on_after_refusals(telegram: Loopback, bot: Client) -> None:
    await post(telegram, "/bot1:wrong/getMe", 1)
    assert (await bot.call("getMe"))["ok"]
    (request,) = telegram.requests
    json.dumps(dict(request.values))
