"""/add with the address of a web page."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground import Loopback
from bot.services.access import Access, Rules
from bot.services.documents import DocumentService
from bot.telegram.messages.uploads.problems import FILE_TYPES
from retrieval.engine import Engine
from retrieval.ingestion.web.addresses import Endpoint
from retrieval.library import PUBLIC
from tests.end_to_end.conftest import Log, Serve
from tests.end_to_end.documents.scene import COST, HANS, NOT_FOUND, answer, changed, settled, sources
from tests.website import Page, Website, website

PAGE = "<title>青石桥重新开放</title><p>青石桥在停工两年之后重新开放，修缮共花费三百二十万元。</p>"


@pytest.fixture
def site() -> Iterator[Website]:
    with website({"news.example/bridge": Page(PAGE)}) as site:
        yield site


def served(serve: Serve, engine: Engine, site: Website, **options: Any) -> Any:
    return serve(
        engine, document_service=DocumentService.of(engine, site.web(**options.pop("web", {}))), **options
    )


def plain(phrase: str, name: str, **values: Any) -> str:
    return HANS.plain(phrase, name=name, **values).replace("<b>", "").replace("</b>", "")


async def test_a_page_is_added_by_its_link_and_replaced_by_the_same(
    telegram: Loopback, serve: Serve, engine: Engine, site: Website, logged: Log
) -> None:
    user, address = telegram.user("小明"), "http://news.example/bridge"
    async with served(serve, engine, site):
        said = await settled(telegram, telegram.say(user, f"/add {address}"))
        assert said.text.startswith(f"{address}：已加入")
        assert "《青石桥重新开放》 · 1 段" in said.text
        assert (await answer(telegram, user, COST)).startswith("三百二十万元")
        assert NOT_FOUND in await answer(telegram, telegram.user("小红"), COST)
        assert "内容没有变" in (await settled(telegram, telegram.say(user, f"/add {address}#top"))).text
        site.pages["news.example/bridge"] = Page(PAGE.replace("二十", "五十"))
        assert "已替换" in (await settled(telegram, telegram.say(user, f"/add {address}"))).text
    assert sources(engine, user.id) == ["bridge.html"]
    assert "news.example" not in str(logged)


async def test_the_link_of_the_message_that_is_replied_to(
    telegram: Loopback, serve: Serve, engine: Engine, site: Website
) -> None:
    boss, member = telegram.user("群主"), telegram.user("小红")
    group = telegram.group("读书会", owner=boss)
    async with served(serve, engine, site):
        link = telegram.say(member, "看看 http://news.example/bridge 怎么样", group)
        refused = telegram.say(member, "/add", group, reply_to=link)
        assert (await telegram.answer_to(refused)).text == HANS.plain("upload-not-allowed")
        telegram.say(boss, "/add", group, reply_to=link)
        assert (await settled(telegram, link)).text.startswith("http://news.example/bridge：已加入")
        assert (await answer(telegram, member, f"/ask {COST}", group)).startswith("三百二十万元")
    assert sources(engine, group.id) == ["bridge.html"]


async def test_an_owner_says_who_is_to_see_a_page(
    telegram: Loopback, serve: Serve, engine: Engine, site: Website
) -> None:
    owner = telegram.user("站长")
    async with served(serve, engine, site, rules=Rules(Access(owners={owner.id}))):
        asked = await telegram.answer_to(telegram.say(owner, "/add http://news.example/bridge"))
        assert [button["text"] for button in asked.buttons] == ["所有人", "只有我"]
        assert site.requests == []
        telegram.tap(owner, asked, "所有人")
        assert HANS.plain("upload-next-public") in (await changed(telegram, asked, "已加入")).text
        refused = await settled(telegram, telegram.say(owner, "/add http://news.example:22/"))
        assert refused.text == plain("upload-link-address", "http://news.example:22/")
    assert [entry.path for entry in engine.library.entries(PUBLIC)] == ["http://news.example/bridge"]


@pytest.mark.parametrize(
    ("address", "phrase"),
    [
        ("http://localhost/", "upload-link-site"),
        ("http://127.0.0.1/", "upload-link-site"),
        ("http://2130706433/", "upload-link-site"),
        ("http://[::ffff:127.0.0.1]/", "upload-link-site"),
        ("http://169.254.169.254/latest/meta-data/", "upload-link-site"),
        ("http://127.0.0.1:8081/", "upload-link-address"),
        ("http://me:secret@news.example/", "upload-link-address"),
    ],
)
async def test_nothing_internal_is_fetched(
    telegram: Loopback, serve: Serve, engine: Engine, address: str, phrase: str
) -> None:
    user = telegram.user("小明")
    async with serve(engine, document_service=DocumentService.of(engine)):
        said = await settled(telegram, telegram.say(user, f"/add {address}"))
    assert said.text == plain(phrase, address)
    assert sources(engine, user.id) == []


@pytest.mark.parametrize(
    ("page", "phrase", "values"),
    [
        (Page("secret", status=500), "upload-link-failed", {}),
        (Page(status=302, headers={"Location": "http://inside.example/"}), "upload-link-site", {}),
        (Page(status=302, headers={"Location": "/a"}), "upload-link-failed", {}),
        (Page(b"a" * 2000), "upload-size", {}),
        (Page(b"a" * 500, drips=True), "upload-link-slow", {}),
        (Page(b"GIF", kind="image/gif"), "upload-link-kind", {"kinds": FILE_TYPES}),
        (Page("<p></p>"), "upload-empty", {}),
    ],
)
async def test_what_does_not_come_is_told(
    telegram: Loopback,
    serve: Serve,
    engine: Engine,
    site: Website,
    page: Page,
    phrase: str,
    values: dict[str, str],
) -> None:
    async def endpoints(host: str, _port: int) -> list[Endpoint]:
        return [Endpoint("10.0.0.1" if host == "inside.example" else "127.0.0.1", site.port)]

    site.pages["news.example/a"] = page
    user, limits = telegram.user("小明"), {"max_bytes": 1000, "seconds": 3.0 if page.drips else 30.0}
    options = {"resolve": endpoints, "allows": lambda ip: ip == "127.0.0.1", **limits}
    async with served(serve, engine, site, web=options):
        said = await settled(telegram, telegram.say(user, "/add http://news.example/a"))
    assert said.text == plain(phrase, "http://news.example/a", **values)
    assert sources(engine, user.id) == []


async def test_pages_count_as_documents(
    telegram: Loopback, serve: Serve, engine: Engine, site: Website
) -> None:
    user = telegram.user("小明")
    site.pages["news.example/b"] = Page(PAGE)
    async with served(serve, engine, site, rules=Rules(documents=1, uploads=3)):
        assert (
            "已加入" in (await settled(telegram, telegram.say(user, "/add http://news.example/bridge"))).text
        )
        assert (
            "最多放 1 份" in (await settled(telegram, telegram.say(user, "/add http://news.example/b"))).text
        )
        assert site.asked == ["news.example/bridge"]
        assert (
            "内容没有变"
            in (await settled(telegram, telegram.say(user, "/add http://news.example/bridge"))).text
        )
        told = await settled(telegram, telegram.say(user, "/add http://news.example/b"))
        assert told.text == HANS.plain("upload-too-many", count=3)


async def test_without_a_link_it_says_how_to_add(
    telegram: Loopback, serve: Serve, engine: Engine, site: Website
) -> None:
    async with served(serve, engine, site):
        said = await telegram.answer_to(telegram.say(telegram.user("小明"), "/add 桥"))
    assert said.text == HANS.plain("how-to-add", kinds=FILE_TYPES)
