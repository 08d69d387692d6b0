"""A question takes over how a text writes numbers, dates and times."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader.wording import as_written_in
from retrieval.text import fold


@pytest.mark.parametrize(
    ("text", "question", "written"),
    [
        ("自二〇二一年七月起施行", "2021年几月起施行", "二〇二一年几月起施行"),
        ("第三条 每日限一万二千人", "第3条限12000人吗", "第三条限一万二千人吗"),
        ("满1年休5天,满10年休10天", "满十年休几天", "满10年休几天"),
        ("共3,000元,另加三千株", "三千元够吗", "3,000元够吗"),
        ("三千元或3000元", "3000元够吗", "3000元够吗"),
        ("第506号令", "第5号令何时发布", "第5号令何时发布"),
        ("第五条,共5条", "共5条", "共5条"),
        ("楼栋:7—9幢 日期:9月15日", "8幢哪天停水", "7—9幢哪天停水"),
        ("楼栋:10—12幢 日期:9月16日", "2幢哪天停水", "2幢哪天停水"),
        ("5至8号楼与7至9号楼", "7号楼几点停", "7号楼几点停"),
        ("房价每间80元", "一间多少钱", "一间多少钱"),
        ("1间80元", "一间多少钱", "一间多少钱"),
        ("时间:2025-07-11 14:00", "7月11日几点开会", "2025-07-11几点开会"),
        ("时间:2025/7/11", "2025年7月11日在哪", "2025/7/11在哪"),
        ("2024年3月5日由李兰值班", "2024-3-5谁值班", "2024年3月5日谁值班"),
        ("2024年3月5日由李兰值班", "三月五号谁值班", "2024年3月5日谁值班"),
        ("2024年3月5日,2025年3月5日", "3月5号谁值班", "3月5号谁值班"),
        ("五月一日起", "5月2日呢", "五月2日呢"),
        ("14:00在三楼,9:30在报告厅", "下午两点在哪", "14:00在哪"),
        ("下午2时30分在三楼", "14:30在哪", "下午2时30分在哪"),
        ("晚上七点半开演", "19:30演什么", "晚上七点半演什么"),
        ("上午9:30", "晚上9点半", "晚上9点半"),
        ("24小时营业", "24点关门吗", "24点关门吗"),
    ],
)
def test_a_question_takes_over_how_a_text_writes_what_it_mentions(
    text: str, question: str, written: str
) -> None:
    assert as_written_in(text, question) == written


WRITTEN = st.text(alphabet="零二十百万年月日号第条点时分半上下午间0123:./-,% ", max_size=30)


@given(WRITTEN, WRITTEN)
def test_nothing_but_mentions_changes(text: str, question: str) -> None:
    written = as_written_in(fold(text), fold(question))

    assert as_written_in("", question) == question
    assert as_written_in(question, question) == question
    assert written == question or set(written) <= set(text) | set(question)


@pytest.mark.parametrize("said", ["十条", "第三", "7月1日"])
def test_a_question_that_says_the_same_very_often_is_soon_written(said: str) -> None:
    began = time.process_time()

    for place in range(5):
        as_written_in(said * 100 + "。" * place, said * 100)

    assert time.process_time() - began < 0.3
