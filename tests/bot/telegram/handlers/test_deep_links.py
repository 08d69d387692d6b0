import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.handlers.deep_links import (
    NO_QUESTION,
    NOT_ADMITTED,
    PARAMETER_LENGTH,
    decode_question,
    parameter_for,
)


@pytest.mark.parametrize("question", ["基金规模多少？", "十五个汉字的问题正好放得进去吗", "a", "x" * 46])
def test_a_short_question_travels_in_the_parameter(question: str) -> None:
    assert decode_question(parameter_for(question)) == question


@pytest.mark.parametrize("question", ["", "十六个汉字的问题就再也放不进去了吗", "x" * 47])
def test_a_question_that_does_not_fit_leaves_a_plain_link(question: str) -> None:
    assert parameter_for(question) == NO_QUESTION
    assert decode_question(NO_QUESTION) is None


def test_whoever_may_not_ask_asks_something_and_is_told_so() -> None:
    assert decode_question(NOT_ADMITTED)


@pytest.mark.parametrize("parameter", ["", "ask", "q-", "q-A", "q-____", "q-\u95ee", "q-gICA", "q-IA"])
def test_a_parameter_of_someone_elses_making_is_no_question(parameter: str) -> None:
    assert decode_question(parameter) is None


@given(st.text())
def test_telegram_takes_every_parameter(question: str) -> None:
    assert re.fullmatch(rf"[A-Za-z0-9_-]{{1,{PARAMETER_LENGTH}}}", parameter_for(question))


@given(st.text(st.characters(codec="utf-8"), max_size=15).filter(lambda text: text == text.strip() != ""))
def test_what_fits_comes_back(question: str) -> None:
    parameter = parameter_for(question)
    assert decode_question(parameter) == (None if parameter == NO_QUESTION else question)
