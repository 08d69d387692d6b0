"""Lines that a width broke, and where sentences end."""

import pytest

from retrieval.ingestion.extracts import Block
from retrieval.ingestion.reflow.lines import ends_sentence, unwrap


def test_lines_broken_at_a_width_between_indents_are_joined() -> None:
    lines = (
        "一、开放时间",
        "　　周二至周日上午八点半开放，周一全天闭馆",
        "维护，节假日照常开放。",
        "二、注意事项",
        "　　读者请从东门进入，自习室已经改在三楼报",
        "告厅，座位仍需提前一天预约。",
        "　　改造期间饮水机停用，服务台每天免费提供",
        "瓶装水。",
        "三、联系方式",
        "　　咨询电话：8021，联系人：骆一舟。",
    )
    found = unwrap([Block(line) for line in lines])
    assert [block.text for block in found] == [
        "一、开放时间",
        "周二至周日上午八点半开放，周一全天闭馆维护，节假日照常开放。",
        "二、注意事项",
        "读者请从东门进入，自习室已经改在三楼报告厅，座位仍需提前一天预约。",
        "改造期间饮水机停用，服务台每天免费提供瓶装水。",
        "三、联系方式",
        "咨询电话：8021，联系人：骆一舟。",
    ]


@pytest.mark.parametrize("mark", ["1", "[1]", "①", "*"])
def test_the_mark_of_a_note_does_not_hide_the_end_of_a_sentence(mark: str) -> None:
    assert ends_sentence(f"每年享有五天年休假。{mark}")
    assert not ends_sentence(f"每年享有五天{mark}")
