"""Questions that speak of a time, and searches within dates."""

from collections.abc import Iterator
from datetime import date

import pytest

from embeddings.protocol import Encoder
from retrieval.documents import Previous, Reply
from retrieval.engine import Engine
from retrieval.library import File
from retrieval.periods.period import Period
from retrieval.reader import Reader

RULES = "差旅费管理办法\n\n第一条 住宿费标准为每人每天{}元。\n第二条 伙食补助费标准为每人每天{}元。\n"
REPORT = "青禾公司年度报告\n\n{}年3月1日\n\n公司全年营业收入{}万元，净利润{}万元。\n"
OUTING = "关于{}团建的通知\n\n{}\n\n团建地点定在{}，费用由工会承担。\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, models: tuple[Encoder, Reader]) -> Iterator[Engine]:
    home, (encoder, reader) = tmp_path_factory.mktemp("times"), models
    engine = Engine.open(home, encoder=encoder, reader=reader, today=lambda: date(2024, 6, 15))
    texts = {
        "差旅费管理办法2022.txt": RULES.format(300, 75),
        "差旅费管理办法2023.txt": RULES.format(350, 85),
        "差旅费管理办法2024.txt": RULES.format(400, 100),
        "甲.txt": REPORT.format(2023, 350, 15),
        "乙.txt": REPORT.format(2024, 400, 20),
        "春.txt": OUTING.format("春季", "2024年3月5日", "青石湖"),
        "秋.txt": OUTING.format("秋季", "2023年9月5日", "白石山"),
    }
    for name, text in texts.items():
        engine.library.add(File.uploaded(name, text.encode()), "public")
    yield engine
    engine.close()


def given(reply: Reply) -> tuple[str, str] | None:
    return (reply.answer.text, reply.answer.passage.source) if reply.answer else None


@pytest.mark.parametrize(
    ("question", "answer", "source"),
    [
        ("住宿费标准是多少", "每人每天400元", "差旅费管理办法2024.txt"),
        ("2022年的住宿费标准是多少", "每人每天300元", "差旅费管理办法2022.txt"),
        ("2023年住宿费标准是多少", "每人每天350元", "差旅费管理办法2023.txt"),
        ("去年的住宿费标准是多少", "每人每天350元", "差旅费管理办法2023.txt"),
        ("最新的差旅费管理办法里，住宿费标准是多少", "每人每天400元", "差旅费管理办法2024.txt"),
        ("公司营业收入是多少", "400万元", "乙.txt"),
        ("2023年的营业收入是多少", "350万元", "甲.txt"),
        ("今年的团建地点在哪", "青石湖", "春.txt"),
        ("去年的团建地点在哪", "白石山", "秋.txt"),
    ],
)
def test_what_is_of_the_time_answers(engine: Engine, question: str, answer: str, source: str) -> None:
    assert given(engine.ask(question)) == (answer, source)


def test_a_follow_up_asks_the_same_of_another_year(engine: Engine) -> None:
    first = engine.ask("2022年的住宿费标准是多少")
    assert given(engine.ask("2023年呢？", previous=Previous.of(first))) == (
        "每人每天350元",
        "差旅费管理办法2023.txt",
    )


def test_only_what_is_within_the_dates_is_searched(engine: Engine) -> None:
    def sources(period: Period) -> set[str]:
        reply = engine.ask("住宿费标准和营业收入是多少", period=period)
        assert reply.period == period
        return {passage.source for each in reply.answers for passage in (each.passage, *each.also)}

    assert sources(Period.of(2022)) == {"差旅费管理办法2022.txt"}
    assert sources(Period.of(2024, 3)) <= {"乙.txt", "春.txt"}
    assert engine.ask("住宿费标准是多少", period=Period.of(2019)).answers == ()
    assert engine.ask("住宿费标准是多少").period is None
