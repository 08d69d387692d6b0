"""Lines of a page to articles of whole paragraphs."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.documents import Article
from retrieval.ingestion.extracts import Block, Extract
from retrieval.ingestion.loaders import load
from retrieval.ingestion.reflow import reflow

SEED_PAGE = Path(__file__).parents[4] / "shared" / "data" / "page" / "seed_page.txt"

LEAD = "近日，松岭市把全市四十二所小学的图书角连成一张网，孩子们在任何一所学校都能借到别校的书。"
SECOND = (
    "图书角由退休教师轮流看管，每周二和周四下午开放，读过的书由高年级学生负责消毒和修补，"
    "三个月里共流转一万两千册。"
)
OTHER = "据介绍，新修的滨河步道全长六公里，沿途设有十一处长椅和四座遮雨亭，夜里十点以后路灯会自动调暗。"


def articles(text: str, title: str = "文件名") -> list[Article]:
    return list(reflow(Extract(tuple(Block(line) for line in text.split("\n"))), title))


def outline(text: str, title: str = "文件名") -> list[tuple[str, list[str]]]:
    return [(article.title, [p.text for p in article.paragraphs]) for article in articles(text, title)]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n\n"])
def test_a_broken_paragraph_is_joined_over_any_gap(gap: str) -> None:
    page = (
        f"小学图书角连成网\n\n▶ 本报记者 何小满\n\n{LEAD}\n\n{SECOND[:-20]}{gap}{SECOND[-20:]}\n\n{LEAD[3:]}"
    )

    assert outline(page) == [("小学图书角连成网", [LEAD, SECOND, LEAD[3:]])]


@pytest.mark.parametrize("place", range(14, len(SECOND) - 1))
def test_a_paragraph_is_joined_wherever_it_breaks(place: int) -> None:
    page = f"小学图书角连成网\n\n▶ 本报记者 何小满\n\n{LEAD}\n\n{SECOND[:place]}\n\n{SECOND[place:]}"

    assert outline(page) == [("小学图书角连成网", [LEAD, SECOND])]


@pytest.mark.parametrize("place", range(14, len(SECOND) - 12))
@pytest.mark.parametrize("byline", ["", "▶ 本报记者 何小满\n\n"])
def test_a_headline_between_two_halves_heads_what_comes_after(place: int, byline: str) -> None:
    page = (
        f"小学图书角连成网\n\n▶ 本报记者 何小满\n\n{LEAD}\n\n{SECOND[:place]}\n\n"
        f"滨河步道建成开放\n\n{byline}{SECOND[place:]}\n\n本报讯 {OTHER}"
    )

    assert outline(page) == [("小学图书角连成网", [LEAD, SECOND]), ("滨河步道建成开放", [OTHER])]


def test_a_paragraph_without_a_full_stop_does_not_swallow_the_next_article() -> None:
    page = f"小学图书角连成网\n\n{LEAD}\n\n{SECOND[:-1]}\n\n滨河步道建成开放\n\n{OTHER}\n\n{LEAD[3:]}"

    assert outline(page) == [
        ("小学图书角连成网", [LEAD, SECOND[:-1]]),
        ("滨河步道建成开放", [OTHER, LEAD[3:]]),
    ]


CAPTION = "6月3日，第三届龙舟赛在松岭湖开桨。三十二支队伍参赛，渔业队以四分零七秒夺冠。"


@pytest.mark.parametrize(
    "caption",
    [
        f"{CAPTION}图片来源:松岭湖管委会",
        f"{CAPTION}（何小满 摄）",
        f"{CAPTION} 本报记者 何小满 摄",
        f"{CAPTION}\n\n图片来源：松岭湖管委会",
        f"图为{CAPTION} 资料图片",
        CAPTION,
    ],
)
@pytest.mark.parametrize("place", [14, 22, 23, 38])
def test_a_caption_between_two_halves_is_an_article_of_its_own(caption: str, place: int) -> None:
    broken = f"{SECOND[:place]}\n\n{caption}\n\n{SECOND[place:]}"
    page = f"小学图书角连成网\n\n▶ 本报记者 何小满\n\n{LEAD}\n\n{broken}"

    found = {title: [text.removeprefix("图为") for text in texts] for title, texts in outline(page)}

    assert found == {
        "小学图书角连成网": [LEAD, SECOND],
        "第三届龙舟赛在松岭湖开桨": [CAPTION],
    }


def test_an_open_quotation_goes_on_after_a_full_stop() -> None:
    first = "何小满说：“我们打算先做三件事：一是把书目放到网上。二是请家长来讲故事。"
    rest = "三是给每本书写一张读后卡。四是年底评出‘百名小书迷’。”"
    assert outline(f"{LEAD}\n\n{first}\n\n{rest}\n\n{SECOND}") == [("文件名", [LEAD, first + rest, SECOND])]


def test_a_quotation_that_opens_anew_is_a_paragraph_of_its_own() -> None:
    first = "何小满说：“我们打算先把书目放到网上，再请家长来讲故事。"
    second = "“到了年底，我们还要评出一百名小书迷，给他们每人送一盏台灯。”"
    assert outline(f"{first}\n\n{second}") == [("文件名", [first, second])]


def test_headlines_bylines_datelines_and_credits_are_told_from_text() -> None:
    page = f"""松岭市图书馆 夜间开放满一年

▶ 本报记者 何小满 欧阳青

{LEAD}

图片来源:松岭市图书馆

5家园区“抱团”办食堂

本报特约通讯员 丁一

本报讯（记者 丁一 通讯员 何小满） {OTHER}

滨河步道怎么走？

文/丁一 图/何小满

新华社松岭6月3日电（记者丁一）{SECOND}"""

    assert outline(page) == [
        ("松岭市图书馆 夜间开放满一年", [LEAD]),
        ("5家园区“抱团”办食堂", [OTHER]),
        ("滨河步道怎么走？", [f"新华社松岭6月3日电（记者丁一）{SECOND}"]),
    ]


def test_two_lines_of_one_headline_are_one_title() -> None:
    assert outline(f"松岭市图书馆\n夜间开放满一年\n本报讯 {LEAD}") == [
        ("松岭市图书馆 夜间开放满一年", [LEAD])
    ]


def test_a_clause_that_comes_again_under_another_heading_is_kept() -> None:
    clause = "遵守法律法规，按时足额履行合同的全部义务。"

    assert [texts for _, texts in outline(f"合同\n一、甲方责任\n{clause}\n二、乙方责任\n{clause}")] == [
        [clause]
    ] * 2


def test_a_paragraph_printed_twice_is_kept_once() -> None:
    again = f"{LEAD}\n\n{SECOND[:30]}\n\n{LEAD}\n\n{SECOND[30:]}"
    page = f"小学图书角连成网\n\n▶ 本报记者 何小满\n\n{LEAD}\n\n{SECOND}\n\n{again}"

    assert outline(page) == [("小学图书角连成网", [LEAD, SECOND])]


def test_short_lines_may_stand_in_several_articles() -> None:
    page = f"甲组分工\n\n{LEAD}\n\n负责人：丁一。\n\n乙组分工\n\n{OTHER}\n\n负责人：丁一。"

    assert outline(page) == [("甲组分工", [LEAD, "负责人：丁一。"]), ("乙组分工", [OTHER, "负责人：丁一。"])]


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def test_lines_broken_by_a_width_are_unwrapped() -> None:
    body = [LEAD + SECOND, OTHER + LEAD, SECOND + OTHER]
    indented = "\n".join(wrapped("　　" + text, 30) for text in body)
    spaced = "\n\n".join(wrapped(text, 30) for text in body)

    assert outline(indented) == outline(spaced) == [("文件名", body)]


def test_one_paragraph_a_line_stays_as_it_is() -> None:
    body = [LEAD, SECOND, OTHER, LEAD + OTHER]

    assert outline("\n".join(body)) == [("文件名", body)]


def test_latin_words_that_a_line_break_parted_have_a_space_between_them() -> None:
    text = (
        "Ferries on the river now run on electric motors. Each boat saves ninety tons of diesel a year, " * 4
    )
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= 60:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()

    assert outline("\n".join([*lines, line])) == [("文件名", [text.strip()])]


def test_a_list_is_read_with_what_leads_to_it() -> None:
    items = [
        "1. 带好身份证和户口簿",
        "2. 填写申请表",
        "3. 到一楼窗口交件",
        "（一）特殊情况可以代办",
        "• 周末不办理",
    ]
    page = f"{LEAD}\n\n办理时请注意：\n" + "\n".join(items)

    assert outline(page) == [("文件名", [LEAD, "\n".join(["办理时请注意：", *items])])]


def test_clauses_that_end_in_semicolons_are_a_list() -> None:
    items = [
        "每周检查一次救生衣，缺少的当天补齐；",
        "每月试开一次水泵，并记下时间；",
        "每季度办一次演习，请附近居民参加。",
    ]

    lines = ["船主应当：", *items]

    assert outline("\n\n".join([*lines, LEAD])) == [("文件名", ["\n".join(lines), LEAD])]


def test_fields_of_a_form_stay_apart() -> None:
    fields = ["时间：2024年10月12日上午8时30分", "地点：松岭市体育场，从东门进", "电话：010-12345678"]

    assert outline("\n".join([LEAD, *fields])) == [("文件名", [LEAD, *fields])]


def test_a_law_is_laid_out_by_chapters() -> None:
    page = """松岭市渡船管理办法

2019年3月1日 松岭市第八届议事会第三次会议通过

目　录
第一章　总　则
第二章渡口

第一章　总　则

第一条 为了让渡船走得安全，制定本办法。

第二条 渡船应当符合下列条件：

（一）有救生衣；

（二）有两名以上船员。

第二章渡口

第三条 渡口由所在街道管理。"""
    whole = "松岭市渡船管理办法"
    assert outline(page) == [
        (whole, ["2019年3月1日 松岭市第八届议事会第三次会议通过"]),
        (
            f"{whole} · 第一章 总则",
            [
                "第一条 为了让渡船走得安全，制定本办法。",
                "第二条 渡船应当符合下列条件：\n（一）有救生衣；\n（二）有两名以上船员。",
            ],
        ),
        (f"{whole} · 第二章渡口", ["第三条 渡口由所在街道管理。"]),
    ]
    assert articles(page)[0].published == date(2019, 3, 1)


def test_numbered_sections_belong_to_the_document() -> None:
    page = f"各位代表：\n\n{LEAD}\n\n一、去年的工作\n\n{SECOND}\n\n二、今年的打算\n\n{OTHER}"

    assert outline(page, "工作报告") == [
        ("工作报告", ["各位代表：", LEAD]),
        ("工作报告 · 一、去年的工作", [SECOND]),
        ("工作报告 · 二、今年的打算", [OTHER]),
    ]


def test_headings_that_the_format_marks_are_followed() -> None:
    blocks = [
        Block("员工手册", heading=True, level=1),
        Block("报销流程", heading=True, level=2),
        Block("先填写申请单，再找主管签字", heading=False),
        Block("财务每周三付款", heading=False),
        Block("差旅", heading=True, level=3),
        Block("住宿每晚400元。", heading=False),
        Block("考勤", heading=True, level=2),
        Block("九点上班。", heading=False),
        Block("空着的一节", heading=True, level=2),
    ]
    found = reflow(Extract(tuple(blocks)), "手册")

    assert [(article.title, [p.text for p in article.paragraphs]) for article in found] == [
        ("员工手册 · 报销流程", ["先填写申请单，再找主管签字", "财务每周三付款"]),
        ("员工手册 · 报销流程 · 差旅", ["住宿每晚400元。"]),
        ("员工手册 · 考勤", ["九点上班。", "空着的一节"]),
    ]


def test_a_paragraph_that_a_format_broke_in_two_is_joined() -> None:
    blocks = [Block("图书角", heading=True, level=1)]
    blocks += [
        Block(text, heading=False) for text in (LEAD + SECOND[:31], SECOND[31:], "甲组管书", "乙组管账")
    ]

    (article,) = reflow(Extract(tuple(blocks)), "页")

    assert [p.text for p in article.paragraphs] == [LEAD + SECOND, "甲组管书", "乙组管账"]


@pytest.mark.parametrize(
    ("page", "published"),
    [
        (f"图书角连成网\n2021年5月25日\n{LEAD}", date(2021, 5, 25)),
        (f"图书角连成网\n2021-05-25 08:30 来源：松岭网\n{LEAD}", date(2021, 5, 25)),
        (f"图书角连成网\n发布时间：2021/5/25\n{LEAD}", date(2021, 5, 25)),
        (f"二〇二一年五月二十五日 星期二\n\n图书角连成网\n▶ 本报记者 丁一\n{LEAD}", date(2021, 5, 25)),
        (f"松岭晚报\n2021年5月25日\n\n图书角连成网\n▶ 本报记者 丁一\n{LEAD}", date(2021, 5, 25)),
        (f"图书角连成网\n新华社松岭2021年5月25日电 {LEAD}", date(2021, 5, 25)),
        (f"关于放假的通知\n{LEAD}\n松岭市图书馆\n2021年5月25日", date(2021, 5, 25)),
        (f"放假通知\n一、时间\n{LEAD}\n二、地点\n{OTHER}\n松岭市图书馆\n2021年5月25日", date(2021, 5, 25)),
        (f"图书角连成网\n新华社松岭5月25日电 {LEAD}", None),
        (f"图书角连成网\n2021年5月25日，图书角开张。{LEAD}", None),
        (f"图书角连成网\n{LEAD}书目在2021年5月25日公布。", None),
        (f"图书角连成网\n2021年13月25日\n{LEAD}", None),
    ],
)
def test_the_date_is_the_one_that_dates_the_text(page: str, published: date | None) -> None:
    assert {article.published for article in articles(page)} == {published}


def test_days_of_a_diary_are_headlines() -> None:
    found = articles(f"2021年5月25日\n{LEAD}\n2021年5月26日 星期三\n{SECOND}\n{OTHER}")

    assert [(a.title, a.published, len(a.paragraphs)) for a in found] == [
        ("2021年5月25日", date(2021, 5, 25), 1),
        ("2021年5月26日 星期三", date(2021, 5, 26), 2),
    ]


def test_each_article_has_its_own_date_and_the_rest_that_of_the_file() -> None:
    page = f"图书角连成网\n2021年5月25日\n本报讯 {LEAD}\n\n滨河步道开放\n▶ 本报记者 丁一\n{OTHER}"
    blocks = tuple(Block(line) for line in page.split("\n"))

    assert [a.published for a in reflow(Extract(blocks), "页")] == [date(2021, 5, 25), None]
    assert [a.published for a in reflow(Extract(blocks, published=date(2021, 6, 1)), "页")] == [
        date(2021, 5, 25),
        date(2021, 6, 1),
    ]


def test_a_paragraph_keeps_the_page_it_starts_on() -> None:
    blocks = (Block(LEAD, 1), Block(SECOND[:30], 1), Block(SECOND[30:], 2), Block(OTHER, 2))

    (article,) = reflow(Extract(blocks, title="年报"), "文件名")

    assert article.title == "年报"
    assert [(p.text, p.page) for p in article.paragraphs] == [(LEAD, 1), (SECOND, 1), (OTHER, 2)]


SECONDS = 10  # of the processor: far more than any of it takes, far less than what is quadratic
RUNS = [" ", "　", "\t", "\xa0", "1", "一", "张", "，", "、", "（", "）", "—", "·", "图", "/", "摄", "“"]
RUNS += ["张三 ", "张三、", "记者 ", "来源：", "作者：某 ", "2021 ", "第", "日报", "“》", "（图：", "本报讯 "]


@pytest.mark.parametrize("run", RUNS)
def test_a_line_of_any_length_is_told_in_no_time(run: str) -> None:
    openings = [
        "",
        "近日，",
        "本报讯（",
        "本报记者",
        "新华社松岭5月25日电（",
        "图片来源：",
        "图为",
        "2021年",
        "来源：",
    ]
    started = process_time()
    for opening in openings:
        for ending in ("", "摄", "。", "终"):
            articles(f"小学图书角连成网\n{LEAD[:-1]}\n{opening}{(run * 5_000)[:5_000]}{ending}\n{SECOND}")

    assert process_time() - started < SECONDS


@pytest.mark.parametrize("line", ["", "、", "，", "目录", f"“{OTHER[:-1]}", "本报讯", "（" * 20])
def test_a_page_without_full_stops_is_put_together_in_no_time(line: str) -> None:
    started = process_time()

    articles("\n".join(f"{line}\n{LEAD[:-1]}{number}" for number in range(1_000)))

    assert process_time() - started < SECONDS


@pytest.mark.parametrize(
    "credit", ["图片来源：松岭湖管委会", "（何小满 摄）", "本报记者 何小满 丁一 摄", "资料图片"]
)
@pytest.mark.parametrize("gap", [" ", "　" * 300])
def test_a_credit_is_left_out_at_the_end_of_any_caption(credit: str, gap: str) -> None:
    page = f"小学图书角连成网\n▶ 本报记者 何小满\n{LEAD}\n\n{CAPTION}{OTHER}{gap}{credit}{gap}\n\n{SECOND}"

    assert ("第三届龙舟赛在松岭湖开桨", [CAPTION + OTHER]) in outline(page)


HANZI = "山水木林花草鸟鱼春夏秋冬东南西北风云雨雪红黄蓝白江河湖海桥路车船早晚书画琴棋"


def clauses(number: int) -> str:
    """Some clause of six to fourteen characters; each number has its own."""
    chooser = Random(number)  # noqa: S311  # text for tests
    return "".join(chooser.choices(HANZI, k=chooser.randint(6, 14)))


CLAUSES = st.integers(0, 9999).map(clauses)


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(CLAUSES, st.sampled_from("，，，、。；")), min_size=5, max_size=14))
    return "".join(clause + mark for clause, mark in parts)[:-1] + "。"


LONGEST_HALF_LIKE_A_HEADLINE = 46


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """A page of articles, its paragraphs broken anywhere, and the articles as they were."""
    whole = draw(st.lists(paragraphs(), min_size=1, max_size=6, unique=True))
    titles = draw(st.lists(CLAUSES, min_size=4, max_size=4, unique=True))
    captions = iter(draw(st.lists(CLAUSES, min_size=6, max_size=6, unique=True)))
    expected: dict[str, list[str]] = {}
    lines: list[str] = []
    for text in whole:
        if not expected or (len(expected) < len(titles) and draw(st.booleans())):
            title = titles[len(expected)]
            lines += [title, draw(st.sampled_from(["▶ 本报记者 丁一", "本报特约通讯员 何小满"]))]
            expected[title] = []
        expected[title].append(text)
        while len(text) > LONGEST_HALF_LIKE_A_HEADLINE and draw(st.booleans()):
            place = draw(st.integers(LONGEST_HALF_LIKE_A_HEADLINE, len(text) - 1))
            if text[place - 1] in "。；" or text[place] in "。；，、":
                break
            lines.append(text[:place])
            text = text[place:]  # noqa: PLW2901  # what is left of it
            if draw(st.booleans()) and (caption := next(captions, None)):
                lines.append(f"{caption}开工。图片来源:松岭湖")
                expected[f"{caption}开工"] = [f"{caption}开工。"]
        lines.append(text)
        if draw(st.integers(0, 4)) == 0:
            lines.append(expected[title][0])
    gap = draw(st.sampled_from(["\n\n", "\n\n\n"]))
    return gap.join(lines), expected


@given(pages())
def test_no_character_is_lost_doubled_or_invented(page: tuple[str, dict[str, list[str]]]) -> None:
    text, expected = page

    assert dict(outline(text)) == expected


@given(
    st.lists(paragraphs().filter(lambda text: len(text) > 75), min_size=3, max_size=6, unique=True),
    st.integers(18, 36),
    st.booleans(),
)
def test_unwrapping_gives_the_paragraphs_back(body: list[str], width: int, indented: bool) -> None:
    texts = [wrapped("　　" * indented + text, width) for text in body]
    full = [line for text in texts for line in text.split("\n")[:-1]]
    assume(2 * sum(line[-1].isalnum() for line in full) > len(full))  # else they could be those of a poem

    assert outline(("\n" if indented else "\n\n").join(texts)) == [("文件名", body)]


@given(
    st.lists(st.text(HANZI + "一二三第章条年月日0123456789。，：“”（） 本报讯记者摄图▶\u3000ab", max_size=60))
)
def test_whatever_the_lines_nothing_is_invented(lines: list[str]) -> None:
    found = articles("\n".join(lines))

    found_characters: Counter[str] = Counter()
    for article in found:
        assert article.paragraphs
        assert article.title
        for paragraph in article.paragraphs:
            assert paragraph.text == paragraph.text.strip() != ""
            found_characters.update(re.sub(r"\s", "", paragraph.text))
    assert not found_characters - Counter("".join(lines))


@pytest.mark.skipif(not SEED_PAGE.exists(), reason=f"{SEED_PAGE} is not beside this checkout")
def test_the_page_this_was_asked_for() -> None:
    page = reflow(load(SEED_PAGE), SEED_PAGE.stem)

    assert [(article.title, len(article.paragraphs)) for article in page] == [
        ("赴苏“取经” 5家“湘籍”高新区这样干", 7),
        ("中关村科学城发布数字经济三年行动计划", 7),
        ("广东医谷(珠海)医疗产业加速基地封顶仪式在珠海高新区举行", 1),
        ("光谷成立合伙人投资引导基金", 5),
        ("贵阳高新区签约7个重点项目 总投资达19.7亿元", 4),
        ("淄博综合保税区 举办首场异地专场推介会", 4),
        ("温州高新区 瓯江实验室揭牌", 2),
        ("精准施策靶向发力 蚌埠高新区“双招双引”攻坚战见实效", 5),
    ]
    body = [paragraph.text for article in page for paragraph in article.paragraphs]
    assert all(text.endswith(("。", "。”")) for text in body)
    joints = "落后产能 融合’。四是 抓机遇 支持原型 监管创新 交通出行 合伙人基金进一步 投资信息21条"
    for joint in (*joints.split(), "一流的销售", "明确2021年", "招引工作组", "发展生态"):
        assert sum(joint in text for text in body) == 1, joint
    for left_out in ("图片来源", "本报记者", "本报讯", "通讯员"):
        assert not any(left_out in text for text in body)
