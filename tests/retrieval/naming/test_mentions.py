"""A question may say which documents to look in; their name is then taken out of it."""

import pytest

from retrieval.documents import DocumentName
from retrieval.naming import mention_in

BUYING = DocumentName(1, "采购合同", "采购合同.docx")
RENT = DocumentName(2, "房屋租赁合同", "租赁合同.pdf")
HANDBOOK = DocumentName(3, "员工手册", "手册2024.md")
COMPANY = DocumentName(4, "星海公司简介", "星海.txt")
LESSONS = DocumentName(5, "2026年春季兴趣班课程表", "春季.xlsx")
ALL = (BUYING, RENT, HANDBOOK, COMPANY, LESSONS)


@pytest.mark.parametrize(
    ("question", "document", "asked"),
    [
        ("在采购合同里，违约金是多少？", BUYING, "违约金是多少？"),
        ("采购合同里违约金是多少", BUYING, "违约金是多少"),
        ("采购合同里的违约金是多少", BUYING, "违约金是多少"),
        ("採購合同裡違約金是多少", BUYING, "違約金是多少"),
        ("根据《采购合同》，违约金是多少？", BUYING, "违约金是多少？"),
        ("根据采购合同的约定，违约金是多少？", BUYING, "违约金是多少？"),
        ("按照员工手册，婚假有几天", HANDBOOK, "婚假有几天"),
        ("您好，请问在《员工手册》中婚假有几天？谢谢", HANDBOOK, "婚假有几天？"),
        ("违约金在《租赁合同》里是多少", RENT, "违约金是多少"),
        ("在采购合同这份文件里，总价是多少", BUYING, "总价是多少"),
        ("手册2024里婚假有几天", HANDBOOK, "婚假有几天"),
        ("在兴趣班课程表里，书法课在哪个教室", LESSONS, "书法课在哪个教室"),
        ("课程表里书法课几点", LESSONS, "书法课几点"),
        ("我们公司的采购合同里总价是多少", BUYING, "总价是多少"),
    ],
)
def test_a_document_is_named(question: str, document: DocumentName, asked: str) -> None:
    mention = mention_in(question, ALL)
    assert mention is not None
    assert (mention.documents, mention.question) == ((document,), asked)


@pytest.mark.parametrize(
    "question",
    [
        "违约金是多少？",
        "公司里有几个食堂？",
        "采购合同里程碑是什么？",
        "采购合同中标单位是谁？",
        "采购合同内容有哪些？",
        "根据《劳动法》，加班费怎么算？",
        "根据《采购合同法》，违约怎么办？",
        "星海公司简介在哪本杂志中登过？",
        "星海公司简介内有几页？",
        "在会议室里能吃饭吗？",
        "采购合同的违约金是多少？",
        "这里有什么内容？",
        "在代表里谁最年轻？",
        "员工手册是谁写的？",
        "",
    ],
)
def test_none_is_named(question: str) -> None:
    assert mention_in(question, ALL) is None


def test_several_documents_of_a_name_are_all_meant() -> None:
    mention = mention_in("合同里违约金是多少", ALL)
    assert mention
    assert mention.documents == (BUYING, RENT)


@pytest.mark.parametrize(("question", "rest"), [("在租赁合同里呢？", ""), ("采购合同里有什么？", "有什么？")])
def test_what_says_too_little_without_the_name_keeps_it(question: str, rest: str) -> None:
    mention = mention_in(question, ALL)
    assert mention
    assert mention.rest == rest
    assert "合同" in mention.question
