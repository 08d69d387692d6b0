# ruff: noqa: S311  # numbers for tests, no secrets

import random

from hypothesis import given
from hypothesis import strategies as st

from training.data.rewording import Rewording

GROUPS = [("盘子", "规模", "总额"), ("咋", "怎么"), ("啥时候", "什么时候", "何时"), ("独", "獨")]


def reworded(question: str) -> set[str]:
    rewording = Rewording(GROUPS)
    return {rewording.reword(question, random.Random(seed)) for seed in range(30)}


def test_one_expression_gives_way_to_another_of_its_group() -> None:
    assert reworded("基金规模多少") == {"基金盘子多少", "基金总额多少"}
    assert reworded("什么时候报销") == {"啥时候报销", "何时报销"}


def test_expressions_in_either_script_are_found() -> None:
    assert "基金盘子多少" in reworded("基金規模多少")


def test_part_of_a_word_is_no_expression() -> None:
    assert reworded("大规模杀伤性武器有几种") == {"大规模杀伤性武器有几种"}


def test_nothing_to_replace_leaves_the_question() -> None:
    assert reworded("桥梁有几座") == {"桥梁有几座"}
    assert reworded("") == {""}
    assert reworded("独") == {"独"}


def test_expressions_of_one_group_are_alike() -> None:
    rewording = Rewording(GROUPS)
    assert rewording.alike("盘子", "总额")
    assert not rewording.alike("盘子", "怎么")
    assert not rewording.alike("盘子", "桥梁")


@given(st.text(max_size=40))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(Rewording(GROUPS).reword(text, random.Random(1)), str)
