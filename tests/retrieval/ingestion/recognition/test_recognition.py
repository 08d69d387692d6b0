"""Drawn pages, recognised for good: by the models, in a worker, and asked."""

import logging
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from retrieval.documents import Omission
from retrieval.engine import Engine
from retrieval.errors import Unreadable
from retrieval.ingestion.album import packed
from retrieval.ingestion.extracts import Extract
from retrieval.ingestion.loaders import load
from retrieval.ingestion.loaders.room import Room
from retrieval.ingestion.recognition import Allowance
from retrieval.ingestion.workers import ReadingPool
from retrieval.library import File
from tests.conftest import OpenEngine
from tests.retrieval.ingestion.recognition.drawn import encoded, page, photographed, scanned

pytest.importorskip("rapidocr")
pytestmark = pytest.mark.slow

TITLE = "雁湖镇文化中心启用"
PARAGRAPHS = [
    "雁湖镇文化中心于2024年9月12日启用，建筑面积5400平方米，总投资3860万元，由镇政府和省文旅集团共同出资。"
    "中心主任是沈知秋，副主任是陆明轩。",
    "一楼是展厅和小剧场，小剧场有座位268个；二楼是图书馆，藏书九万册；三楼是培训教室。图书馆每周三闭馆整理。"
    "办理借书证须交押金80元，每人最多可借6册，借期45天。",
    "去年中心共接待读者127600人次，举办讲座86场，其中最受欢迎的是青铜器修复讲座。群众满意度为97.4%。",
    "中心的茶室由本地企业松涛茶业经营，合同期为五年。六十五岁以上老人凭证可以免费饮茶。",
    "明年的工作重点是改造地下车库，新增充电桩24个；志愿者每服务一小时计5分，满150分可以兑换体检一次。",
]
QUESTIONS = {
    "雁湖镇文化中心什么时候启用": "2024年9月12日",
    "文化中心的建筑面积是多少": "5400平方米",
    "文化中心总投资多少": "3860万元",
    "文化中心主任是谁": "沈知秋",
    "小剧场有多少个座位": "268",
    "办理借书证押金多少": "80元",
    "图书馆每周几闭馆": "三",
    "去年举办了多少场讲座": "86场",
    "茶室由谁经营": "松涛茶业",
    "新增充电桩多少个": "24",
}


def sheet() -> Image.Image:
    return page(TITLE, PARAGRAPHS)


def test_an_album_is_read_in_a_worker_which_tells_each_page() -> None:
    drawn = [
        page(title, [text]).crop((0, 100, 1240, 500)) for title, text in zip("甲乙", PARAGRAPHS, strict=False)
    ]
    data = packed([encoded(each) for each in (drawn[0], Image.new("RGB", (600, 400), "white"), drawn[1])])
    pool, told = ReadingPool(), list[tuple[int, int]]()
    try:
        contents = pool.read(
            Path("照片.jpg"), "照片.jpg", data, lambda page, pages: told.append((page, pages))
        )
    finally:
        pool.close()
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert {paragraph.page for article in contents.articles for paragraph in article.paragraphs} == {1, 3}
    assert contents.omissions == (Omission(Unreadable.UNRECOGNISED, (2,)),)


@pytest.mark.parametrize("make", [scanned, photographed])
def test_ten_questions_to_a_page(
    make: Callable[[Image.Image], Image.Image],
    tmp_path: Path,
    open_engine: OpenEngine,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("retrieval.library.ReadingPool", ReadingPool)
    engine: Engine = open_engine(tmp_path / "home")
    try:
        started = time.monotonic()
        outcome = engine.library.add(File.uploaded("页.jpg", encoded(make(sheet()))))
        seconds = time.monotonic() - started
        assert outcome.change == "added", outcome.reason
        replies = {question: engine.ask(question, collections=["public"]).answer for question in QUESTIONS}
    finally:
        engine.close()
    right = [question for question, reply in replies.items() if reply and QUESTIONS[question] in reply.text]
    wrong = {question: reply and reply.text for question, reply in replies.items() if question not in right}
    with capsys.disabled():
        print(f"\n{len(right)} of 10, read in {seconds:.0f} s; not right: {wrong}")  # noqa: T201
    assert len(right) >= 8, wrong
    assert all(reply.passage.recognised for reply in replies.values() if reply)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_is_read(degrees: int) -> None:
    extract = load_picture(page(TITLE, PARAGRAPHS[:1]).rotate(degrees, expand=True))

    texts = [block.text.strip() for block in extract.blocks if block.text]
    assert texts[0] == TITLE
    assert "建筑面积5400平方米" in "".join(texts)


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = (page(TITLE, [text]).crop((100, 0, 1140, 700)) for text in PARAGRAPHS[1:3])
    both = Image.new("RGB", (2140, 700), "white")
    both.paste(left, (0, 0))
    both.paste(right, (1100, 0))

    text = "".join(block.text for block in load_picture(both).blocks)

    assert text.index("借期45天") < text.index("去年中心")


def load_picture(picture: Image.Image) -> Extract:
    return load(Path("页.png"), encoded(picture, "PNG"), Room(recognition=Allowance(1)))


def test_nothing_is_fetched_and_nothing_is_logged(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    caplog.set_level(logging.INFO)
    picture = page("雁湖镇", ["渡船停航。"]).crop((100, 100, 1140, 400))

    extract = load_picture(picture)

    assert "渡船停航。" in "".join(block.text for block in extract.blocks)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
