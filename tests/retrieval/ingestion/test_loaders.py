"""Files to text."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import process_time

import docx
import pytest

from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.extracts import Extract
from retrieval.ingestion.loaders import SUFFIXES, load

SIMPLIFIED = (
    "清晨的码头还没有完全醒来，第一班渡船已经载着三十多位乘客离开了江岸。船长老陈在这条航线上跑了二十六年，"
    "他说，江面上的雾有时候浓得看不见船头，只能靠耳朵听对岸的钟声。今年夏天，市里决定给渡船换上电动机，"
    "这样每年可以少用九十吨柴油，也让岸边的居民睡得更安稳。"
)
TRADITIONAL = (
    "清晨的碼頭還沒有完全醒來，第一班渡船已經載著三十多位乘客離開了江岸。船長老陳在這條航線上跑了二十六年，"
    "他說，江面上的霧有時候濃得看不見船頭，只能靠耳朵聽對岸的鐘聲。今年夏天，市裡決定給渡船換上電動機，"
    "這樣每年可以少用九十噸柴油，也讓岸邊的居民睡得更安穩。"
)


SECONDS = 10  # of the processor: far more than any of it takes, far less than what is quadratic


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(extract: Extract) -> list[str]:
    return [block.text for block in extract.blocks if block.text]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_simplified_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "渡船.txt", f"{SIMPLIFIED}\n第二段。".encode(encoding))

    assert texts(load(path)) == [SIMPLIFIED, "第二段。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "cp950", "gb18030"])
@pytest.mark.parametrize("length", [40, 100, 200])
def test_traditional_text_in_any_encoding(tmp_path: Path, encoding: str, length: int) -> None:
    path = write(tmp_path, "渡船.txt", TRADITIONAL[:length].encode(encoding))

    assert texts(load(path)) == [TRADITIONAL[:length]]


@pytest.mark.parametrize("text", ["光谷", "会议室", "联系人：李四", "2024年预算"])
def test_a_few_characters_in_gb18030(tmp_path: Path, text: str) -> None:
    assert texts(load(write(tmp_path, "短.txt", text.encode("gb18030")))) == [text]


def test_a_western_encoding_is_not_taken_for_chinese(tmp_path: Path) -> None:
    text = "Le café est à côté de la mairie, où l’on célèbre la fête d’été. " * 4

    (line,) = texts(load(write(tmp_path, "note.txt", text.encode("cp1252"))))

    assert line.startswith("Le café est")
    assert not any("一" <= character <= "龥" for character in line)


def test_characters_without_width_are_left_out(tmp_path: Path) -> None:
    assert texts(load(write(tmp_path, "a.txt", "园\u200b区\ufeff今\u202e年\x07投产。"))) == ["园区今年投产。"]


MARKS_OF_DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"


def as_characters(text: str) -> str:
    return text


def as_entities(text: str) -> str:
    return "".join(f"&#x{ord(character):x};" for character in text)


@pytest.mark.parametrize("written", [as_characters, as_entities])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<title>价{}目</title><h1>价{}目</h1><p>票价{}12元。</p>"),
        ("b.html", "<table><tr><td>甲{}</td><td>1{}2</td></tr><tr><td>乙</td><td>3</td></tr></table>"),
        ("a.md", "# 价{}目\n\n票价{}12元。\n\n- 甲{}乙\n\n<div>票{}价</div>\n"),
        ("b.md", "| 甲{} | 乙 |\n|---|---|\n| 1{}2 | 3 |\n"),
    ],
)
def test_marks_of_direction_cannot_turn_digits_round(
    tmp_path: Path, written: Callable[[str], str], name: str, content: str
) -> None:
    marked = load(write(tmp_path, name, content.replace("{}", written(MARKS_OF_DIRECTION))))
    assert marked == load(write(tmp_path, name, content.replace("{}", "")))


def test_half_a_character_is_replaced_in_markup(tmp_path: Path) -> None:
    for name in ("a.html", "a.md"):
        for text in texts(load(write(tmp_path, name, "票价&#xd83d;12元，票面与以往相同。"))):
            assert text.encode()


def test_radicals_of_a_font_are_the_ideographs_that_people_type(tmp_path: Path) -> None:
    assert texts(load(write(tmp_path, "a.txt", "⼈事⽂件由⻓者保管，①不变。"))) == [
        "人事文件由长者保管，①不变。"
    ]


def test_spaces_between_all_characters_of_one_block_are_left_out(tmp_path: Path) -> None:
    spaced = " ".join("经研究决定，青山厂将于三十一日停产，特此公告。")
    plain = ["第一段的字之间没有空格。", SIMPLIFIED]

    assert texts(load(write(tmp_path, "a.txt", "\n".join([*plain, spaced])))) == [
        *plain,
        spaced.replace(" ", ""),
    ]


def test_blank_lines_and_indents_are_kept(tmp_path: Path) -> None:
    extract = load(write(tmp_path, "a.txt", "标题\r\n\r\n　　正文。\r\n"))

    assert [block.text for block in extract.blocks] == ["标题", "", "　　正文。"]


def test_markdown(tmp_path: Path) -> None:
    content = """---
title: "年度计划"
date: 2024-03-01
---
# 计划

第一行写到这里
还没有完，uses
Latin words。硬换行\\
另起一行，见[附件](a.html)和`代码`。

## 分工

- 甲组：调研
- 乙组：写作

| 项目 | 金额 |
|---|---|
| 设备 | 30万元 |

```
x = 1
```
<p>标记里的<b>文字</b></p>
"""
    extract = load(write(tmp_path, "plan.md", content))

    assert (extract.title, extract.published) == ("年度计划", date(2024, 3, 1))
    assert [(block.text, block.level) for block in extract.blocks] == [
        ("计划", 1),
        ("第一行写到这里还没有完，uses Latin words。硬换行", 0),
        ("另起一行，见附件和代码。", 0),
        ("分工", 2),
        ("甲组：调研", 0),
        ("乙组：写作", 0),
        ("项目：设备　金额：30万元", 0),
        ("x = 1", 0),
        ("标记里的文字", 0),
    ]
    assert all(block.heading is (block.level > 0) for block in extract.blocks)


def test_markdown_without_headings_leaves_them_to_the_text(tmp_path: Path) -> None:
    assert {block.heading for block in load(write(tmp_path, "a.md", "一段。\n\n又一段。")).blocks} == {None}


HTML = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>渡船换装_江城网</title>
<meta property="article:published_time" content="2023-07-08T09:00:00+08:00">
<style>p {{ color: red }}</style><script>var a = "脚本";</script></head><body>
<nav><a href="/">首页</a> <a href="/news">新闻</a></nav>
<h1>渡船换上<em>电动机</em></h1>
<div>直接写在里面的文字<p>第一段，
换行不算数，<span>行内</span>也不算。<br>另一行。</p><!-- 注释 -->
<ul><li>省油</li><li><p>安静</p></li></ul>
<h2>费用</h2>
<table><tr><th>项目</th><th>金额</th></tr><tr><td>电池</td><td><p>80万元</p></td></tr></table></div>
<footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
def test_html(tmp_path: Path, charset: str) -> None:
    html = HTML.format(charset=charset).encode(charset, errors="xmlcharrefreplace")

    extract = load(write(tmp_path, "a.html", html))

    assert extract.published == date(2023, 7, 8)
    assert extract.title == "渡船换上电动机"
    assert [(block.text, block.level) for block in extract.blocks] == [
        ("渡船换上电动机", 1),
        ("直接写在里面的文字", 0),
        ("第一段，换行不算数，行内也不算。", 0),
        ("另一行。", 0),
        ("省油", 0),
        ("安静", 0),
        ("费用", 2),
        ("项目：电池　金额：80万元", 0),
    ]


def test_html_without_any_word_of_its_encoding(tmp_path: Path) -> None:
    html = f"<html><body><p>{SIMPLIFIED}</p></body></html>".encode("gbk")

    assert texts(load(write(tmp_path, "a.htm", html))) == [SIMPLIFIED]


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "utf-16be", "utf-32", "utf-7", "unicode_escape"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_html_that_declares_what_it_cannot_be_is_utf_8(tmp_path: Path, charset: str, mark: bytes) -> None:
    html = f'<html><meta charset="{charset}"><body><p>{SIMPLIFIED}</p></body></html>'

    assert texts(load(write(tmp_path, "a.html", mark + html.encode()))) == [SIMPLIFIED]


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "base64", "rot13", "x-nothing"])
def test_html_that_declares_no_encoding_of_text(tmp_path: Path, charset: str) -> None:
    html = f'<html><meta charset="{charset}"><body><p>{SIMPLIFIED}</p></body></html>'

    assert texts(load(write(tmp_path, "a.html", html.encode()))) == [SIMPLIFIED]


def test_html_in_utf_16_is_read_by_its_mark(tmp_path: Path) -> None:
    html = f'<html><meta charset="utf-16"><body><p>{SIMPLIFIED}</p></body></html>'

    assert texts(load(write(tmp_path, "a.html", html.encode("utf-16")))) == [SIMPLIFIED]


@pytest.mark.parametrize(
    ("opening", "closing", "depth"),
    [
        ("<div>", "</div>", 20_000),
        ("<b>", "</b>", 20_000),
        ("<blockquote>", "", 20_000),
        ("<table><tr><td>", "</td></tr></table>", 5_000),
    ],
)
def test_html_may_be_nested_to_any_depth(tmp_path: Path, opening: str, closing: str, depth: int) -> None:
    html = (
        f"<html><body><p>开头。</p>{opening * depth}{SIMPLIFIED}{closing * depth}<p>结尾。</p></body></html>"
    )

    started = process_time()
    found = texts(load(write(tmp_path, "a.html", html)))

    assert process_time() - started < SECONDS
    assert "".join(found).startswith(f"开头。{SIMPLIFIED}")


def test_a_table_for_the_layout_is_read_as_what_it_holds(tmp_path: Path) -> None:
    html = f"""<table><tr><td>左栏</td><td><h2>渡船</h2><p>{SIMPLIFIED}</p>
    <table><tr><td>电池</td><td>80万元</td></tr><tr><td>船体</td><td>2吨</td></tr></table></td></tr></table>"""
    found = ["左栏", "渡船", SIMPLIFIED, "电池：80万元", "船体：2吨"]

    assert texts(load(write(tmp_path, "a.html", html))) == found


@pytest.mark.parametrize(
    "hides", ["hidden", 'style="color:red; DISPLAY : none"', "style='visibility:hidden'"]
)
def test_what_a_page_hides_is_not_read(tmp_path: Path, hides: str) -> None:
    html = f"<p>票价八元。</p><p {hides}>票价九元。</p><div {hides}><p>票价十元。</p></div><p>儿童免票。</p>"

    assert texts(load(write(tmp_path, "a.html", html))) == ["票价八元。", "儿童免票。"]


def test_ordered_lists_have_their_numbers(tmp_path: Path) -> None:
    html = "<ol><li>关水阀</li><li><p>拔插头</p></li></ol><ol start=5><li>放水</li><li>6. 擦干</li></ol>"
    items = ["1. 关水阀", "2. 拔插头", "5. 放水", "6. 擦干"]

    assert texts(load(write(tmp_path, "a.html", html))) == items
    assert texts(load(write(tmp_path, "a.md", "1. 关水阀\n2. 拔插头\n\n结束\n\n5. 放水\n6. 擦干"))) == [
        *items[:2],
        "结束",
        *items[2:],
    ]


def test_markdown_from_windows_with_a_footnote(tmp_path: Path) -> None:
    content = (
        "---\ntitle: 值班手册\n---\n# 交接\n\n每天交接一次[^1]。\n\n[^1]: 节假日两次，由班长祝小满主持。\n"
    )

    extract = load(write(tmp_path, "a.md", content.replace("\n", "\r\n")))

    assert extract.title == "值班手册"
    assert texts(extract) == ["交接", "每天交接一次。", "节假日两次，由班长祝小满主持。"]


def test_a_damaged_character_does_not_spoil_a_text_in_utf_8(tmp_path: Path) -> None:
    data = SIMPLIFIED.encode().replace("船长".encode(), "船长".encode()[:-1], 1)

    (text,) = texts(load(write(tmp_path, "a.txt", data)))

    assert text == SIMPLIFIED.replace("船长", "船\ufffd", 1)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_spaces_between_all_characters_are_left_out(tmp_path: Path, suffix: str) -> None:
    text = "本 馆 自 三 月 二 十 日 起 闭 馆 检 修 ， 开 放 日 期 另 行 通 知 ， 电 话 8 6 0 0 。"

    assert texts(load(write(tmp_path, f"a{suffix}", text))) == [
        "本馆自三月二十日起闭馆检修，开放日期另行通知，电话8 6 0 0。"
    ]
    assert texts(load(write(tmp_path, f"b{suffix}", "甲 组 祝小满 骆一舟"))) == ["甲 组 祝小满 骆一舟"]


@pytest.mark.parametrize(
    "run", [" ", "　", "\xa0", "1", "字", "。", "（", "/", "第 ", "123\n", "&nbsp;", "[", "*", "<"]
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_long_runs_are_read_in_no_time(tmp_path: Path, run: str, suffix: str) -> None:
    path = write(tmp_path, f"a{suffix}", f"{SIMPLIFIED}\n\n正文{run * 20_000}完。")

    started = process_time()
    load(path)

    assert process_time() - started < SECONDS


def test_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("员工手册", level=0)
    document.add_heading("报销流程", level=1)
    document.add_paragraph("先填写申请单。")
    document.add_paragraph("每月二十五日前提交。", style="List Number")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["类别", "标准", "备注", "住宿", "每晚400元", ""], strict=True):
        cell.text = text
    merged = table.add_row().cells
    merged[0].merge(merged[2]).text = "以上为上限"
    document.add_paragraph("一行\n又一行")
    document.core_properties.title = "员工手册（2024版）"
    path = tmp_path / "手册.docx"
    document.save(str(path))

    extract = load(path)

    assert (extract.title, extract.published) == ("员工手册", None)
    assert [(block.text, block.heading, block.level) for block in extract.blocks] == [
        ("员工手册", True, 1),
        ("报销流程", True, 2),
        ("先填写申请单。", False, 0),
        ("1. 每月二十五日前提交。", False, 0),
        ("类别：住宿　标准：每晚400元", False, 0),
        ("以上为上限", False, 0),
        ("一行", False, 0),
        ("又一行", False, 0),
    ]


@pytest.mark.parametrize(
    "title", ["Microsoft Word - 文档1", " 无标题", "Document 1", "定稿 v3.doc ", "\u200b", " "]
)
def test_a_title_that_a_program_made_up_is_none(tmp_path: Path, title: str) -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    document.core_properties.title = title
    document.save(str(tmp_path / "a.docx"))

    extract = load(tmp_path / "a.docx")

    assert extract.title is None
    assert [block.heading for block in extract.blocks] == [None]


def pdf(*pages: Sequence[tuple[int, int, str]], encrypted: bool = False) -> bytes:
    """A PDF of lines at (x, y) in a standard Chinese font that is not embedded."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    kids = []
    for lines in pages:
        shown = (f"1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj" for x, y, text in lines)
        content = " ".join(("BT /F1 12 Tf", *shown, "ET")).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    lock = b""
    if encrypted:
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32))
        lock = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    trailer = b"trailer << /Size %d /Root 1 0 R%s >>" % (len(objects) + 1, lock)
    return written + table + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(written)


def test_pdf_lines_have_pages_indents_and_gaps(tmp_path: Path) -> None:
    pages = [
        [
            (200, 780, "渡船换上电动机"),
            (96, 740, "今年夏天，市里决定给江上的渡船换上"),
            (72, 720, "电动机，每年可以少用九十吨柴油，也让"),
            (72, 700, "居民睡得更安稳。"),
            (72, 660, "Electric ferry"),
            (290, 40, "1"),
        ],
        [(72, 740, "第二页的文字。"), (290, 40, "2")],
    ]
    extract = load(write(tmp_path, "渡船.pdf", pdf(*pages)))

    assert [(block.text, block.page) for block in extract.blocks] == [
        ("渡船换上电动机", 1),
        ("", 1),
        ("　　今年夏天，市里决定给江上的渡船换上", 1),
        ("电动机，每年可以少用九十吨柴油，也让", 1),
        ("居民睡得更安稳。", 1),
        ("", 1),
        ("Electric ferry", 1),
        ("第二页的文字。", 2),
    ]


def test_lines_repeated_on_every_page_are_left_out(tmp_path: Path) -> None:
    pages = [
        [
            (72, 800, f"江城渡运年报 {number}"),
            (72, 700, f"这是{ship}号船的记录。"),
            (280, 40, f"第{number}页 共4页"),
        ]
        for number, ship in enumerate("甲乙丙丁", 1)
    ]
    assert texts(load(write(tmp_path, "a.pdf", pdf(*pages)))) == [f"这是{n}号船的记录。" for n in "甲乙丙丁"]


def test_a_pdf_that_holds_more_than_any_book_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.pdf", pdf([(72, 700, "渡" * 30)], [(72, 700, "船" * 30)]))
    assert len(texts(load(path))) == 2

    monkeypatch.setattr("retrieval.ingestion.loaders.pdf.pages._MOST_CHARACTERS", 50)

    with pytest.raises(DocumentError, match=r"^The file holds too much text: over 50 characters or "):
        load(path)


def test_a_title_has_an_end_and_a_heading_beyond_it_is_text(tmp_path: Path) -> None:
    long = "渡船" * 5000
    page = f"<title>{long}</title><h1>航线</h1><h2>{long}</h2><p>首班船六点开。</p>"

    extract = load(write(tmp_path, "a.html", page.replace("<h1>航线</h1>", "")))

    assert extract.title == long[:200]
    assert texts(extract) == [long, "首班船六点开。"]
    assert not any(block.heading for block in extract.blocks)
    assert load(write(tmp_path, "b.html", page)).title == "航线"


def docx_without_document() -> bytes:
    return b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.doc", b"x", r"Files that end in \.doc cannot be read; save this one as \.docx\."),
        ("a.exe", b"MZ", r"Files that end in \.exe cannot be read; these can: .*\.txt .*\.zip\."),
        ("README", b"x", r"Files without a suffix cannot be read; these can: "),
        ("a.txt", b" \r\n\t", r"The file is empty; add"),
        ("a.txt", bytes(range(256)) * 4, r"The file is not text .* UTF-8"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), r"It is a picture"),
        ("a.html", b"<html><script>1</script></html>", r"The file holds no text; add"),
        ("a.md", b"---\ntitle: x\n---\n", r"The file holds no text; add"),
        ("a.pdf", b"%PDF-1.4 broken", r"The file is not a PDF, or it is damaged \(.+\); open it"),
        ("a.pdf", pdf([]), r"The pages hold pictures.*yuanwen\[ocr\]"),
        ("a.pdf", pdf([(72, 700, "锁")], encrypted=True), r"The file is locked by a password; save"),
        ("a.docx", b"PK\x03\x04 broken", r"The file is not a Word document"),
        ("a.docx", docx_without_document(), r"The file is not a Word document"),
        ("a.docx", b"plain text", r"The file is not a Word document"),
    ],
)
def test_failures_say_what_to_do(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes, message: str
) -> None:
    path = write(tmp_path, name, content)

    with pytest.raises(DocumentError, match=f"^{message}") as caught:
        load(path)

    told = str(caught.value)
    assert told.endswith(".")
    assert path.name not in told, "the caller names the file"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "error", [RecursionError("too deep"), KeyError("rId7"), UnicodeError("label too long")]
)
def test_what_no_loader_foresaw_is_told_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("markdown_it.MarkdownIt.parse", stumble)

    with pytest.raises(
        DocumentError, match=rf"damaged or of an unusual form \({type(error).__name__}\); open"
    ):
        load(write(tmp_path, "a.md", "正文。"))


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"The file cannot be read \(No such file.*nowhere\.txt is right"):
        load(tmp_path / "nowhere.txt")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with pytest.raises(DocumentError, match=r"cannot be read \(Is a directory\)"):
        load(folder)


def test_suffixes_are_told_without_case(tmp_path: Path) -> None:
    assert {".txt", ".md", ".html", ".htm", ".pdf", ".docx"} <= SUFFIXES
    assert texts(load(write(tmp_path, "A.TXT", "正文。"))) == ["正文。"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.exe", b"MZ", Unreadable.KIND),
        ("a.txt", b" \r\n\t", Unreadable.EMPTY),
        ("a.html", b"<html><script>1</script></html>", Unreadable.EMPTY),
        ("a.txt", bytes(range(256)) * 4, Unreadable.ENCODING),
        ("a.docx", b"PK\x03\x04 broken", Unreadable.DAMAGED),
        ("a.pdf", b"%PDF-1.4 broken", Unreadable.DAMAGED),
        ("a.pdf", pdf([]), Unreadable.SCANNED),
        ("a.pdf", pdf([(72, 700, "锁")], encrypted=True), Unreadable.LOCKED),
    ],
)
def test_an_error_gives_its_reason_to_programs_too(name: str, data: bytes, reason: Unreadable) -> None:
    with pytest.raises(DocumentError) as raised:
        load(Path(name), data)
    assert raised.value.reason is reason


def test_a_file_that_is_not_there_is_missing() -> None:
    with pytest.raises(DocumentError) as raised:
        load(Path("nowhere.txt"))
    assert raised.value.reason is Unreadable.MISSING
