"""Replies, edits and explanations in the page: what belongs to which message."""

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.browser import FUND, GROUP, PRIVATE, TOPIC
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


def test_the_caption_of_a_file_is_edited_and_its_answer_follows(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.drop("采摘手册.txt", "采摘手册\n\n头采日定在3月21日。采茶工人共有46人。\n")
    sending = reader.page.get_by_role("dialog", name="发送文件")
    sending.get_by_label("说明").fill("头采日定在哪天？")
    sending.get_by_role("button", name="发送").click()
    answer = reader.page.locator(".message.other", has=reader.page.locator(".text > strong")).last
    expect(answer).to_contain_text("3月21日")
    own = reader.page.locator(".message.own").last
    own.hover()
    own.get_by_role("button", name="编辑").click()
    expect(reader.draft).to_have_value("头采日定在哪天？")
    reader.draft.fill("采茶工人共有多少人？")
    reader.draft.press("Enter")
    expect(own).to_contain_text("采茶工人共有多少人？")
    expect(own.locator(".meta")).to_contain_text("已编辑")
    expect(reader.page.locator(".message.other").last.locator(".text > strong").first).to_contain_text("46人")
    # It may go, too.
    reader.draft.press("ArrowUp")
    reader.draft.fill("")
    reader.draft.press("Enter")
    expect(own.locator(".text")).not_to_contain_text("采茶工人")
    expect(own.locator(".file")).to_be_visible()


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


def test_why_follows_the_questions_of_buttons(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.drop(
        "租约.txt", "梧桐里房屋租赁合同\n\n出租人：沈云舟\n承租人：顾明远\n租金：每月3200元\n押金：6400元\n"
    )
    reader.page.get_by_role("dialog").get_by_role("button", name="发送").click()
    added = reader.page.locator(".message.other", has_text="租约.txt：已加入").first
    button = added.locator(".key").first
    expect(button).to_be_visible(timeout=30_000)
    question = button.inner_text()
    button.click()
    answer = reader.page.locator(".message.other", has_text=f"问：{question}")
    answer.hover()
    answer.get_by_role("button", name="为什么").click()
    expect(reader.story.locator(".question")).to_have_text(question)
    expect(added.get_by_role("button", name="为什么")).to_have_count(0)


def test_what_is_overheard_in_the_group_is_answered_once_it_is_to_be(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.enter(GROUP)
    reader.ask("/settings").get_by_role("button", name="改为：有把握就回答").click()
    said = reader.page.locator(".message.other").last
    expect(said).to_contain_text("现在：听到")
    expect(said).not_to_contain_text("@BotFather")
    expect(reader.ask(FUND).locator(".text")).to_contain_text("30亿元")


def test_an_empty_file_is_refused_in_the_language_of_the_page(arrive: Arrive) -> None:
    reader = arrive(language="zh-TW")
    reader.drop("空.txt", "")
    expect(reader.page.locator(".toast")).to_have_text("「空.txt」是空的，沒有傳送。")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)


def test_an_answer_that_is_its_whole_passage_has_no_empty_lines_around_it(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.drop(
        "通知.txt", "停水通知\n\n因管道检修，小区今晚停水。\n\n阳光花园物业服务中心\n2026年11月30日\n"
    )
    reader.page.get_by_role("dialog").get_by_role("button", name="发送").click()
    expect(reader.reply_to("通知.txt")).to_contain_text("已加入")
    answer = reader.ask("停水通知是哪天发的？")
    quote = answer.locator("blockquote")
    expect(quote).to_have_text("2026年11月30日")
    assert quote.evaluate("node => node.parentElement.classList.contains('text')")


def test_a_fragment_without_a_reply_follows_up_in_private(arrive: Arrive) -> None:
    reader = arrive()
    reader.enter(PRIVATE)
    reader.ask(FUND)
    expect(reader.ask("存续期呢？")).to_contain_text("理解为：星湖科创投资基金存续期")


def test_why_names_the_row_of_a_table_that_it_quotes(fresh: str, arrive: Arrive) -> None:
    header = "项目,小型犬（10公斤以下）,中型犬（10至25公斤）,大型犬（25公斤以上）,猫,时长"
    reader = arrive(at=fresh)
    reader.drop("价目表.csv", f"{header}\n基础洗澡,80,120,180,100,1小时\n精致洗护,128,188,268,158,2小时\n")
    reader.page.get_by_role("dialog", name="发送文件").get_by_role("button", name="发送").click()
    expect(reader.reply_to("价目表.csv")).to_contain_text("已加入")
    answer = reader.ask("精致洗护的时长是多久？")
    expect(answer.locator("blockquote")).to_contain_text("项目：精致洗护")
    expect(reader.story.locator(".reading.answering .excerpt")).to_have_text(
        re.compile("^项目：精致洗护　(…　)?[^　]+：.*时长：2小时$")
    )
