"""Reprints answer once, with all their sources; what others have of them is not told."""

from bot.playground import Loopback
from retrieval.engine import Engine
from tests.end_to_end.conftest import Serve
from tests.end_to_end.documents.scene import add, answer, served

FUND = (
    "柳湾新区管委会3月5日宣布设立科创母基金，总规模48亿元，首期出资12亿元，由柳湾国资公司担任管理人。"
    "母基金重点投向光电芯片、生物医药和智能装备，单个项目的投资不超过总规模的百分之十。"
    "管委会负责人表示，将与社会资本共同设立不少于十支子基金，五年内带动总投资超过三百亿元。"
)
ORIGINAL = f"柳湾设立科创母基金\n\n{FUND}\n"
REPRINT = f"48亿！柳湾大手笔\n\n本报讯（记者 周晓岚）{FUND}\n"
QUESTION = "柳湾科创母基金总规模是多少？"


async def test_reprints_answer_once_with_the_sources_that_one_may_see(
    telegram: Loopback, serve: Serve, engine: Engine
) -> None:
    one, other = telegram.user("甲"), telegram.user("乙")
    async with served(serve, engine):
        for user, name, text in (
            (one, "晨报.txt", ORIGINAL),
            (one, "晚报.txt", REPRINT),
            (other, "乙的剪报.txt", REPRINT),
        ):
            assert "已加入" in (await add(telegram, user, name, text)).text
        mine = await answer(telegram, one, QUESTION)
        theirs = await answer(telegram, other, QUESTION)
    assert mine.startswith("48亿元\n")
    assert "同样的答案还在：" in mine
    assert all(mine.count(name) == 1 for name in ("晨报.txt", "晚报.txt"))
    assert "乙的剪报.txt" not in mine
    assert "乙的剪报.txt" in theirs
    assert "同样的答案还在：" not in theirs
    assert "晨报.txt" not in theirs
    assert "晚报.txt" not in theirs
