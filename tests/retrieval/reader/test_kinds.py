import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader.kinds import Kind, kind_of_question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("新桥总投资多少亿元？", Kind.AMOUNT),
        ("門票多少錢", Kind.AMOUNT),
        ("水库的面积有多大", Kind.AMOUNT),
        ("工地上有多少人", Kind.COUNT),
        ("引进了几家企业？", Kind.COUNT),
        ("完成了全年任务的百分之多少？", Kind.SHARE),
        ("产值同比增长多少？", Kind.SHARE),
        ("新桥的造价是多少", Kind.NUMBER),
        ("啥时候通车", Kind.DATE),
        ("圖書館於何時落成？", Kind.DATE),
        ("哪一年动工的？", Kind.DATE),
        ("报名时间", Kind.DATE),
        ("审批要几个工作日？", Kind.DURATION),
        ("试用期多久", Kind.DURATION),
        ("局长是谁？", Kind.PERSON),
        ("这本书的作者是", Kind.PERSON),
        ("哪家公司中标？", Kind.ORGANISATION),
        ("在哪里签约", Kind.PLACE),
        ("落户哪个城市？", Kind.PLACE),
        ("聚焦哪三大产业？", Kind.LIST),
        ("三个分公司分别做什么？", Kind.LIST),
        ("它的全称是什么？", Kind.NAME),
        ("出自什么书？", Kind.NAME),
        ("为什么推迟开工？", Kind.REASON),
        ("住宿费怎么报销", Kind.MANNER),
        ("什么几乎是一样的？", Kind.OTHER),
        ("它是第几代产品的样机？", Kind.NUMBER),
        ("", Kind.OTHER),
    ],
)
def test_what_is_asked_for(question: str, kind: Kind) -> None:
    assert kind_of_question(question) is kind


@given(st.text(max_size=60))
def test_any_text_is_of_some_kind_with_or_without_a_question_mark(text: str) -> None:
    assert kind_of_question(text) in Kind
    assert kind_of_question(text) is kind_of_question(f" {text}？")
