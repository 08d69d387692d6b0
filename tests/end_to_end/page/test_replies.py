"""Replies, edits and explanations in the page: what belongs to which message."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.browser import FUND, PRIVATE, TOPIC
from tests.end_to_end.page.conftest import Arrive

pytestmark = pytest.mark.slow

STORE = "共享冷库占地多少平方米？"
TICKET = "竹溪古镇夜游项目的票价是多少？"
HEAD = "东陵港综合保税区物流处处长是谁？"


def test_a_command_of_the_menu_keeps_the_reply(arrive: Arrive) -> None:
    reader = arrive()
    answer = reader.ask(FUND)
    answer.hover()
    answer.get_by_role("button", name="回复").click()
    reader.draft.press_sequentially("/help")
    reader.draft.press("Enter")
    sent = reader.page.locator(".message.own", has_text="/help").last
    expect(sent.locator(".reply")).to_contain_text("30亿元")
    expect(reader.page.locator("#context")).to_be_hidden()


def test_an_edited_question_is_quoted_as_it_is_now(arrive: Arrive) -> None:
    reader = arrive()
    answer = reader.ask("微纳加工中心什么时候投入使用？")
    number = answer.get_attribute("data-id")
    reader.draft.press("ArrowUp")
    reader.draft.fill(STORE)
    reader.draft.press("Enter")
    changed = reader.page.locator(f'[data-id="{number}"]')
    expect(changed.locator(".text > strong").first).to_have_text("3200平方米")
    expect(changed.locator(".reply span")).to_have_text(STORE)
    expect(reader.story.locator(".question")).to_have_text(STORE)


def test_why_follows_the_chosen_message_and_chat(arrive: Arrive) -> None:
    reader = arrive()
    shown = reader.story.locator(".question")
    first = reader.ask(TICKET)
    reader.ask(HEAD)
    expect(shown).to_have_text(HEAD)
    first.hover()
    first.get_by_role("button", name="为什么").click()
    expect(shown).to_have_text(TICKET)
    reader.enter(TOPIC)
    expect(shown).to_have_count(0)
    expect(reader.story).to_contain_text("问一个问题")
    reader.enter(PRIVATE)
    expect(shown).to_have_text(TICKET)
    reader.page.reload()
    expect(shown).to_have_text(HEAD)


def test_an_empty_file_is_refused_in_the_language_of_the_page(arrive: Arrive) -> None:
    reader = arrive(language="zh-TW")
    reader.drop("空.txt", "")
    expect(reader.page.locator(".toast")).to_have_text("「空.txt」是空的，沒有傳送。")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)
