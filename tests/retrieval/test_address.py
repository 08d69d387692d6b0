"""Questions to the one who answers are told from questions about what documents say."""

import pytest

from retrieval.documents import Answer, Passage, Reply
from retrieval.followup import addressed, is_answered_by_documents

SELF = [
    "你是谁",
    "你是谁？",
    "你好，你是谁呀",
    "您是谁？",
    "你叫什么名字",
    "你是做什么的",
    "你是干嘛的",
    "你能做什么",
    "你能做什么？",
    "你会什么",
    "你可以帮我做什么",
    "你有什么功能",
    "你有哪些功能？",
    "这个机器人是干什么的",
    "怎么用你",
    "你怎么用？",
    "介绍一下你自己",
    "自我介绍一下",
    "你是机器人吗",
    "你是真人吗？",
    "妳是誰",
    "你是誰？",
    "你能做什麼？",
    "你會什麼",
    "你可以幫我做什麼",
    "Who are you?",
    "what can you do",
    "What do you do?",
    "who r u",
    "请问你是谁",
    "你到底是谁啊",
    "你是啥",
    "你能干啥",
    "能做什么",
    "你是什么模型",
    "How does this work?",
]
DOCUMENTS = [
    "有哪些资料",
    "有哪些资料？",
    "你有哪些资料",
    "这里有什么",
    "这里有哪些文档？",
    "有什么文件",
    "你知道什么",
    "我能问什么",
    "可以问什么？",
    "有哪些資料？",
    "你有哪些文件",
    "我上传了哪些文件",
    "what documents do you have?",
    "Which files are there?",
    "what can I ask",
    "你这儿都有什么资料啊",
    "现在有多少份文档",
    "资料有哪些",
    "有几份文档",
    "文件有哪些？",
    "what do you know?",
    "库里有什么",
]
NEITHER = [
    "有哪些资料需要提交",
    "需要哪些资料",
    "报名有哪些资料",
    "你是谁的负责人",
    "这里有什么内容规定",
    "谁是你们的经理",
    "你能做什么工作才能评职称",
    "有哪些材料",
    "有哪些文件需要签字",
    "公司有哪些文件",
    "采购合同里有什么",
    "什么是原文",
    "原文怎么写的",
    "你方违约怎么办",
    "有什么规定",
    "有什么福利",
    "可以做什么运动",
    "这个怎么用",
    "这个软件怎么安装",
    "负责人是谁",
    "who approves annual leave",
    "what documents are required",
    "what files are needed for the visa",
    "我能问谁",
    "有哪些部门",
    "能做什么运动",
    "机器人是谁发明的",
    "你们公司叫什么",
    "你们老板是谁",
    "这个项目是做什么的",
    "这个工具多少钱",
    "原文是什么",
    "",
    "？",
    "谢谢",
]


@pytest.mark.parametrize("question", SELF)
def test_who_answers_is_asked(question: str) -> None:
    assert addressed(question) == "self"


@pytest.mark.parametrize("question", DOCUMENTS)
def test_which_documents_there_are_is_asked(question: str) -> None:
    assert addressed(question) == "documents"


@pytest.mark.parametrize("question", NEITHER)
def test_what_documents_say_is_asked(question: str) -> None:
    assert addressed(question) is None


def test_a_document_that_has_the_very_words_answers_them() -> None:
    passage = Passage("答：我能查快递。", title="常见问题：你能做什么？")
    answer = Answer("查快递", 0.9, passage, 4, 7)
    assert is_answered_by_documents("你能做什麼？", Reply("你能做什麼？", answer, (answer,)))
    assert not is_answered_by_documents("你会什么？", Reply("你会什么？", answer, (answer,)))
    assert not is_answered_by_documents("你能做什么？", Reply("你能做什么？", None, (answer,)))
