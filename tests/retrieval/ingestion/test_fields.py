"""Lines of forms within text: fields, and lists of who does what."""

from pathlib import Path

import pytest

from retrieval.ingestion.read import read_contents


def paragraphs(text: str) -> list[str]:
    articles = read_contents(Path("a.txt"), "a.txt", text.encode()).articles
    return [paragraph.text for article in articles for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "field",
    [
        "地址：石门县人民路八十八号院，邮编：100000",
        "联系地址：石门县人民路八十八号院三楼东侧",
        "联系电话：0700-5551234，传真：0700-5554321",
    ],
)
def test_a_field_does_not_take_in_the_next_paragraph(field: str) -> None:
    rest = ["人民合作社成立于二〇一〇年，现有社员二百人。", "合作社经营蔬菜、水果，年销售额八百万元。"]

    assert paragraphs("\n".join(["合作社简介", field, *rest])) == [field, *rest]


def test_a_field_that_breaks_off_goes_on() -> None:
    assert paragraphs("简介\n工作职责：负责全县各乡镇的供水、排水和\n\n污水处理，并检查水质。\n") == [
        "工作职责：负责全县各乡镇的供水、排水和污水处理，并检查水质。"
    ]


def test_a_list_of_roles_keeps_all_its_entries() -> None:
    roles = ["导演：王五", "策划：周里", "摄影：赵六安", "责任编辑：钱小云"]

    assert paragraphs("\n".join(["演出人员", *roles])) == roles
    assert paragraphs("演出有两千人观看。\n导演：王五　摄影：赵六安\n")[-1] == "导演：王五　摄影：赵六安"


def test_a_credit_by_itself_is_left_out() -> None:
    assert paragraphs("大桥通车\n大桥于三月五日通车，全长两公里。\n摄影：赵六安\n") == [
        "大桥于三月五日通车，全长两公里。"
    ]
