"""HTML pages: what a reader sees of the text, without what stands around it."""

import quopri

import pytest

from retrieval.ingestion.extracts import Form
from retrieval.ingestion.loaders.html import extract
from tests.retrieval.ingestion.reading import document_of

PROSE = "<h1>春季招聘</h1><p>现招聘护士三名。报名至三月五日。</p>"
TABLE = "<table><tr><th>科室<th>电话<tr><td>办公室<td>8001<tr><td>财务科<td>8002</table>"
TEXT = ["春季招聘", "现招聘护士三名。报名至三月五日。"]
ROWS = ["科室：办公室　电话：8001", "科室：财务科　电话：8002"]
OTHERS = "<ul><li><a>去年招聘的名单已经公布</a><li><a>门诊楼搬迁的通知</a><li><a>夜间停水的通知</a></ul>"


def texts(markup: str) -> list[str]:
    return [block.text for block in extract(markup.encode()).blocks]


@pytest.mark.parametrize(
    "clutter",
    [
        "<nav><a>首页</a></nav>",
        "<footer>版权所有　电话：7001</footer>",
        "<div role=navigation>首页</div>",
        "<div class='breadcrumb'>首页 > 招聘</div>",
        "<p>您现在的位置：首页 > 招聘</p>",
        "<div id=footer>版权所有。未经许可不得转载。</div>",
        "<div class='cookie-banner'>本站使用 Cookie。</div>",
        "<div class=shareBar>分享到：<a>微信</a><a>微博</a></div>",
        "<div><a>首页</a> | <a>科室</a> | <a>专家</a> | <a>来院路线</a></div>",
        f"<h3>相关阅读</h3>{OTHERS}",
        f"<div class=box><h3>推荐文章</h3>{OTHERS}</div>",
        f"<div class=related>{OTHERS}</div>",
        "<div class=hot>点击排行 1 门诊时间 2 专家介绍</div>",
        "<div class=modal aria-hidden=true>请先登录。</div>",
        "<p style='opacity: 0;'>看不见的字。</p>",
        "<div class=print>【<a href=#>打印本页</a>】【<a href=#>关闭窗口</a>】</div>",
        "<textarea>请填写</textarea><input value=请填写><img alt=图>",
    ],
)
def test_what_stands_around_the_text_is_not_read(clutter: str) -> None:
    assert texts(PROSE + clutter) == TEXT
    assert texts(f"<div class=page>{clutter}</div><div class=main>{PROSE}</div>")[-2:] == TEXT


@pytest.mark.parametrize(
    ("part", "read"),
    [
        (f"<div class=sidebar>{TABLE}</div>", ROWS),
        (f"<footer>{TABLE}</footer>", ROWS),
        ("<ul><li><a>附件1：报名表.docx</a><li><a>附件2：岗位表</a><li><a>附件3：须知</a></ul>", 3),
        ("<ul><li>护士长一名，月薪八千元<li>护士三名</ul>", 2),
        ("<div class=card-footer>联系人：祝小满</div>", ["联系人：祝小满"]),
        ("<div class=related>另有两家分院同时招聘。</div>", ["另有两家分院同时招聘。"]),
        ("<p style='opacity: 0.9'>看得见的字。</p>", ["看得见的字。"]),
        ("<details><summary>详情</summary>折起的字。</details>", ["详情", "折起的字。"]),
    ],
)
def test_text_and_tables_are_read_wherever_they_stand(part: str, read: list[str] | int) -> None:
    found = texts(PROSE + part)[2:]

    assert found == read if isinstance(read, list) else len(found) == read


def test_a_page_of_links_alone_is_read() -> None:
    assert len(texts(f"<h1>通知</h1>{OTHERS}")) == 4
    assert len(texts(f"<nav>{OTHERS}</nav>")) == 3


def test_a_term_and_its_definition_are_one_line() -> None:
    contact = "<dt>电话</dt> <dd>8068</dd><dt>地址：</dt><dd>人民路八号</dd>"
    markup = f"<dl>{contact}<dt>怎样请假？</dt><dd>填写请假单。</dd></dl>"

    assert [(block.text, block.form) for block in extract(markup.encode()).blocks] == [
        ("电话：8068", Form.ITEM),
        ("地址：", Form.ITEM),
        ("人民路八号", Form.ITEM),
        ("怎样请假？", Form.TEXT),
        ("填写请假单。", Form.ITEM),
    ]


def test_of_ruby_only_the_base_is_read() -> None:
    assert texts("<p><ruby>石门<rp>(</rp><rt>shímén</rt><rp>)</rp></ruby>县</p>") == ["石门县"]


def test_a_header_of_two_lines_and_a_caption() -> None:
    markup = """<table><caption>产量</caption><thead><tr><th rowspan=2>车间<th colspan=2>产量
    <tr><th>一月<th>二月</thead><tr><td rowspan=2>一车间<td>12<td>14<tr><td>15<td>16</table>"""

    assert texts(markup) == [
        "产量",
        "车间：一车间　产量一月：12　产量二月：14",
        "车间：一车间　产量一月：15　产量二月：16",
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<div id=js_content style='visibility: hidden; opacity: 0;'>{}</div>",  # of WeChat
        "<body style='display: none'>{}</body>",
    ],
)
def test_what_is_hidden_until_a_script_has_run_is_read(around: str) -> None:
    assert texts(around.format(PROSE)) == TEXT


def test_the_title_that_a_site_of_an_authority_gives() -> None:
    head = "<title>春季招聘_通知公告_北岸县人民医院</title><meta name=ArticleTitle content=春季招聘>"

    assert extract(f"{head}<p>现招聘护士三名。</p>".encode()).title == "春季招聘"


def test_what_style_sheets_hide_is_not_read() -> None:
    sheet = """<style>/* .x{display:none} */ .tip, p.off { display : none !important } #ad{visibility:hidden}
    @media print { .seen{display:none} } .pane{display:none} .pane.on{display:block}</style>"""
    hidden = "<p class='a tip'>其一。</p><p class=off>其二。</p><p id=ad>其三。</p><p class=pane>其四。</p>"
    shown = "<b class=off>甲。</b><p class=seen>乙。</p><p class='pane on'>丙。</p>"
    shown += "<p class=tip style=display:block>丁。</p>"

    assert texts(sheet + 2 * PROSE + hidden + shown) == [*TEXT, *TEXT, "甲。", "乙。", "丙。", "丁。"]


def test_a_sheet_that_hides_much_of_a_page_is_undone_by_a_script() -> None:
    assert texts(f"<style>.app{{display:none}}</style><p>载入中</p><div class=app>{PROSE}</div>")[-2:] == TEXT
    answers = "<h3>怎么借书？</h3><p class=answer>凭借书证到前台办理。</p>"
    assert texts(f"<style>.answer{{display:none}}</style>{PROSE}{answers * 3}")[-1] == "凭借书证到前台办理。"


def test_the_foot_of_a_table_is_its_last_row() -> None:
    foot = "<tfoot><tr><td>合计<td>30</tfoot>"

    assert texts(
        f"<table><thead><tr><th>项目<th>金额</thead>{foot}<tr><td>甲<td>10<tr><td>乙<td>20</table>"
    ) == [
        "项目：甲　金额：10",
        "项目：乙　金额：20",
        "项目：合计　金额：30",
    ]


def test_numbers_of_lists_are_as_a_browser_shows_them() -> None:
    lists = (
        "<ol type=a><li>甲<li>乙</ol><ol><li value=5>丙<li>丁</ol><ol style='list-style: none'><li>戊</ol>"
    )

    assert texts(lists) == ["a. 甲", "b. 乙", "5. 丙", "6. 丁", "戊"]


@pytest.mark.parametrize(
    "page",
    [
        "<title>会议纪要_北岸县图书馆</title><center>会议纪要</center><br>一、闭馆<br>周末闭馆。",
        "<title></title><p>会议纪要</p><h1>一、闭馆</h1><p>周末闭馆。</p><h1>二、其他</h1><p>无。</p>",
    ],
)
def test_a_first_line_that_the_page_is_called_by_is_above_all(page: str) -> None:
    assert document_of("a.html", page.encode()).articles[0].title == "会议纪要 · 一、闭馆"


SAVED = """MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="=_b"

--=_b
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: quoted-printable

{}
--=_b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--=_b--
"""


@pytest.mark.parametrize("name", ["招聘.htm", "招聘.xls"])
def test_a_page_saved_with_its_pictures_in_one_file(name: str) -> None:
    page = quopri.encodestring((PROSE + TABLE).encode("gb18030")).decode()
    (article,) = document_of(name, SAVED.format(page).encode("ascii")).articles

    assert [article.title, *(p.text for p in article.paragraphs)] == [*TEXT, *ROWS]


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#n1">1</a></sup>',
        '<a href="#n1"><sup>[1]</sup></a>',
        '<sup>[<a href="page.html#n1">注1</a>]</sup>',
        '<a href="#n1" class="footnote-ref" role="doc-noteref">①</a>',
        '<a href="#n1" epub:type="noteref">*</a>',
    ],
)
def test_marks_of_footnotes_are_no_text(mark: str) -> None:
    note = '<ol><li id=n1>三间平房在停车场一带。<a href="#r1">↩︎</a></li></ol>'
    page = f"<p>馆里最初只有三间平房。{mark}</p><p>馆长是骆怀远。</p>{note}"
    assert texts(page) == ["馆里最初只有三间平房。", "馆长是骆怀远。", "1. 三间平房在停车场一带。"]


def test_raised_figures_and_links_that_are_no_marks_stay() -> None:
    page = '<p>面积为30m<sup>2</sup>，见<a href="#a">附件1</a>和<a href="#3">3</a>。</p>'
    assert texts(page) == ["面积为30m2，见附件1和3。"]


def test_a_heading_of_two_lines_is_one() -> None:
    page = "<h1>关于调整夏季<br>开放时间的通知</h1><p>自七月十日起调整开放时间。</p>"
    assert texts(page) == ["关于调整夏季开放时间的通知", "自七月十日起调整开放时间。"]
