"""The playground's page in a browser, over the bot and the engine themselves."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from retrieval.ingestion.recognition import is_installed
from tests.end_to_end.page.browser import FUND, GROUP, PHONE, PRIVATE, SIZE, TOPIC, Reader, playground
from tests.end_to_end.page.conftest import Arrive
from tests.retrieval.ingestion.pdf.sheets import Sheet, pdf

MANUAL = """云顶茶园采摘手册

云顶茶园的头采日定在3月21日，由制茶师傅罗青禾带队，只采一芽一叶。

当天采下的鲜叶要在4小时之内摊晾，摊晾厚度不超过3厘米。
"""

REGISTER = "茶垄登记册\n\n" + "".join(
    f"第{row}号茶垄长{row % 37 + 20}米，种了{row % 11 + 3}行茶树，由第{row % 9 + 1}组照看。\n\n"
    for row in range(1, 20_000)
)
"""Long enough for its reading to be told of."""


def brightness(page: Page, selector: str) -> float:
    """How bright the ground of an element is, 0 to 1."""
    colour = page.locator(selector).evaluate("node => getComputedStyle(node).backgroundColor")
    red, green, blue = (int(number) for number in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) / (3 * 255)


def test_the_first_screen_offers_questions_and_says_where_a_token_goes(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    questions = reader.page.locator(".questions button")
    expect(questions).to_have_count(6)
    expect(reader.page.locator(".token")).to_contain_text("TELEGRAM_BOT_TOKEN")
    question = questions.first.inner_text()
    questions.first.click()
    expect(reader.reply_to(question).locator(".text > strong")).to_have_text("30亿元")


def test_an_answer_stands_in_a_quote_that_unfolds(arrive: Arrive) -> None:
    reader = arrive(PHONE)
    answer = reader.ask(FUND)
    quote = answer.locator("blockquote")
    expect(quote.locator("strong")).to_have_text("30亿元")
    unfold = quote.get_by_role("button", name="展开引文")
    expect(unfold).to_have_attribute("aria-expanded", "false")
    folded = quote.bounding_box()
    unfold.click()
    expect(quote.get_by_role("button", name="收起引文")).to_have_attribute("aria-expanded", "true")
    unfolded = quote.bounding_box()
    assert folded
    assert unfolded
    assert unfolded["height"] > folded["height"]
    # What stands around is there to be read at once.
    answer.get_by_role("button", name="上下文").click()
    expect(answer.get_by_role("button", name="收起", exact=True)).to_be_focused()
    expect(answer.locator("blockquote.foldable")).to_have_count(0)


@pytest.mark.slow
def test_other_answers_are_paged_through_in_place(arrive: Arrive) -> None:
    reader = arrive()
    answer = reader.ask(SIZE)
    messages = reader.page.locator(".message").count()
    answer.get_by_role("button", name="其他答案 2/").click()
    expect(answer.locator(".text")).to_contain_text("第 2 个可能的答案")
    expect(answer.locator(".meta")).to_contain_text("已编辑")
    answer.get_by_role("button", name="‹ 1/").click()
    expect(answer.locator(".text > strong").first).to_have_text("30亿元")
    assert reader.page.locator(".message").count() == messages


@pytest.mark.slow
def test_a_vote_is_thanked_for(arrive: Arrive) -> None:
    reader = arrive()
    reader.ask(FUND).get_by_role("button", name="有用").click()
    expect(reader.page.locator(".toast")).to_be_visible()


def test_a_result_is_chosen_inline(arrive: Arrive) -> None:
    reader = arrive()
    reader.enter(GROUP)
    reader.draft.press_sequentially("@yuanwen_bot 白鹭湾跨江大桥什么时候建成通车")
    results = reader.page.get_by_role("listbox", name="可以选的答案")
    expect(results.get_by_role("option").first).to_contain_text("2026年10月")
    expect(reader.story.locator(".question")).to_contain_text("白鹭湾跨江大桥")
    reader.draft.press("ArrowDown")
    reader.draft.press("ArrowUp")
    expect(results.get_by_role("option", selected=True)).to_contain_text("2026年10月")
    reader.draft.press("Enter")
    expect(results).to_be_hidden()
    sent = reader.page.locator(".message.own").last
    expect(sent.locator(".head")).to_have_text("经由 @yuanwen_bot")
    expect(sent.locator(".text")).to_contain_text("2026年10月")
    expect(reader.draft).to_have_value("")


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("（不太确定）8:00至17:00", "8"),
        ("(not sure) 甲", "甲"),
        ("“乙”", "乙"),
        ("（没有）", "没"),
        ("……", ""),
    ],
)
@pytest.mark.slow
def test_the_square_of_a_result_has_the_first_letter_of_its_answer(
    arrive: Arrive, title: str, letter: str
) -> None:
    reader = arrive()
    rows = [{"id": "a", "title": title, "description": "《翠苑新村关于夏季停水的通知》 · " + "停水" * 30}]
    answer = {"query_id": "1", "results": rows, "next_offset": "", "button": None, "again": False}
    reader.page.route("**/api/inline", lambda route: route.fulfill(json=answer))
    reader.draft.press_sequentially("@yuanwen_bot 停水")
    row = reader.page.locator("#results").get_by_role("option")
    expect(row.locator(".title")).to_have_text(title)
    expect(row.locator(".thumb")).to_have_text(letter)
    # What is said of it has two lines, as in Telegram's apps.
    assert 30 <= row.locator(".about").evaluate("node => node.clientHeight") <= 50


@pytest.mark.slow
def test_escape_closes_the_results(arrive: Arrive) -> None:
    reader = arrive()
    reader.enter(GROUP)
    reader.draft.fill("@yuanwen_bot 大桥全长多少")
    results = reader.page.locator("#results")
    expect(results.get_by_role("option").first).to_be_visible()
    reader.draft.press("Escape")
    expect(results).to_be_hidden()
    expect(reader.draft).to_have_value("@yuanwen_bot 大桥全长多少")


def test_without_a_question_inline_mode_leads_to_the_private_chat(arrive: Arrive) -> None:
    reader = arrive()
    reader.enter(GROUP)
    reader.draft.press_sequentially("@yuanwen_bot ")
    lead = reader.page.get_by_role("button", name=re.compile("私聊"))
    expect(lead).to_be_visible()
    lead.click()
    expect(reader.page.locator("#title")).to_have_text("原文")
    started = reader.page.locator(".message.own").last
    expect(started).to_contain_text("/start")
    expect(started).not_to_contain_text("ask")


@pytest.mark.slow
def test_the_open_chat_stays_open_when_the_page_is_loaded_anew(arrive: Arrive) -> None:
    reader = arrive()
    reader.enter(TOPIC)
    reader.page.reload()
    expect(reader.page.locator("#subtitle")).to_have_text("资料室 里的话题")


def test_a_dropped_document_is_read_and_asked(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.drop("采摘手册.txt", MANUAL)
    dialog = reader.page.get_by_role("dialog", name="发送文件")
    expect(dialog).to_contain_text("采摘手册.txt")
    dialog.get_by_role("button", name="发送").click()
    expect(reader.reply_to("采摘手册.txt")).to_contain_text("已加入")
    answer = reader.ask("云顶茶园的头采日定在哪一天？")
    expect(answer.locator(".text > strong").first).to_have_text("3月21日")
    expect(answer.locator(".text")).to_contain_text("采摘手册.txt")
    with reader.page.expect_download() as fetched:
        reader.page.get_by_role("button", name="下载 采摘手册.txt").click()
    assert fetched.value.path().read_text(encoding="utf-8") == MANUAL


@pytest.mark.slow
def test_the_page_of_an_answer_is_shown_and_its_words_are_marked(
    fresh: str, tmp_path: Path, arrive: Arrive
) -> None:
    reader = arrive(at=fresh)
    file = tmp_path / "合同.pdf"
    file.write_bytes(pdf(Sheet().text(72, 700, "逾期归还的，违约金为每日八百元。")))
    with reader.page.expect_file_chooser() as chooser:
        reader.page.locator("#attach").click()
    chooser.value.set_files(file)
    reader.page.get_by_role("dialog").get_by_role("button", name="发送").click()
    expect(reader.reply_to("合同.pdf")).to_contain_text("已加入")
    reader.ask("逾期归还的违约金是多少？")
    reader.page.get_by_role("button", name="看原页").click()
    picture = reader.page.get_by_alt_text("图片: 合同.pdf · 第1页")
    expect(picture).to_be_visible()
    reader.page.wait_for_function("picture => picture.naturalHeight === 1600", arg=picture.element_handle())


@pytest.mark.slow
def test_how_far_a_long_document_is_shows_in_one_message(fresh: str, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.drop("登记册.txt", REGISTER)
    reader.page.get_by_role("dialog").get_by_role("button", name="发送").click()
    progress = reader.reply_to("登记册.txt")
    expect(progress).to_contain_text("已加入", timeout=120_000)
    expect(progress.locator(".meta")).to_contain_text("已编辑")
    expect(reader.page.locator(".message.other")).to_have_count(1)


@pytest.mark.slow
def test_in_a_group_a_file_names_the_bot(fresh: str, tmp_path: Path, arrive: Arrive) -> None:
    reader = arrive(at=fresh)
    reader.enter(TOPIC)
    file = tmp_path / "手册.txt"
    file.write_text(MANUAL, encoding="utf-8")
    with reader.page.expect_file_chooser() as chooser:
        reader.page.locator("#attach").click()
    chooser.value.set_files(file)
    expect(reader.page.get_by_label("说明")).to_have_value("@yuanwen_bot")
    reader.page.get_by_label("说明").press("Enter")
    expect(reader.page.locator(".message.other").last).to_contain_text("已加入")


def test_a_reply_is_a_follow_up(arrive: Arrive) -> None:
    reader = arrive()
    answer = reader.ask(FUND)
    further = reader.follow_up(answer, "首期规模呢？")
    expect(further.locator(".text > strong").first).to_have_text("8亿元")
    expect(further.locator(".text")).to_contain_text("理解为")
    own = reader.page.locator(".message.own").last
    expect(own.locator(".reply")).to_contain_text("30亿元")


@pytest.mark.slow
def test_what_the_engine_did_stands_beside_the_chat(arrive: Arrive) -> None:
    reader = arrive()
    reader.ask(FUND)
    expect(reader.story.locator(".question")).to_have_text(FUND)
    expect(reader.story.locator(".verdict")).to_contain_text("给出了答案")
    expect(reader.story.locator(".fused li")).to_have_count(10)
    expect(reader.story.locator(".legend li")).to_have_count(5)
    best = reader.story.locator(".reading.answering .spans li").first
    expect(best).to_contain_text("30亿元")
    expect(best).to_have_class(re.compile("enough"))
    reader.ask("东方明珠塔有多高？")
    expect(reader.story.locator(".verdict")).to_contain_text("没到门槛")
    expect(reader.story.locator(".reading.answering")).to_have_count(0)
    reader.page.get_by_role("button", name="关闭").click()
    expect(reader.page.locator("#explanation")).to_be_hidden()
    reader.page.locator("#explain").click()
    expect(reader.story).to_be_visible()


@pytest.mark.slow
def test_the_theme_follows_the_system_until_it_is_switched(arrive: Arrive) -> None:
    reader = arrive(scheme="dark")
    assert brightness(reader.page, "#chat") < 0.2
    assert reader.ask(FUND).is_visible()
    reader.page.get_by_role("button", name="换成浅色").click()
    assert brightness(reader.page, "#chat") > 0.9
    reader.page.reload()
    expect(reader.page.get_by_role("button", name="换成深色")).to_be_visible()
    assert brightness(reader.page, "#chat") > 0.9


@pytest.mark.slow
def test_on_a_phone_there_is_one_pane_at_a_time(arrive: Arrive) -> None:
    reader = arrive(PHONE)
    expect(reader.page.locator("nav.chats")).to_be_hidden()
    answer = reader.ask(FUND)
    expect(answer).to_be_in_viewport()
    reader.ask("东方明珠塔有多高？")
    for wide in ("html", "#log", ".keyboard"):
        assert reader.page.locator(wide).last.evaluate("node => node.scrollWidth <= node.clientWidth")
    reader.page.locator("#explain").click()
    expect(reader.story.locator(".verdict")).to_be_in_viewport()
    assert reader.story.evaluate("node => node.scrollWidth <= node.clientWidth")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#explanation")).to_be_hidden()
    reader.page.get_by_role("button", name="返回对话列表").click()
    expect(reader.page.locator("main.chat")).to_be_hidden()
    reader.enter(GROUP)
    expect(reader.page.locator("#title")).to_have_text("读报小组")
    reader.page.go_back()
    expect(reader.page.locator("nav.chats")).to_be_visible()


def test_page_and_bot_change_their_language(arrive: Arrive) -> None:
    reader = arrive()
    reader.page.locator("#language").click()
    reader.page.get_by_role("menuitemradio", name="English").click()
    expect(reader.draft).to_have_attribute("placeholder", "Ask a question …")
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    expect(reader.ask(SIZE).get_by_role("button", name="Other answers 2/")).to_be_visible()
    reader.write("/docs")
    expect(reader.reply_to("/docs")).to_contain_text("Your documents")


@pytest.mark.parametrize(("language", "said"), [("zh-TW", "問一個問題"), ("fr-FR", "Ask a question")])
def test_the_page_speaks_the_browsers_language(arrive: Arrive, language: str, said: str) -> None:
    expect(arrive(language=language).draft).to_have_attribute("placeholder", re.compile(said))


@pytest.mark.slow
def test_the_page_is_used_by_keyboard_alone(arrive: Arrive) -> None:
    reader = arrive()
    keys = reader.page.keyboard
    reader.page.locator("#theme").focus()
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Escape")
    expect(reader.page.locator("#language")).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(reader.page.locator("#title")).to_have_text("读报小组")
    reader.draft.focus()
    keys.type("大家下午好")
    keys.press("Enter")
    expect(reader.page.locator(".message.own").last).to_contain_text("大家下午好")
    keys.press("ArrowUp")
    expect(reader.draft).to_have_value("大家下午好")
    keys.type("！")
    keys.press("Enter")
    edited = reader.page.locator(".message.own").last
    expect(edited).to_contain_text("大家下午好！")
    expect(edited.locator(".meta")).to_contain_text("已编辑")


@pytest.mark.slow
def test_commands_are_offered_and_sent(arrive: Arrive) -> None:
    reader = arrive()
    reader.draft.press("/")
    menu = reader.page.get_by_role("listbox", name="命令")
    expect(menu.get_by_role("option").first).to_contain_text("/ask")
    reader.draft.press_sequentially("help")
    expect(menu.get_by_role("option")).to_have_count(1)
    reader.draft.press("Enter")
    expect(reader.reply_to("/help")).to_contain_text("怎么提问")
    expect(menu).to_be_hidden()


def test_what_is_said_elsewhere_is_counted(arrive: Arrive) -> None:
    reader = arrive()
    other = arrive()
    reader.enter(TOPIC)
    other.enter(PRIVATE)
    reader.write("/ask 共享冷库占地多少平方米？")
    expect(reader.page.locator(".message.other").last).to_contain_text("3200平方米")
    row = other.page.locator("#chats button").nth(TOPIC)
    expect(row.locator(".count")).to_have_text("1")
    other.enter(TOPIC)
    expect(row.locator(".count")).to_have_count(0)


@pytest.mark.slow
def test_the_page_finds_back_to_a_playground_that_was_started_again(opened: Browser, tmp_path: Path) -> None:
    page = opened.new_page(locale="zh-CN")
    reader = Reader(page)
    with playground(tmp_path) as address:
        reader.arrive(address)
        reader.ask(FUND)
    notice = page.locator("#notice")
    expect(notice).to_contain_text("断了")
    # What is sent meanwhile comes back, with the arrow that sends it.
    reader.write("云顶茶园的头采日是哪天？")
    expect(page.locator(".toast")).to_be_visible()
    expect(reader.draft).to_have_value("云顶茶园的头采日是哪天？")
    assert page.evaluate("document.querySelector('#send use').getBBox().width") > 0
    reader.draft.fill("云顶茶园的头采日")
    reader.enter(GROUP)
    reader.draft.fill("周末")
    page.evaluate("document.title = 'before'")
    port = urlsplit(address).port
    assert port
    with playground(tmp_path, port):
        expect(page).not_to_have_title("before", timeout=30_000)
        expect(page.locator("#chats button")).to_have_count(4)
        expect(notice).to_be_hidden(timeout=30_000)
        # What was begun is still there, chat by chat.
        expect(reader.draft).to_have_value("周末")
        reader.enter(PRIVATE)
        expect(reader.draft).to_have_value("云顶茶园的头采日")
        expect(page.locator(".message")).to_have_count(0)
        reader.ask(FUND)
        expect(reader.draft).to_have_value("")
        page.context.close()


@pytest.mark.slow
def test_pictures_chosen_together_are_an_album_of_photos(arrive: Arrive, tmp_path: Path) -> None:
    reader = arrive()
    reader.enter(PRIVATE)
    for name in ("一.png", "二.png"):
        Image.new("RGB", (300, 200), "white").save(tmp_path / name)
    before = reader.page.locator(".message.own .photo").count()
    reader.page.set_input_files("#file", [tmp_path / "一.png", tmp_path / "二.png"])
    reader.page.locator("#caption").fill("茶园执照")
    reader.page.locator("#caption").press("Enter")
    expect(reader.page.locator(".message.own .photo")).to_have_count(before + 2)
    # One document, which is named by its caption, and has no text to be found.
    reply = reader.page.locator(".message.other", has_text="茶园执照.jpg：")
    expect(reply).to_contain_text("文字识别" if not is_installed() else "没有认出文字", timeout=60_000)
    expect(reply).to_have_count(1)


@pytest.mark.slow
def test_the_time_of_a_photo_stands_below_it(arrive: Arrive, tmp_path: Path) -> None:
    reader = arrive()
    reader.enter(PRIVATE)
    Image.new("RGB", (300, 200), "white").save(tmp_path / "三.png")
    reader.page.set_input_files("#file", tmp_path / "三.png")
    reader.page.locator("#caption").press("Enter")
    sent = reader.page.locator(".message.own", has=reader.page.locator(".photo")).last
    expect(sent.locator("img")).to_be_visible()
    picture, time = sent.locator("img").bounding_box(), sent.locator("time").bounding_box()
    assert picture
    assert time
    assert time["y"] >= picture["y"] + picture["height"]
