import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import text as text_module
from retrieval.text import alike, fold, sentences, tagged, words

PARAGRAPHS = (
    "星湖新区管委会主任林致远表示，2023年新签约项目17个，总投资36.5亿元。",
    "「双轮驱动」计划由清溪大学与K-Tech公司共同研发，年产3万台（套）设备。",
    "3月18日，望江生态园在青石桥畔揭牌，占地约2,400亩，绿化率达到62%！",
)


def test_fold_unites_scripts_widths_and_cases() -> None:
    assert fold("東湖高新區ＡＢｃ，１０億元") == fold("东湖高新区abc,10亿元")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("東湖基金規模？", "东湖基金规模"),
        ("ＧＤＰ 是多少", "gdp是多少?"),
        ("？？", " ？？ "),
    ],
)
def test_equal_questions_are_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_other_questions_are_not_alike() -> None:
    assert len({alike(question) for question in ("规模", "规模2", "？", "！", "")}) == 5


@given(st.text())
def test_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_words_are_the_text_again(text: str) -> None:
    folded = fold(text)
    assert "".join(words(folded)) == folded
    assert "".join(word.text for word in tagged(folded)) == folded


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_fast_words_and_tags_are_those_of_jieba(paragraph: str) -> None:
    fast, plain = text_module._FastCutter(), text_module._PlainCutter()
    folded = fold(paragraph)
    assert fast.cut(folded) == plain.cut(folded)
    assert fast.tag(folded) == plain.tag(folded)


def test_sentences_take_their_closing_quotes_along() -> None:
    text = "他说：“我们从头开始。”会后签约！（见右图。）没有句号"
    assert [text[a:b] for a, b in sentences(text)] == [
        "他说：“我们从头开始。”",
        "会后签约！",
        "（见右图。）",
        "没有句号",
    ]


def test_a_line_break_ends_a_sentence() -> None:
    text = "材料：\n身份证；\n照片\n\n“好。”\n完"
    assert [text[a:b] for a, b in sentences(text)] == [
        "材料：\n",
        "身份证；\n",
        "照片\n",
        "\n",
        "“好。”\n",
        "完",
    ]


@given(st.text())
def test_sentences_cover_the_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in sentences(text)) == text


@pytest.mark.parametrize("half", [chr(0xD83D), chr(0xDC00)])
def test_half_of_a_surrogate_pair_is_folded_to_a_character(half: str) -> None:
    assert words(fold(f"東{half}湖"))[-1] == "湖"
    assert len(fold(half)) == 1
