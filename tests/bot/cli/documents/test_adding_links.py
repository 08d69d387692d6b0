"""`yuanwen add` with addresses of web pages."""

import json
from functools import partial

import pytest

from retrieval.ingestion.web import Web
from tests.bot.cli.terminal import Terminal
from tests.website import Page, Website, website

PAGE = "<title>青石桥重新开放</title><p>青石桥在停工两年之后重新开放，修缮共花费三百二十万元。</p>"
ADDRESS = "http://news.example:8080/桥.html"
ENCODED = "http://news.example:8080/%E6%A1%A5.html"
PLACE = "news.example:8080/%E6%A1%A5.html"


def on(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    web = partial(Web, resolve=site.endpoints, allows=lambda _ip: True)
    monkeypatch.setattr("retrieval.ingestion.web.Web", web)


def test_a_page_is_added_by_its_address(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with website({PLACE: Page(PAGE)}) as site:
        on(site, monkeypatch)
        note = terminal.write("馆.txt", "柳湾图书馆落成\n\n柳湾图书馆昨日落成，首任馆长是顾明远。\n")
        added = terminal.run("add", ADDRESS, str(note), "--json")
        assert added.returncode == 0
        found = {outcome["source"]: outcome for outcome in json.loads(added.stdout)}
        assert (found["桥.html"]["path"], found["桥.html"]["change"]) == (ENCODED, "added")
        assert found["馆.txt"]["path"] == str(note)
        assert terminal.run("ask", "青石桥修缮花费多少？").stdout.startswith("三百二十万元")
        # The same address takes its own place.
        assert "unchanged 桥.html" in terminal.run("add", ADDRESS).stdout
        site.pages[PLACE] = Page(PAGE.replace("三百二十", "三百五十"))
        assert "replaced  桥.html" in terminal.run("add", ADDRESS).stdout
        assert "removed   桥.html" in terminal.run("remove", ENCODED).stdout


def test_what_cannot_be_fetched_is_said_and_the_rest_is_kept(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with website({PLACE: Page(PAGE)}) as site:
        on(site, monkeypatch)
        ended = terminal.run("add", "http://news.example/none", ADDRESS)
    assert ended.returncode == 1
    assert (
        "failed    http://news.example/none: news.example does not hand it over (status 404)" in ended.stdout
    )
    assert "added     桥.html" in ended.stdout


def test_this_machine_is_not_asked(terminal: Terminal) -> None:
    with website({"127.0.0.1/": Page(PAGE)}) as site:
        ended = terminal.run("add", f"http://127.0.0.1:{site.port}/")
        assert ended.returncode == 1
        assert "There is no public site at 127.0.0.1" in ended.stdout
        assert site.requests == []
