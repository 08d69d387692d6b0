"""What hinders people with disabilities in the page, as far as axe sees it, in all that can be open there."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.end_to_end.page.browser import FUND, GROUP, PHONE, Reader
from tests.end_to_end.page.conftest import Arrive

pytestmark = pytest.mark.slow


def faults(page: Page) -> list[str]:
    """What axe finds in the page as it stands, where it is serious or worse."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html']} {node['any'][:1]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def first_screen(reader: Reader) -> None:
    expect(reader.page.locator(".questions button")).to_have_count(6)


def language_menu(reader: Reader) -> None:
    reader.page.locator("#language").click()


def documents_in_english(reader: Reader) -> None:
    language_menu(reader)
    reader.page.get_by_role("menuitemradio", name="English").click()
    reader.ask(FUND)
    reader.write("/docs")
    expect(reader.reply_to("/docs")).to_contain_text("Your documents")


def commands(reader: Reader) -> None:
    reader.draft.press("/")
    expect(reader.page.get_by_role("listbox", name="命令").get_by_role("option").first).to_be_visible()


def inline_results(reader: Reader) -> None:
    reader.enter(GROUP)
    reader.draft.press_sequentially("@yuanwen_bot 白鹭湾跨江大桥什么时候建成通车")
    results = reader.page.get_by_role("listbox", name="可以选的答案")
    expect(results.get_by_role("option").first).to_contain_text("2026年10月")


def inline_without_a_question(reader: Reader) -> None:
    reader.enter(GROUP)
    reader.draft.press_sequentially("@yuanwen_bot ")
    expect(reader.page.get_by_role("button", name="私聊")).to_be_visible()


def sample_page(reader: Reader) -> None:
    reader.page.get_by_role("button", name="读一读").click()
    expect(reader.page.get_by_role("dialog", name="园区周报")).to_be_visible()


def dropped_file(reader: Reader) -> None:
    reader.drop("采摘手册.txt", "云顶茶园的头采日定在3月21日。\n")
    expect(reader.page.get_by_role("dialog", name="发送文件")).to_contain_text("采摘手册.txt")


def chats_to_choose_from(reader: Reader) -> None:
    reader.ask(FUND).get_by_role("button", name="转发到…").click()
    expect(reader.page.get_by_role("dialog", name="发到哪个对话")).to_be_visible()


@pytest.mark.parametrize(
    "visit",
    [
        first_screen,
        language_menu,
        documents_in_english,
        commands,
        inline_results,
        inline_without_a_question,
        sample_page,
        dropped_file,
        chats_to_choose_from,
    ],
)
def test_nothing_serious_is_found(fresh: str, arrive: Arrive, visit: Callable[[Reader], None]) -> None:
    reader = arrive(at=fresh)
    visit(reader)
    assert faults(reader.page) == []


def test_nothing_serious_is_found_in_the_dark(arrive: Arrive) -> None:
    reader = arrive(scheme="dark")
    reader.ask(FUND)
    assert faults(reader.page) == []


def test_nothing_serious_is_found_on_a_phone(arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True)
    reader.ask(FUND)
    assert faults(reader.page) == []
    reader.page.locator("#explain").click()
    expect(reader.story.locator(".verdict")).to_be_in_viewport()
    assert faults(reader.page) == []
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name="返回对话列表").click()
    expect(reader.page.locator("main.chat")).to_be_hidden()
    assert faults(reader.page) == []
