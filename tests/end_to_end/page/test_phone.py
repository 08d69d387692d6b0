"""The page on a phone, by touch."""

import re

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.end_to_end.page.browser import FUND, GROUP, PHONE, Reader
from tests.end_to_end.page.conftest import Arrive

pytestmark = pytest.mark.slow

FINGER: int = 44
"""The least width and height in pixels of what a finger can hit."""

LYING = ViewportSize(width=740, height=360)
TYPED_ON = ViewportSize(width=390, height=500)
"""What a keyboard leaves of the screen."""


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


def test_a_file_that_is_tapped_is_fetched_and_can_be_replied_to(fresh: str, arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True, at=fresh)
    reader.drop("采摘手册.txt", "采摘手册\n\n头采日定在3月21日。\n")
    reader.page.get_by_role("dialog", name="发送文件").get_by_role("button", name="发送").tap()
    expect(reader.reply_to("采摘手册.txt")).to_contain_text("已加入")
    own = reader.page.locator(".message.own").last
    with reader.page.expect_download():
        own.locator(".file").tap()
    expect(own).to_have_class(re.compile(r"\bchosen\b"))
    box = own.get_by_role("button", name="回复").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= FINGER


def test_what_does_not_fit_is_shown_from_its_beginning(fresh: str, arrive: Arrive) -> None:
    reader = arrive(TYPED_ON, touch=True, at=fresh)
    expect(reader.page.locator(".welcome .seal")).to_be_in_viewport(ratio=1)
    for size in (TYPED_ON, LYING):
        reader.page.set_viewport_size(size)
        unfound = reader.ask("今年谁得了诺贝尔文学奖？")
        expect(unfound.locator(".reply")).to_be_in_viewport(ratio=1)
        answer = reader.ask(FUND)
        expect(answer.get_by_text("30亿元", exact=True).first).to_be_in_viewport(ratio=1)
    # What is pressed below stays where it is.
    vote = answer.get_by_role("button", name="没用")
    vote.tap()
    expect(vote).to_contain_text("✓")
    expect(vote).to_be_in_viewport(ratio=0.9)


def test_a_reply_to_a_long_answer_stays_on_the_screen(arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True)
    swipe(reader.ask(FUND))
    reader.write("投资期呢")
    bubble = reader.page.locator(".message.own", has_text="投资期呢").last.locator(".bubble")
    expect(bubble).to_be_visible()
    box = bubble.bounding_box()
    assert box
    assert box["x"] >= 0


def test_an_answer_is_passed_on_in_the_chat_that_is_chosen(arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True)
    reader.ask(FUND).get_by_role("button", name="转发到…").tap()
    chooser = reader.page.get_by_role("dialog", name="发到哪个对话")
    expect(chooser.locator(".choices button")).to_have_count(3)  # but not the private one with the bot
    assert small_targets(reader) == []
    chooser.get_by_role("button", name="读报小组").tap()
    expect(chooser).to_be_hidden()
    expect(reader.page.locator("#title")).to_have_text("读报小组")
    reader.page.get_by_role("option").first.tap()
    expect(reader.page.locator(".message.own").last).to_contain_text("30亿元")


def test_who_comes_before_the_bot_is_ready_gets_the_button_of_commands(fresh: str, arrive: Arrive) -> None:
    reader = arrive(PHONE, touch=True, at=fresh)
    reader.page.get_by_role("button", name="命令").tap()
    expect(reader.page.get_by_role("listbox", name="命令").get_by_role("option").first).to_be_visible()


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
