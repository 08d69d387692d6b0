"""What is fetched from the web, and what is not."""

import zlib
from collections.abc import Iterator

import pytest

from retrieval.errors import Unfetched, WebError
from retrieval.ingestion.web import Web
from retrieval.ingestion.web.addresses import Endpoint, is_public
from tests.website import Page, Website, website

PAGE = "<html><head><title>青石桥</title></head><body><p>青石桥修缮共花费三百二十万元。</p></body></html>"


@pytest.fixture
def site() -> Iterator[Website]:
    with website({"news.example/page": Page(PAGE)}) as served:
        yield served


async def refused(web: Web, address: str) -> WebError:
    with pytest.raises(WebError) as caught:
        await web.fetch(address)
    return caught.value


async def test_a_page_is_a_file_whose_identity_is_its_address(site: Website) -> None:
    file = await site.web().fetch("HTTP://News.Example/page#part")
    assert (file.source, file.document_path) == ("page.html", "http://news.example/page")
    assert file.read().decode() == PAGE
    _, headers = site.requests[0]
    assert headers["Host"] == "news.example"
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://news.example/page",
        "file:///etc/passwd",
        "gopher://news.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "news.example/page",
        "//news.example/page",
        "http://",
        "http:///page",
        "http://user@news.example/page",
        "http://user:secret@news.example/page",
        "http://news.example\\@127.0.0.1/",
        "http://news.example:8080/page",
        "http://news.example:22/page",
        "http://news.example:99999999/page",
        "http://①②⑦.⓪.⓪.①/",
        "http://0177.0.0.1/",
        "http://news.example/" + "a" * 2000,
        "http://news.example/\x00",
        "",
    ],
)
async def test_an_address_that_is_none_of_a_page_is_refused(site: Website, address: str) -> None:
    error = await refused(site.web(), address)
    assert error.reason is Unfetched.ADDRESS
    assert "secret" not in str(error)
    assert site.requests == []


async def test_an_owner_may_name_a_port(site: Website) -> None:
    site.pages["news.example:8080/page"] = Page(PAGE)
    assert (await site.web(any_port=True).fetch("http://news.example:8080/page")).source == "page.html"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "10.0.0.1",
        "[fe80::1]",
        "no-such-host.invalid",
    ],
)
async def test_an_internal_address_is_not_asked(host: str) -> None:
    error = await refused(Web(any_port=True), f"http://{host}/")
    assert error.reason is Unfetched.HOST
    assert host.strip("[]") in str(error)


async def test_where_one_of_several_addresses_is_internal_none_is_asked(site: Website) -> None:
    async def both(_host: str, _port: int) -> list[Endpoint]:
        return [Endpoint("127.0.0.1", site.port), Endpoint("10.0.0.1", 80)]

    web = site.web(resolve=both, allows=lambda ip: ip == "127.0.0.1")
    assert (await refused(web, "http://news.example/page")).reason is Unfetched.HOST
    assert site.requests == []


async def test_a_name_is_resolved_once_and_what_was_checked_is_asked(site: Website) -> None:
    """A name that is public when it is checked and internal when it is asked (DNS rebinding)."""
    resolved, checked = [], []

    async def rebinding(host: str, _port: int) -> list[Endpoint]:
        resolved.append(host)
        return [Endpoint("127.0.0.1" if len(resolved) == 1 else "127.0.0.2", site.port)]

    def allows(ip: str) -> bool:
        checked.append(ip)
        return ip == "127.0.0.1"

    await site.web(resolve=rebinding, allows=allows).fetch("http://news.example/page")
    assert (resolved, checked) == (["news.example"], ["127.0.0.1"])


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/page", "http://inside.example/page", "//inside.example/"]
)
async def test_a_redirect_to_an_internal_address_is_not_followed(site: Website, target: str) -> None:
    async def endpoints(host: str, _port: int) -> list[Endpoint]:
        return (
            [Endpoint("127.0.0.1", site.port)]
            if host == "news.example"
            else [Endpoint("10.0.0.1", site.port)]
        )

    site.pages["news.example/away"] = Page("secret", status=302, headers={"Location": target})
    web = site.web(resolve=endpoints, allows=lambda ip: ip == "127.0.0.1")
    error = await refused(web, "http://news.example/away")
    assert error.reason is Unfetched.HOST
    assert "secret" not in str(error)
    assert site.asked == ["news.example/away"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://news.example:22/", "http://a:b@news.example/"]
)
async def test_a_redirect_to_no_page_is_not_followed(site: Website, target: str) -> None:
    site.pages["news.example/away"] = Page(status=301, headers={"Location": target})
    assert (await refused(site.web(), "http://news.example/away")).reason is Unfetched.ADDRESS


async def test_redirects_are_followed_without_cookies(site: Website) -> None:
    headers = {"Location": "/page", "Set-Cookie": "a=b"}
    site.pages["news.example/old"] = Page(status=301, headers=headers)
    file = await site.web().fetch("http://news.example/old")
    assert (file.source, file.document_path) == ("page.html", "http://news.example/old")
    assert all("Cookie" not in headers for _, headers in site.requests)


async def test_redirects_in_a_circle_end(site: Website) -> None:
    site.pages["news.example/a"] = Page(status=302, headers={"Location": "/a"})
    error = await refused(site.web(), "http://news.example/a")
    assert error.reason is Unfetched.REDIRECTS
    assert len(site.requests) == 6


@pytest.mark.parametrize("status", [204, 401, 403, 404, 500])
async def test_a_page_that_is_not_handed_over(site: Website, status: int) -> None:
    site.pages["news.example/page"] = Page("secret", status=status)
    error = await refused(site.web(), "http://news.example/page")
    assert error.reason is Unfetched.FAILED
    assert str(status) in str(error)
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    "page",
    [
        Page(b"a" * 1001),
        Page(b"a" * 1001, headers={"Content-Length": "1001"}),
        Page(b"a" * 10_000_000, packed=True),
        Page(zlib.compress(b"a" * 1001), headers={"Content-Encoding": "deflate"}),
    ],
    ids=["as it is", "announced", "gzip", "deflate"],
)
async def test_a_page_that_is_too_large(site: Website, page: Page) -> None:
    site.pages["news.example/page"] = page
    assert (await refused(site.web(max_bytes=1000), "http://news.example/page")).reason is Unfetched.SIZE


async def test_a_page_as_large_as_may_be(site: Website) -> None:
    site.pages["news.example/page"] = Page(b"a" * 1000, packed=True)
    assert len((await site.web(max_bytes=1000).fetch("http://news.example/page")).read()) == 1000


@pytest.mark.parametrize(
    "page",
    [
        Page(PAGE, headers={"Content-Encoding": "br"}),
        Page(b"no gzip", headers={"Content-Encoding": "gzip"}),
        Page(zlib.compress(b"a" * 100)[:-6], headers={"Content-Encoding": "deflate"}),
        Page("short", headers={"Content-Length": "1000"}),
    ],
    ids=["unknown", "broken", "cut off", "too short"],
)
async def test_what_breaks_off_or_cannot_be_unpacked(site: Website, page: Page) -> None:
    site.pages["news.example/page"] = page
    assert (await refused(site.web(), "http://news.example/page")).reason is Unfetched.FAILED


async def test_a_page_that_takes_too_long(site: Website) -> None:
    site.pages["news.example/page"] = Page("a" * 10_000, drips=True)
    error = await refused(site.web(seconds=0.5), "http://news.example/page")
    assert error.reason is Unfetched.TIME
    assert "news.example" in str(error)


async def test_a_site_without_a_server(site: Website) -> None:
    async def endpoints(_host: str, _port: int) -> list[Endpoint]:
        return [Endpoint("127.0.0.1", 1)]

    assert (await refused(site.web(resolve=endpoints), "http://news.example/")).reason is Unfetched.FAILED


async def test_where_one_address_does_not_answer_the_next_is_asked(site: Website) -> None:
    async def endpoints(_host: str, _port: int) -> list[Endpoint]:
        return [Endpoint("127.0.0.1", 1), Endpoint("127.0.0.1", site.port)]

    assert (await site.web(resolve=endpoints).fetch("http://news.example/page")).source == "page.html"


def test_by_default_only_public_addresses_are_allowed() -> None:
    assert not Web().allows("127.0.0.1")
    assert is_public("8.8.8.8")
