import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.squad import Context
from retrieval.search.lexical.terms import subject
from retrieval.text import fold
from training.data.lexicon import read_lexicon
from training.data.rewording import Rewording
from training.data.swaps import SWAPS, Swapper

OTHERS = ["北京的人口是多少？", "毕加索1937年的画作有几幅？", "成都的面积是多少？", "60岁以上的有多少人？"]
QUESTION = "2015年武汉的产值是多少？"


def swaps(question: str, text: str = "", title: str = "") -> dict[str, str]:
    return Swapper(OTHERS).swaps(question, Context(text, title, ()))


def test_one_word_of_each_kind_is_swapped() -> None:
    swapped = swaps(QUESTION)
    assert set(swapped) == {"year", "place", "attribute"}
    assert swapped["year"] == fold("1937年武汉的产值是多少？")
    assert swapped["place"] in {fold(f"2015年{place}的产值是多少？") for place in ("北京", "成都")}
    assert swapped["attribute"] in {fold(f"2015年武汉的{word}是多少？") for word in ("人口", "面积")}


def test_what_the_passage_holds_is_not_put_in() -> None:
    assert "year" not in swaps(QUESTION, text="１９３７年建成")
    assert "place" not in swaps(QUESTION, text="成都", title="北京")


def test_what_means_the_same_is_not_put_in() -> None:
    question, others = "工程的造价是多少？", ["商店的收入是多少？", "桥梁的投资是多少？"]
    assert Rewording(read_lexicon()).alike("造价", "投资")
    for seed in range(10):
        swapped = Swapper(others, seed).swaps(question, Context("", "", ()))
        assert swapped["attribute"] == "工程的收入是多少?"


def test_a_question_about_nothing_in_particular_has_no_near_miss() -> None:
    assert swaps("是谁？") == {}


def test_numbers_that_are_no_years_take_numbers_of_their_length() -> None:
    assert swaps("70岁以上的有多少人？")["number"] == fold("60岁以上的有多少人？")
    assert "number" not in swaps("7岁以上的有多少人？")


@pytest.mark.parametrize("seed", range(3))
def test_the_same_questions_give_the_same_near_misses(seed: int) -> None:
    question = OTHERS[seed]
    assert swaps(question) == swaps(question)


@given(st.text(max_size=40))
def test_the_new_question_is_another_one(text: str) -> None:
    for swap, swapped in Swapper([*OTHERS, QUESTION]).swaps(text, Context("", "", ())).items():
        assert swap in SWAPS
        assert swapped != fold(text)


def test_names_are_told_from_what_is_asked() -> None:
    about = subject(fold(QUESTION))
    assert about.names == ("2015年", "武汉")
    assert about.asked == "产值"
    assert subject(fold("武汉的桥梁有几座？")).asked == "桥梁"
