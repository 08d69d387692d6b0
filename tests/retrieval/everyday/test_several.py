import pytest

from retrieval.everyday.several import asks_of_each, questions_in


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("年假几天？婚假几天？", ("年假几天？", "婚假几天？")),
        ("年假几天？婚假呢？要谁批?", ("年假几天？", "婚假呢？", "要谁批?")),
        ("婚假呢？年假几天？", ()),
        ("你好！年假几天？要谁批？谢谢！", ("年假几天？", "要谁批？")),
        ("年假几天\n婚假几天", ("年假几天", "婚假几天")),
        ("年假有幾天？誰批准", ("年假有幾天？", "誰批准")),
        ("When is the meeting? Where is it?", ("When is the meeting?", "Where is it?")),
        ("年假几天？", ()),
        ("请问，年假几天？谢谢！", ()),
        ("年假只有5天？真的吗？", ()),
        ("我是新员工。年假几天？婚假几天？", ()),
        ("《怎么办？》是谁写的？", ()),
        ("“谁来养老？怎么养老？”是哪次会议的议题？", ()),
        ("年假几天？" * 61, ()),
        ("", ()),
    ],
)
def test_sentences_that_each_ask_are_asked_apart(said: str, asked: tuple[str, ...]) -> None:
    assert questions_in(said) == asked


@pytest.mark.parametrize(
    ("question", "is_of_each"),
    [
        ("押金和月租分别是多少", True),
        ("甲方、乙方各是谁？", True),
        ("正本與副本各幾份", True),
        ("各部门负责人是谁", False),
        ("押金和月租是多少", False),
        ("分别是什么时候", False),
    ],
)
def test_whether_the_same_is_asked_of_several_things(question: str, is_of_each: bool) -> None:
    assert asks_of_each(question) == is_of_each
