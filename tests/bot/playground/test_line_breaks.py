"""Where lines of suggested questions may break."""

import pytest

from bot.playground.line_breaks import unbroken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("星湖基金多少？", {"星湖", "基金", "多少？"}),
        ("投入30亿元", {"30亿元"}),
        ("比上年增加187家，", {"187家，"}),
        ("见《办法》", {"《办法》"}),
        ("大桥什么时候通车？", {"大桥", "什么时候", "通车？"}),
        ("项目的票价", {"项目的", "票价"}),
    ],
)
def test_words_and_amounts_stay_whole(text: str, pieces: set[str]) -> None:
    found = unbroken(text)
    assert pieces <= set(found)
    assert "".join(found) == text


def test_nothing_has_no_pieces() -> None:
    assert unbroken("") == []
