"""A question for a quantity is answered with one of that kind."""

import pytest

from retrieval.documents import Passage, Span
from retrieval.reader.answer_types.quantities import is_of_another_kind
from tests.retrieval.reader.answer_types.spans import possible

ROW = "部件：前置滤网\u3000单价（元）：68\u3000更换周期：9个月\u3000保修（月）：24"


def other_kind(question: str, text: str, found: str) -> bool:
    start = text.index(found)
    return is_of_another_kind(question, Passage(text), Span(start, start + len(found), 0.0))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("前置滤网多久换一次", "68"),
        ("前置滤网能用几个月", "68"),
        ("前置滤网多少钱", "9个月"),
        ("前置滤网多少钱", "部件"),
    ],
)
def test_another_kind_is_told_apart(question: str, found: str) -> None:
    assert other_kind(question, ROW, found)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("前置滤网多久换一次", "9个月"),
        ("前置滤网保修几个月", "24"),
        ("前置滤网多少钱", "68"),
    ],
)
def test_a_bare_number_in_a_table_has_the_unit_of_its_header(question: str, found: str) -> None:
    assert not other_kind(question, ROW, found)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("预付款比例是多少？", "预付款为合同总价的30%，即88,200元。", "88,200元"),
        ("哪天来上班？", "试用十五天，4月2日到岗。", "十五天"),
        ("哪天上课？", "5月7日下午上课。", "下午"),
        ("几号发工资？", "工资每月12日发，病假发八折，即80%。", "80%"),
        ("多久演练一次？", "上次演练在三月十八日，每半年一次。", "三月十八日"),
        ("几点锁门？", "西门在青石街12号，22:30锁门。", "青石街12号"),
        ("锁门锁到几点？", "物业部\n2026年3月4日", "2026年3月4日"),
        ("礼堂有多高？", "礼堂高大宽敞。", "高大宽敞"),
        ("年度总结会什么时候开？", "定于下周召开2025年第四季度总结会。", "2025年第四季度"),
        ("缺勤几天要开除？", "缺勤一天扣两天工资，满五天开除。", "两天"),
        ("合同几号签的？", "合同编号：HT-2026-018", "HT-2026-018"),
        ("急救课在哪天上？", "日期：5月7日　时段：下午", "下午"),
        ("灯塔有多高？", "灯塔建于1897年，高21米。", "1897年"),
        ("租一间多少钱？", "每间30平方米。", "30平方米"),
        ("试用多久", "试用三个月，每月3800元。", "每月3800元"),
        ("几号出发", "21日出发，11点半返回。", "11点半"),
        ("几号去爬山", "第89期活动，5月17日去爬山。", "第89期"),
        ("套餐一盒多少钱", "套餐一盒560千卡。", "560千卡"),
        ("办证收费标准是多少", "办证收费按规定，十分钟办好。", "十分钟"),
        ("几号停工", "周日不施工，9月28日停工。", "周日"),
        ("哪天开始清理", "15日清理，8:00开始。", "8:00"),
        ("额度哪天调整", "结清满5天后关闭，每月1号调整。", "满5天后"),
        ("质保期多长", "质保两年，质保期内48小时内上门。", "48小时内"),
        ("客服电话是多少", "客服24小时在线，电话8210。", "24小时"),
        ("在哪里集合", "南门集合，7:40点名。", "7:40"),
        ("住宿舍要钱吗", "宿舍四人间，住宿免费。", "四人间"),
    ],
)
def test_what_tells_no_such_quantity(question: str, text: str, found: str) -> None:
    assert other_kind(question, text, found)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("预付款比例是多少？", "预付款为合同总价的30%。", "30%"),
        ("废水比例是多少？", "废水比例为3:1。", "3:1"),
        ("停车多少钱？", "停车免费。", "免费"),
        ("身故赔多少？", "身故赔付基本保额。", "基本保额"),
        ("退票多久到账？", "退票即时到账。", "即时"),
        ("多久演练一次？", "上次演练在三月十八日，每半年一次。", "每半年"),
        ("哪天上课？", "每周三上课。", "每周三"),
        ("补贴什么时候到账？", "预计2025年第四季度到账。", "2025年第四季度"),
        ("优惠到几号？", "优惠到月底。", "月底"),
        ("哪几种酱可选？", "酱有芝麻、泰式。", "芝麻、泰式"),
        ("周几闭馆？", "逢周一闭馆。", "周一"),
        ("5米多高的展台找谁搭？", "5米多高的展台由劳师傅搭。", "劳师傅"),
        ("全员劳动生产率为多少？", "全员劳动生产率三十八万元。", "三十八万元"),
        ("保修期内多久上门", "保修期内48小时内上门。", "48小时内"),
        ("客服电话是多少", "客服电话8210。", "8210"),
        ("电话几点接", "电话9:00起接听。", "9:00"),
        ("地点改到哪里", "改到1号楼。", "1号楼"),
        ("停车要钱吗", "停车前两小时不收。", "前两小时不收"),
        ("二十九萬元是多少人的工資？", "五個人的工資共二十九萬元。", "五個人"),
    ],
)
def test_what_tells_one_in_its_own_way(question: str, text: str, found: str) -> None:
    assert not other_kind(question, text, found)


def test_the_right_kind_comes_first() -> None:
    assert possible("前置滤网多久换一次", ROW, "68", "9个月")[0] == "9个月"
