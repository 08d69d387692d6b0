import pytest

from embeddings.encoder import load_encoder


@pytest.mark.parametrize(
    ("asked", "written", "other"),
    [
        ("啥时候拍板", "决定的日期", "会议的地点"),
        ("盘子多大", "总规模", "餐具尺寸"),
        ("咋报销", "报销流程", "咋办"),
        ("涨工资", "提高薪酬", "上调油价"),
        ("看病", "就医诊疗", "看书学习"),
    ],
)
def test_the_default_knows_everyday_words(asked: str, written: str, other: str) -> None:
    question, right, wrong = load_encoder().encode_queries([asked, written, other])

    assert question @ right > question @ wrong + 0.15
