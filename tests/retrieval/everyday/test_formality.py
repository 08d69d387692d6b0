import pytest

from retrieval.everyday.formality import is_formality


@pytest.mark.parametrize(
    "text",
    [
        "2026年9月28日",
        "二〇二六年九月二十八日",
        "2026年9月28日（星期一）",
        "2026-09-28",
        "尊敬的业主：",
        "各位家長：",
        "各部门、各分公司：",
        "致全体业主",
        "育英小学",
        "幸福物业管理有限公司\n2026年9月28日",
        "特此通知。",
    ],
)
def test_salutations_signatures_and_days_are_formalities(text: str) -> None:
    assert is_formality(text)


@pytest.mark.parametrize(
    "text",
    [
        "会议于2026年9月28日召开",
        "各位家长请于8:00到校。",
        "各位业主可到物业领取",
        "联系人：陈老师",
        "停水时间：9:00",
        "3-6",
        "周一闭馆",
        "押金9600元",
        "合作单位\n育英小学",
        "",
    ],
)
def test_what_says_something_is_none(text: str) -> None:
    assert not is_formality(text)
