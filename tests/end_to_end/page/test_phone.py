"""The page on a phone, by touch."""

import pytest
from playwright.sync_api import Locator, expect

from tests.end_to_end.page.browser import FUND, GROUP, PHONE, Reader
from tests.end_to_end.page.conftest import Arrive

pytestmark = pytest.mark.slow

FINGER: int = 44
"""The least width and height in pixels of what a finger can hit."""


def swipe(message: Locator) -> None:
    """Move a finger over a message from right to left."""
    message.evaluate(
        """node => {
            const moves = [['pointerdown', 300], ['pointermove', 220], ['pointerup', 200]];
            for (const [name, clientX] of moves) {
                const touch = { pointerType: 'touch', isPrimary: true, clientX };
                node.dispatchEvent(new PointerEvent(name, touch));
            }
        }"""
    )


def small_targets(reader: Reader) -> list[str]:
    """The round buttons, keys and tools in sight that are too small for a finger."""
    found: list[str] = reader.page.evaluate(
        """least => [...document.querySelectorAll('.round, .send, .key, .questions button, .flat')]
            .filter(node => node.checkVisibility() && !node.closest('.tools'))
            .filter(node => node.offsetWidth < least || node.offsetHeight < least)
            .map(node => node.outerHTML)""",
        FINGER,
    )
    return found


def test_messages_are_replied_to_edited_and_explained(arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True)
    answer = reader.ask(FUND)
    # The newest shows what can be done with it, another once it is tapped.
    expect(answer.get_by_role("button", name="回复")).to_be_in_viewport()
    answer.get_by_role("button", name="为什么").tap()
    expect(reader.story.locator(".question")).to_have_text(FUND)
    reader.page.go_back()
    own = reader.page.locator(".message.own").last
    own.locator(".bubble").tap()
    edit = own.get_by_role("button", name="编辑")
    box = edit.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= FINGER
    edit.tap()
    expect(reader.draft).to_have_value(FUND)
    reader.page.get_by_role("button", name="取消").tap()
    swipe(answer)
    expect(reader.page.locator("#context")).to_contain_text("回复 原文")
    assert small_targets(reader) == []


def test_back_closes_what_lies_over_the_chat(arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True)
    panel, back = reader.page.locator("#explanation"), reader.page.get_by_role("button", name="返回对话列表")
    for dismiss in (reader.page.go_back, reader.page.get_by_role("button", name="关闭").tap):
        reader.page.locator("#explain").tap()
        expect(panel).to_be_visible()
        dismiss()
        expect(panel).to_be_hidden()
        expect(reader.draft).to_be_visible()
    reader.page.get_by_role("button", name="读一读").tap()
    reader.page.go_back()
    expect(reader.page.get_by_role("dialog")).to_be_hidden()
    back.tap()
    # The placeholder of a chat that opens from the list stands upright.
    reader.enter(GROUP)
    assert reader.draft.evaluate("node => node.clientHeight >= 40 && node.scrollHeight <= node.clientHeight")
    reader.page.go_back()
    expect(reader.page.locator("nav.chats")).to_be_visible()


def test_the_sample_page_is_read(arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True)
    reader.page.get_by_role("button", name="读一读").tap()
    pages = reader.page.get_by_role("dialog", name="园区周报").locator(".pages")
    expect(pages.get_by_role("heading", name="星湖高新区设立科创投资基金")).to_be_in_viewport()
    expect(pages.locator("article").first.locator("p", has_text="基金重点投向")).to_be_visible()
    assert pages.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert reader.page.locator(".questions button").first.evaluate(
        "node => node.innerHTML.includes('<wbr>基金')"
    )
