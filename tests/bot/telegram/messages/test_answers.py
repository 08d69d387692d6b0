import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.protocol.entities import Formatted
from bot.playground.protocol.html import parse_html
from bot.telegram.messages.answers import (
    CHOICES,
    MESSAGE_UNITS,
    render,
    render_choices,
    render_missing,
    render_nearest,
)
from bot.telegram.messages.citation import name
from bot.telegram.messages.translations import Language, Translator
from bot.telegram.messages.truncation import units
from retrieval.documents import Answer, Passage, Reply
from retrieval.search.ranking.nearest import nearest

VOICE = Translator(Language.SIMPLIFIED)
NOT_FOUND = VOICE.plain("not-found")


def answer_in(
    text: str,
    span: str,
    *,
    title: str = "通知",
    source: str = "a.txt",
    page: int | None = None,
    published: date | None = None,
    paragraph: int = 0,
    also: tuple[Passage, ...] = (),
) -> Answer:
    passage = Passage(text, title, source, paragraph=paragraph, page=page, published=published)
    start = text.index(span)
    return Answer(span, 0.9, passage, start, start + len(span), also)


def reply_with(*answers: Answer, question: str = "拨款多少") -> Reply:
    return Reply(question, answers[0], answers)


def shown(html: str) -> Formatted:
    return parse_html(html)


def test_an_answer_has_the_span_its_passage_and_its_source() -> None:
    found = answer_in(
        "市里拨款3亿元，用于修路。",
        "3亿元",
        title="修路通知",
        source="日报.pdf",
        page=4,
        published=date(2021, 5, 6),
    )
    card = render(reply_with(found), VOICE)
    message = shown(card.html)
    assert card.found
    assert message.text == "3亿元\n\n市里拨款3亿元，用于修路。\n《修路通知》 · 日报.pdf\n2021年5月6日 · 第4页"
    assert message.parts("bold") == ["3亿元", "3亿元"]
    assert message.parts("expandable_blockquote") == ["市里拨款3亿元，用于修路。"]
    assert message.entities[0].offset == 0


def test_a_span_is_marked_where_it_stands_not_where_it_stands_first() -> None:
    text = "去年3亿元，今年3亿元。"
    found = Answer("3亿元", 0.9, Passage(text, source="a.txt"), 8, 11)
    quoted, bold = shown(render(reply_with(found), VOICE).html).entities[1:]
    assert quoted.type == "expandable_blockquote"
    assert bold.offset - quoted.offset == 8


@pytest.mark.parametrize(
    ("language", "source", "others"),
    [
        (Language.SIMPLIFIED, "2021年5月6日 · 第1234页", ["同样的答案还在：", "《另一篇》 · b.txt"]),
        (Language.TRADITIONAL, "2021年5月6日 · 第1234頁", ["同樣的答案也出現在：", "《另一篇》 · b.txt"]),
        (Language.ENGLISH, "6 May 2021 · p. 1234", ["The same answer is in:", "《另一篇》 · b.txt"]),
    ],
)
def test_what_the_bot_says_is_in_the_askers_language_and_documents_stay_as_they_are(
    language: Language, source: str, others: list[str]
) -> None:
    found = answer_in(
        "市里拨款3亿元，縣裡撥款2億元。",
        "3亿元",
        title="修路通知",
        source="日报.pdf",
        page=1234,
        published=date(2021, 5, 6),
        also=(Passage("x", title="另一篇", source="b.txt"),),
    )
    message = shown(render(reply_with(found), Translator(language)).html)
    assert message.text.split("\n") == [
        "3亿元",
        "",
        "市里拨款3亿元，縣裡撥款2億元。",
        "《修路通知》 · 日报.pdf",
        source,
        "",
        *others,
    ]
    missing = shown(render(Reply("？", None, (found,)), Translator(language)).html)
    assert missing.parts("bold") == [Translator(language).plain("not-found")]
    assert Translator(language).plain("nearest-buttons") in missing.text
    assert missing.text.endswith("《修路通知》 · 日报.pdf\n市里拨款3亿元，縣裡撥款2億元。")
    inline = render_missing(Reply("？", None, (found,)), Translator(language))
    assert shown(inline.html).text.endswith("· 《修路通知》 · 日报.pdf\n市里拨款3亿元，縣裡撥款2億元。")
    assert inline.description == "《修路通知》 · 市里拨款3亿元，縣裡撥款2億元。"


@pytest.mark.parametrize(
    "markup", ["<b>粗</b> & <i>斜", "&lt;b&gt;", "</blockquote>", "a<b>c</b", "5 < 6 && 7 > 6"]
)
def test_what_documents_say_is_never_markup(markup: str) -> None:
    text = f"前{markup}后 答案 {markup}"
    other = Passage("x", title=f"又{markup}", source=f"又{markup}.txt")
    found = answer_in(text, "答案", title=f"题{markup}", source=f"{markup}.txt", also=(other,))
    missing = Reply(f"问{markup}", None, (found,))
    assert text in shown(render(reply_with(found), VOICE).html).text
    assert f"《又{markup}》 · 又{markup}.txt" in shown(render(reply_with(found), VOICE).html).text
    assert f"《题{markup}》" in shown(render_nearest(found.passage, VOICE)).text
    assert (
        f"问{markup}" in shown(render_choices(reply_with(found, question=f"问{markup}"), VOICE)[0].html).text
    )
    assert f"问{markup}" in shown(render_missing(missing, VOICE).html).text


def test_a_long_passage_is_cut_around_the_span() -> None:
    text = "开" * 6000 + "答案在此" + "尾" * 6000
    message = shown(render(reply_with(answer_in(text, "答案在此")), VOICE).html)
    (quoted,) = message.parts("expandable_blockquote")
    assert units(message.text) <= MESSAGE_UNITS
    assert units(message.text) > MESSAGE_UNITS - 20
    assert quoted.startswith("…开")
    assert quoted.endswith("尾…")
    assert message.parts("bold") == ["答案在此", "答案在此"]
    assert message.text.endswith("《通知》 · a.txt")


BEFORE = "".join(f"此前第{n}句讲的是别的事情。" for n in range(20))


def test_a_folded_quotation_begins_with_the_sentence_of_the_answer() -> None:
    message = shown(render(reply_with(answer_in(f"{BEFORE}市里拨款3亿元。用于修路。", "3亿元")), VOICE).html)
    (quoted,) = message.parts("expandable_blockquote")
    assert quoted == "…市里拨款3亿元。用于修路。"
    long = f"{BEFORE.replace('。', '，')}拨款3亿元。"
    (quoted,) = shown(render(reply_with(answer_in(long, "3亿元")), VOICE).html).parts("expandable_blockquote")
    assert quoted.startswith("…")
    assert 20 < quoted.index("3亿元") <= 41
    # As in a list of questions and answers, and in a list of short lines.
    pair = "问：怎么从车站过来？\n答：乘坐七路公交到竹溪村站下车，步行三百米就到。也可以预约接站，单程80元。"
    (quoted,) = shown(render(reply_with(answer_in(pair, "80元")), VOICE).html).parts("expandable_blockquote")
    assert quoted == "…也可以预约接站，单程80元。"
    rows = "一、签到\n二、讲话\n三、颁奖\n四、合影，费用80元"
    (quoted,) = shown(render(reply_with(answer_in(rows, "80元")), VOICE).html).parts("expandable_blockquote")
    assert quoted == "…三、颁奖\n四、合影，费用80元"


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("268", "项目：精致洗护　…　中型犬（10-25kg）：188　大型犬（25kg以上）：268　猫：158　时长：2小时"),
        ("2小时", "项目：精致洗护　…　大型犬（25kg以上）：268　猫：158　时长：2小时"),
        ("88", "项目：精致洗护　小型犬（10kg以下）：88　中型犬（10-25kg）：188　"),
    ],
)
def test_a_row_of_a_table_keeps_its_first_cell_and_is_cut_between_cells(span: str, expected: str) -> None:
    sizes = "小型犬（10kg以下）：88　中型犬（10-25kg）：188　大型犬（25kg以上）：268"
    row = f"项目：精致洗护　{sizes}　猫：158　时长：2小时"
    message = render(reply_with(answer_in(row, span)), VOICE)
    (quoted,) = shown(message.html).parts("expandable_blockquote")
    assert quoted.startswith(expected)
    described = render_choices(reply_with(answer_in(row, span)), VOICE)[0].description
    assert re.match(r"《通知》 · 项目：精致洗护 (… )?[^ ]+：", described)


def test_a_row_among_rows_and_a_numbered_one_are_named_by_a_cell_that_says_something() -> None:
    first, ahead = (
        "序号：1　姓名：单书宁　学院：数学学院",
        "　研究方向：代数几何与数论中的若干问题，兼及微分拓扑学和动力系统",
    )
    table = (
        f"{first}{ahead}　电话：5801\n{first.replace('1', '2').replace('单书宁', '柏青')}{ahead}　电话：5802"
    )
    (quoted,) = shown(render(reply_with(answer_in(table, "5802")), VOICE).html).parts("expandable_blockquote")
    assert quoted == "姓名：柏青　…　电话：5802"
    deep = f"项目：寄养　说明：{'须先预约，' * 20}每天120元，含餐。"
    (quoted,) = shown(render(reply_with(answer_in(deep, "120元")), VOICE).html).parts("expandable_blockquote")
    assert quoted.startswith("项目：寄养　…")
    assert quoted.endswith("每天120元，含餐。")
    assert quoted.index("120元") <= 41


def test_what_stands_around_is_in_sight_at_once_when_it_is_asked_for() -> None:
    found = answer_in(f"{BEFORE}市里拨款3亿元。", "3亿元")
    found = replace(found, passage=replace(found.passage, id=2))
    around = (Passage("第一段。", id=1), found.passage, Passage("第三段。", id=3))
    message = shown(render(reply_with(found), VOICE, around=around).html)
    assert message.parts("blockquote") == [f"第一段。\n{BEFORE}市里拨款3亿元。\n第三段。"]
    assert message.parts("expandable_blockquote") == []
    assert message.parts("bold") == ["3亿元", "3亿元"]


def test_a_description_has_the_document_and_the_words_around_the_answer() -> None:
    (choice,) = render_choices(reply_with(answer_in(f"{BEFORE}市里拨款3亿元。\n用于修路。", "3亿元")), VOICE)
    assert (choice.title, choice.description) == ("3亿元", "《通知》 · …市里拨款3亿元。 用于修路。")


@pytest.mark.parametrize(
    ("title", "brief"),
    [
        ("翠苑新村关于夏季停水及电梯检修的通知 · 停水安排", "《翠苑新村关于夏季停水及电… · 停水安排》"),
        ("翠苑新村关于夏季停水及电梯检修的通知 · 电梯检修", "《翠苑新村关于夏季停水及电… · 电梯检修》"),
        ("员工手册 · 第二章 假期与考勤的有关规定", "《员工手册 · 第二章 假…有关规定》"),
        ("滨江区人民政府关于二〇二六年春季招生的通知", "《滨江区人民政府关于二…六年春季招生的通知》"),
        ("关于印发《滨江区政府投资项目管理办法》的通知", "关于印发《滨江区政府…目管理办法》的通知"),
        ("物业服务合同 · 收费标准", "《物业服务合同 · 收费标准》"),
        ("", "a.txt"),
    ],
)
def test_a_long_title_is_cut_in_a_description_so_that_the_words_are_seen(title: str, brief: str) -> None:
    found = answer_in("停水时间为8:00至17:00。", "8:00至17:00", title=title)
    (choice,) = render_choices(reply_with(found), VOICE)
    assert choice.description == f"{brief} · 停水时间为8:00至17:00。"
    assert render_missing(Reply("停水", None, (found,)), VOICE).description == choice.description


def test_the_same_answer_elsewhere_is_named_once_each() -> None:
    passages = [Passage("x", title=f"第{n}篇", source="b.txt") for n in (1, 2, 2, 3, 4, 5)]
    own = Passage("y", title="通知", source="a.txt")
    message = shown(render(reply_with(answer_in("共3人。", "3人", also=(own, *passages))), VOICE).html)
    lines = message.text.split("\n")
    assert lines.count("《通知》 · a.txt") == 1
    assert lines[-6:] == ["同样的答案还在：", *(f"《第{n}篇》 · b.txt" for n in range(1, 6))]


def test_reprints_under_one_headline_are_told_apart_by_their_dates() -> None:
    days = (date(2024, 3, 5), date(2024, 3, 6))
    own, reprint = (Passage("共3人。", title="通知", source="报.jsonl", published=day) for day in days)
    answer = Answer("3人", 0.9, own, 1, 3, also=(reprint, own))
    lines = shown(render(reply_with(answer), VOICE).html).text.split("\n")
    assert lines[-2:] == ["同样的答案还在：", "《通知》 · 报.jsonl · 2024年3月6日"]


def test_more_places_than_are_named_are_counted() -> None:
    passages = tuple(Passage("x", title=f"第{n}篇{'长' * 90}", source="b.txt") for n in range(100))
    message = shown(render(reply_with(answer_in("共3人。" * 2000, "3人", also=passages)), VOICE).html)
    lines = message.text.split("\n")
    assert lines[-1] == "等 100 处"
    assert sum(line.startswith("《第") for line in lines) == 5
    assert units(message.text) <= MESSAGE_UNITS


def test_a_title_that_names_a_book_gets_no_second_brackets() -> None:
    message = shown(render(reply_with(answer_in("共3人。", "3人", title="《论语》导读")), VOICE).html)
    assert message.text.endswith("\n《论语》导读 · a.txt")


def test_a_passage_without_title_shows_its_source_alone() -> None:
    message = shown(render(reply_with(answer_in("共3人。", "3人", title="")), VOICE).html)
    assert message.text.endswith("\na.txt")


def test_nothing_found_is_said_with_the_nearest_passages_and_a_line_of_each() -> None:
    near = [answer_in(f"四月。\n有{n}人，共{n}组。", f"{n}人", title=f"第{n}篇") for n in (1, 1, 2, 3, 4)]
    reply = Reply("有多少人", None, tuple(near))
    card = render(reply, VOICE)
    message = shown(card.html)
    assert not card.found
    assert message.parts("bold") == [NOT_FOUND]
    assert [name(each.passage) for each in nearest(reply)] == [f"《第{n}篇》 · a.txt" for n in (1, 2, 3)]
    lines = [line for n in (1, 2, 3) for line in (f"{n}. 《第{n}篇》 · a.txt", f"有{n}人，共{n}组。")]
    assert message.text.splitlines()[-6:] == lines


def test_an_answer_that_is_not_sure_says_so_first() -> None:
    unsure = replace(answer_in("共3人。", "3人"), band="unsure")
    message = shown(render(reply_with(unsure), VOICE).html)
    assert message.text.startswith(VOICE.plain("unsure") + "\n\n3人\n\n共3人。")
    (choice,) = render_choices(reply_with(unsure, question="几人"), VOICE)
    assert choice.title == VOICE.plain("inline-unsure", answer="3人")
    assert shown(choice.html).text.startswith(f"问：几人\n{VOICE.plain('unsure')}\n\n3人")


def test_beside_a_sure_answer_one_that_is_not_is_marked() -> None:
    other = replace(answer_in("共5人。", "5人", title="旧闻"), band="none")
    reply = reply_with(answer_in("共3人。", "3人"), other)
    assert VOICE.plain("unsure") not in render(reply, VOICE).html
    assert VOICE.plain("unsure") in render(reply, VOICE, position=1).html


def test_all_items_of_a_list_are_marked_where_they_stand() -> None:
    text = "请带：①身份证；②照片。逾期不候。"
    found = Answer("身份证；照片", 0.9, Passage(text, "通知", "a.txt", id=1), 4, 7, spans=((4, 7), (9, 11)))
    message = shown(render(reply_with(found), VOICE).html)
    assert message.parts("bold") == ["身份证；照片", "身份证", "照片"]
    assert message.parts("expandable_blockquote") == [text]
    around = (Passage("前文。", id=2), found.passage)
    assert shown(render(reply_with(found), VOICE, around=around).html).parts("bold")[1:] == ["身份证", "照片"]


def test_nothing_found_without_candidates() -> None:
    assert "最接近" not in render(Reply("有多少人", None), VOICE).html


def test_choices_carry_question_answer_and_source() -> None:
    first, second = answer_in("共3人。", "3人"), answer_in("共5人。", "5人", title="旧闻")
    choices = render_choices(reply_with(first, second, question="有多少人"), VOICE)
    assert [(choice.title, choice.description) for choice in choices] == [
        ("3人", "《通知》 · 共3人。"),
        ("5人", "《旧闻》 · 共5人。"),
    ]
    assert shown(choices[1].html).text == "问：有多少人\n\n5人\n\n共5人。\n《旧闻》 · a.txt"


def test_choices_are_at_most_ten_in_the_order_of_the_answers() -> None:
    answers = [answer_in(f"共{n}人。", f"{n}人", paragraph=n) for n in range(30)]
    choices = render_choices(reply_with(*answers), VOICE)
    assert [choice.title for choice in choices] == [f"{n}人" for n in range(CHOICES)]


def test_an_answer_that_is_not_vouched_for_is_no_choice() -> None:
    assert render_choices(Reply("有多少人", None, (answer_in("共3人。", "3人"),)), VOICE) == ()


wild = st.text(alphabet=st.characters() | st.sampled_from("<>&\"'/b😀\u200d\u0301\n\0\ud800"), max_size=400)


@settings(max_examples=60, deadline=None)
@given(
    before=wild,
    span=wild.filter(str.strip),
    after=wild,
    stretch=st.sampled_from([1, 40]),
    names=st.lists(wild, min_size=3, max_size=3),
    others=st.integers(0, 8),
    translator=st.sampled_from([Translator(language) for language in Language]),
)
def test_whatever_documents_hold_telegram_takes_the_message(
    before: str, span: str, after: str, stretch: int, names: list[str], others: int, translator: Translator
) -> None:
    before, span, after = before * stretch, span * stretch, after * stretch
    title, source, question = names
    passage = Passage(before + span + after, title, source, page=1, published=date(2020, 1, 1))
    also = tuple(Passage("x", f"{number}{title}", source) for number in range(others))
    answer = Answer(span, 0.5, passage, len(before), len(before + span), also)
    reply = Reply(question * 10, answer, (answer,))
    missing = Reply(question * 10, None, (answer,))
    htmls = [
        render(reply, translator).html,
        render(missing, translator).html,
        render_missing(missing, translator).html,
    ]
    htmls += [choice.html for choice in render_choices(reply, translator)]
    assert len(htmls) == 4
    for html in htmls:
        message = shown(html)
        assert 0 < units(message.text) <= MESSAGE_UNITS
        html.encode()
        assert {entity.type for entity in message.entities} <= {"bold", "expandable_blockquote"}


TURNING = "\u202e"


def test_what_turns_the_direction_stays_in_the_passage_and_ends_there() -> None:
    text = f"前文{TURNING}共3人。"
    title, source = f"通{TURNING}知", f"a{TURNING}.txt"
    other = Passage("x", title=f"又{TURNING}一篇", source="b.txt")
    found = answer_in(text, f"{TURNING}共3人", title=title, source=source, also=(other,))
    message = shown(render(reply_with(found, question=f"几{TURNING}人"), VOICE, asked=True).html)
    (quoted,) = message.parts("expandable_blockquote")
    assert quoted == f"{text}\u202c"
    assert message.parts("bold") == [f"{TURNING}共3人\u202c", f"{TURNING}共3人"]
    assert message.text.startswith("问：几人\n")
    assert message.text.partition(quoted)[2] == "\n《通知》 · a.txt\n\n同样的答案还在：\n《又一篇》 · b.txt"
    near = shown(render_nearest(found.passage, VOICE))
    assert near.parts("expandable_blockquote") == [f"{text}\u202c"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.SIMPLIFIED, "识别自图片，识别置信度 96%"),
        (Language.TRADITIONAL, "辨識自圖片，辨識信賴度 96%"),
        (Language.ENGLISH, "Recognised in a picture, 96% sure"),
    ],
)
def test_what_was_recognised_in_a_picture_says_so(language: Language, line: str) -> None:
    plain = answer_in("市里拨款3亿元，用于修路。", "3亿元")
    recognised = replace(plain, passage=replace(plain.passage, recognised=0.969))
    assert line in shown(render(reply_with(recognised), Translator(language)).html).text
    assert "96%" not in shown(render(reply_with(plain), Translator(language)).html).text
