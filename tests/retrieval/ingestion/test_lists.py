"""Lists, questions and forms: documents of offices as passages that can be read by themselves."""

from pathlib import Path

import docx
import pytest

from retrieval.documents import Passage
from retrieval.ingestion.passages import split
from retrieval.ingestion.read import read_document


def passages(folder: Path, content: str, name: str = "文件.txt") -> list[Passage]:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return list(split(read_document(path, name)))


def texts(folder: Path, content: str, name: str = "文件.txt") -> list[str]:
    return [passage.text for passage in passages(folder, content, name)]


LEAVE = """青禾社探亲假管理办法
第一章 申请
第一条 员工工作满一年，配偶或者父母在外地的，可以申请探亲假，每年一次。
第二条 申请时须提交下列材料：
（一）本人申请书；
（二）亲属居住证明；
（三）往返车票订单。
第三条 部门负责人应当在三个工作日内答复，不同意的应当说明理由。
"""


def test_articles_stay_apart_and_one_with_items_has_them(tmp_path: Path) -> None:
    assert texts(tmp_path, LEAVE) == [
        "第一条 员工工作满一年，配偶或者父母在外地的，可以申请探亲假，每年一次。",
        "第二条 申请时须提交下列材料：\n（一）本人申请书；\n（二）亲属居住证明；\n（三）往返车票订单。",
        "第三条 部门负责人应当在三个工作日内答复，不同意的应当说明理由。",
    ]


@pytest.mark.parametrize(
    "marks", ["1. 2. 3.", "1、 2、 3、", "（1） （2） （3）", "① ② ③", "• • •", "- - -", "1) 2) 3)"]
)
def test_items_under_a_heading_are_one_passage(tmp_path: Path, marks: str) -> None:
    items = [f"{m} {t}" for m, t in zip(marks.split(), ("身份证原件", "一寸照片两张", "体检表"), strict=True)]
    notice = ["入职须知", "一、时间", "请于六月三日上午到人力资源部报到，逾期须说明。", "二、材料", *items]

    found = passages(tmp_path, "\n".join([*notice, "三、地点", "总部二楼人力资源部，电话转八零一二。"]))

    assert [(p.title, p.text) for p in found] == [
        ("入职须知 · 一、时间", notice[2]),
        ("入职须知 · 二、材料", "\n".join(items)),
        ("入职须知 · 三、地点", "总部二楼人力资源部，电话转八零一二。"),
    ]


def test_numbers_that_begin_again_begin_another_list(tmp_path: Path) -> None:
    lists = "甲组负责：\n1. 布置会场\n2. 签到\n乙组负责：\n1. 订餐\n2. 接送来宾"

    assert texts(tmp_path, f"年会分工\n{lists}") == [
        "甲组负责：\n1. 布置会场\n2. 签到",
        "乙组负责：\n1. 订餐\n2. 接送来宾",
    ]
    assert texts(tmp_path, "# 分工\n\n1\\. 布置会场\n\n2\\. 签到\n\n1\\. 订餐\n\n2\\. 接送", "a.md") == [
        "1. 布置会场\n2. 签到",
        "1. 订餐\n2. 接送",
    ]


CONTRACT = [
    "1. 甲方应当在合同签订后五个工作日内向乙方支付预付款，预付款为合同总价的三成；乙方收到预付款之后三日内"
    "开具等额的增值税专用发票，发票迟延的，甲方有权顺延付款，且不承担由此造成的任何责任。",
    "2. 全部货物运抵甲方仓库并经双方共同清点无误之后，甲方在十个工作日内支付合同总价的六成；清点时发现数量"
    "短缺或者外观损坏的，乙方应当在七日内补足或者更换，由此发生的费用由乙方承担。",
]


def test_long_clauses_of_a_contract_stay_apart(tmp_path: Path) -> None:
    contract = "\n".join(
        [
            "桌椅买卖合同",
            "第一条 标的",
            "办公桌二十张，规格见附件，由乙方送货上门。",
            "第二条 付款",
            *CONTRACT,
        ]
    )

    assert [(p.title, p.text) for p in passages(tmp_path, contract)] == [
        ("桌椅买卖合同 · 第一条 标的", "办公桌二十张，规格见附件，由乙方送货上门。"),
        *(("桌椅买卖合同 · 第二条 付款", clause) for clause in CONTRACT),
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("问：会员卡丢了怎么办？", "答：带身份证到前台补办，工本费十元。"),
        ("Q1：会员卡丢了怎么办", "A1：带身份证到前台补办，工本费十元。"),
        ("会员卡丢了怎么办？", "带身份证到前台补办，工本费十元。"),
    ],
)
def test_a_question_is_read_with_its_answer(tmp_path: Path, question: str, answer: str) -> None:
    other = [
        question.replace("丢了怎么办", "能转让吗").replace("1", "2"),
        answer.replace("带身份证", "不能转让，"),
    ]
    lines = ["游泳馆常见问题", question, answer, *other]

    assert texts(tmp_path, "\n".join(lines)) == [f"{question}\n{answer}", "\n".join(other)]


def test_a_question_as_a_heading_is_the_title_of_its_answer(tmp_path: Path) -> None:
    page = "# 游泳馆\n\n## 要带什么？\n\n请带齐：\n\n- 泳帽\n- 毛巾\n\n## 水温多少？\n\n二十七度。\n"

    assert [(p.title, p.text) for p in passages(tmp_path, page, "a.md")] == [
        ("游泳馆 · 要带什么？", "请带齐：\n泳帽\n毛巾"),
        ("游泳馆 · 水温多少？", "二十七度。"),
    ]


def test_a_notice_with_its_fields(tmp_path: Path) -> None:
    body = [
        "各车间：",
        "现将本月安全例会的有关事项通知如下：\n时间：六月三日下午两点\n地点：三号会议室",
        "请各车间主任准时参加，不得请人代替。",
    ]

    assert texts(tmp_path, "\n".join(["关于召开安全例会的通知", *body])) == body


def test_a_message_of_a_group_is_a_list_under_its_title(tmp_path: Path) -> None:
    message = "📣秋游通知📣\n🚌周六早上七点在南门集合出发🚌\n🍱午餐自备\n📞联系人：小祝老师"

    (found,) = passages(tmp_path, message)

    assert (found.title, found.text) == ("📣秋游通知📣", message.partition("\n")[2])


def test_three_lines_that_a_width_broke_are_a_paragraph(tmp_path: Path) -> None:
    lines = [
        "本馆的少儿阅览室自六月三日起延长开放时间，",
        "每晚九点闭馆，周一照常休息，寒暑假另行公",
        "布。咨询请找值班馆员祝小满。",
    ]
    lines = ["本馆的少儿阅览室自六月三日起每天延长开放", *lines[1:]]

    (found,) = passages(tmp_path, "\n".join(["关于延长开放的通知", *lines]))

    assert (found.title, found.text) == ("关于延长开放的通知", "".join(lines))


def test_a_list_of_word_is_one_passage(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("报销须知", level=1)
    document.add_paragraph("报销时请附上：")
    for item in ("发票原件", "行程单", "审批单"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("财务每周三付款。")
    document.save(str(tmp_path / "须知.docx"))

    found = split(read_document(tmp_path / "须知.docx", "须知.docx"))

    assert [p.text for p in found] == ["报销时请附上：\n发票原件\n行程单\n审批单", "财务每周三付款。"]
