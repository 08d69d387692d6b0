import pytest

from retrieval.evaluation.metric import exact_match, f1


@pytest.mark.parametrize(
    ("prediction", "references", "expected"),
    [
        ("10亿元", ["10亿元"], 1.0),
        ("《十月》。", ["十月"], 1.0),
        (" Beijing ", ["beijing"], 1.0),
        ("10亿", ["10亿元", "10 亿"], 1.0),
        ("4.27亿元", ["427亿元"], 0.0),
        ("", ["十月"], 0.0),
    ],
)
def test_exact_match_ignores_punctuation_space_and_case(
    prediction: str, references: list[str], expected: float
) -> None:
    assert exact_match(prediction, references) == expected


def test_f1_counts_characters_of_the_longest_common_substring() -> None:
    assert f1("在长沙市", ["长沙市"]) == pytest.approx(2 * 3 / 7)
    assert f1("长a沙市", ["长沙市"]) == pytest.approx(2 * 2 / 7)


def test_f1_takes_a_number_as_one_token() -> None:
    assert f1("2021年", ["2020年"]) == pytest.approx(2 * 1 / 4)


def test_f1_is_the_best_over_the_references() -> None:
    assert f1("长沙", ["武汉", "长沙"]) == 1.0
    assert f1("长沙", []) == 0.0
