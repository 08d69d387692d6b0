"""From a file to a document, and the sample page that ships."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import retrieval
from retrieval.errors import DocumentError, Unreadable
from retrieval.ingestion.digest import digest_of
from retrieval.ingestion.passages import split
from retrieval.ingestion.read import read_contents, read_document
from retrieval.ingestion.workers import Limits
from tests.retrieval.ingestion.test_loaders import pdf

SAMPLE = Path(retrieval.__file__).parent / "sample" / "园区周报.txt"
QUESTIONS = json.loads((Path(__file__).parents[1] / "sample_questions.json").read_text(encoding="utf-8"))


def test_a_document_knows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("放假通知\n\n公司定于十月一日至七日放假，八日正常上班。\n", encoding="utf-8")

    document = read_document(path, "人事/通知.txt")

    assert document.source == "人事/通知.txt"
    assert Path(document.path) == path.resolve()
    assert document.digest == digest_of(path.read_bytes())
    assert document.title == "放假通知"
    assert [p.text for p in document.articles[0].paragraphs] == ["公司定于十月一日至七日放假，八日正常上班。"]


def test_a_document_with_parts_is_named_after_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "v3.md"
    path.write_text("# 员工手册\n\n## 考勤\n\n九点上班。\n\n## 报销\n\n月底之前交单据。\n", encoding="utf-8")

    document = read_document(path, path.name)

    assert document.title == "员工手册"
    assert [article.title for article in document.articles] == ["员工手册 · 考勤", "员工手册 · 报销"]


def test_of_a_document_there_may_be_so_much() -> None:
    data = "放假通知\n\n公司定于十月一日放假。\n\n公司定于八日上班。\n".encode()
    assert read_contents(Path("通知.txt"), "通知.txt", data, Limits(lines=3, characters=30, paragraphs=2))
    for limits, told in (
        (Limits(lines=2), "over 2 lines"),
        (Limits(characters=20), "over 20 characters"),
        (Limits(paragraphs=1), "over 1 paragraphs"),
    ):
        with pytest.raises(DocumentError, match=f"too much text, {told}; save it in parts") as raised:
            read_contents(Path("通知.txt"), "通知.txt", data, limits)
        assert raised.value.reason is Unreadable.TOO_LARGE


def test_files_in_an_archive_may_hold_no_more_together_than_one_file() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", "公司定于十月一日放假。\n\n公司定于八日上班。\n")
    whole = read_contents(Path("通知.zip"), "通知.zip", packed.getvalue(), Limits(lines=6, characters=60))
    assert len(whole.articles) == 3
    for limits, told in ((Limits(lines=5), "over 5 lines"), (Limits(characters=50), "over 50 characters")):
        with pytest.raises(DocumentError, match=f"too much text, {told}; save it in parts"):
            read_contents(Path("通知.zip"), "通知.zip", packed.getvalue(), limits)


def test_what_reflow_did_not_foresee_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr("retrieval.ingestion.read.reflow", stumble)

    with pytest.raises(DocumentError, match=r"damaged or of an unusual form \(IndexError\); open"):
        read_contents(tmp_path / "a.txt", "a.txt", "正文。".encode())


@pytest.mark.parametrize("text", ["▶ 本报记者 王小明\n", "图片来源:某管委会\n", "2024年6月1日\n"])
def test_a_file_without_body_text_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "空.txt"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DocumentError, match=r"^The file holds no body text, .*; add"):
        read_document(path, path.name)


def test_the_sample_page_is_read_as_it_was_written() -> None:
    document = read_document(SAMPLE, SAMPLE.name)

    assert document.title == "园区周报"
    assert [(article.title, len(article.paragraphs)) for article in document.articles] == [
        ("星湖高新区设立科创投资基金", 4),
        ("白鹭湾跨江大桥主塔在临江经开区顺利封顶", 1),
        ("青禾农创园 六家合作社抱团闯市场", 2),
        ("东陵港综合保税区开出首趟冷链专列", 3),
        ("云岭大学与星湖高新区 共建微纳加工中心", 3),
        ("第五届云岭青年机器人大赛在白鹭湾会展中心落幕", 1),
        ("临江经开区：让“办事窗口”长在楼道里", 3),
        ("竹溪古镇 夜游项目试运营", 2),
    ]
    assert {article.published for article in document.articles} == {date(2024, 6, 18)}
    text = "\n".join(p.text for article in document.articles for p in article.paragraphs)
    for whole in ("最快15个工作日完成尽调和决策", "分拣设备和聘请技术员。", "学生团队使用设备一律免收机时费"):
        assert whole in text
    for left_out in ("图片来源", "本报讯", "本报记者", "通讯员"):
        assert left_out not in text


def test_the_sample_questions_have_their_answers_on_the_page() -> None:
    passages = list(split(read_document(SAMPLE, SAMPLE.name)))

    for entry in QUESTIONS["answerable"]:
        assert any(p.title == entry["title"] and entry["answer"] in p.text for p in passages), entry
    assert (len(QUESTIONS["answerable"]), len(QUESTIONS["unanswerable"])) == (20, 5)


def test_a_paragraph_goes_on_over_lines_and_pages_of_a_pdf(tmp_path: Path) -> None:
    first = "松岭市今年夏天给江上的二十六条渡船全部换上了电动机，每年可以少用九十吨柴油，居民睡得更安稳。"
    second = "码头上新装了四座充电桩，船只靠岸的间隙就能补足电量，一次充满可以往返六趟，冬天也只少跑一趟。"
    lines = [(96, first[:20]), *((72, first[start : start + 22]) for start in range(20, len(first), 22))]
    lines += [(96, second[:20]), *((72, second[start : start + 22]) for start in range(20, len(second), 22))]
    placed = [(x, 740 - 20 * (number % 4), text) for number, (x, text) in enumerate(lines)]
    path = tmp_path / "渡船.pdf"
    path.write_bytes(pdf([(200, 790, "渡船换上电动机"), *placed[:4]], placed[4:]))

    (article,) = read_document(path, path.name).articles

    assert article.title == "渡船换上电动机"
    assert [(p.text, p.page) for p in article.paragraphs] == [(first, 1), (second, 1)]
