from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.end_to_end.page.browser import DESKTOP, MISSING, SECONDS, Reader, browser, chromium, playground

Arrive = Callable[..., Reader]


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    """The browser, once a module."""
    if chromium() is None:
        pytest.skip(MISSING)
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with playground(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[str]:
    """A playground of its own, which is there for as long as somebody who arrived.

    Who sends a document needs one: the sample page leaves the chat for all tests after it.
    """
    with playground(tmp_path) as address:
        yield address


@pytest.fixture
def arrive(opened: Browser, address: str) -> Iterator[Arrive]:
    """Somebody arrives at the page; whatever goes wrong in it while they are there is an error."""
    wrongs: list[str] = []
    contexts = []

    def arrived(
        size: ViewportSize = DESKTOP,
        *,
        scheme: Literal["light", "dark"] = "light",
        language: str = "zh-CN",
        at: str = address,
        touch: bool = False,
    ) -> Reader:
        context = opened.new_context(
            viewport=size,
            color_scheme=scheme,
            locale=language,
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        page.on("console", lambda message: wrongs.append(message.text) if message.type == "error" else None)
        reader = Reader(page)
        reader.arrive(at)
        return reader

    expect.set_options(timeout=SECONDS * 1000)
    yield arrived
    for context in contexts:
        context.close()
    assert wrongs == []
