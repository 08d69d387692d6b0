import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from training.lexicon import Lexicon, lexicon_words, read_lexicon
from training.tokenizer import build_tokenizer, count_words, vocabulary

GROUPS = [
    ("啥时候", "什么时候", "日期"),
    ("拍板", "决定"),
    ("涨工资", "加薪"),
    ("工资", "薪酬"),
    ("盘子", "规模"),
]
TEXTS = ["决定公布的日期", "规模", "加薪的决定", "薪酬", "总经理的工资", "什么时候拍板", "盘子", "涨"] * 3


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return build_tokenizer(vocabulary(count_words(TEXTS), 200, lexicon_words(GROUPS)))


@pytest.fixture(scope="module")
def lexicon(tokenizer: Tokenizer) -> Lexicon:
    return Lexicon.of(GROUPS, tokenizer)


def ids(tokenizer: Tokenizer, text: str) -> np.ndarray:
    return np.array(tokenizer.encode(text).ids, np.int32)


def texts(tokenizer: Tokenizer, lexicon: Lexicon, text: str, share: float = 1.0) -> set[str]:
    """What a text becomes in many tries."""
    names = {number: token for token, number in tokenizer.get_vocab().items()}
    random = np.random.default_rng(3)
    tries = (lexicon.reworded(ids(tokenizer, text), share, random) for _ in range(60))
    return {"".join(names[number] for number in one.tolist()) for one in tries}


def test_wanted_words_are_tokens(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("啥时候拍板").tokens == ["啥时候", "拍板"]


def test_expressions_become_others_of_their_group(tokenizer: Tokenizer, lexicon: Lexicon) -> None:
    assert texts(tokenizer, lexicon, "什么时候公布") == {"啥时候公布", "日期公布"}
    assert texts(tokenizer, lexicon, "总经理决定规模") == {"总经理拍板盘子"}


def test_the_longest_expression_counts(tokenizer: Tokenizer, lexicon: Lexicon) -> None:
    assert texts(tokenizer, lexicon, "总经理涨工资") == {"总经理加薪"}


def test_what_the_lexicon_does_not_know_stays(tokenizer: Tokenizer, lexicon: Lexicon) -> None:
    assert texts(tokenizer, lexicon, "总经理公布") == {"总经理公布"}
    assert texts(tokenizer, lexicon, "决定规模", share=0) == {"决定规模"}
    assert texts(tokenizer, lexicon, "") == {""}


def test_a_share_of_the_expressions_is_replaced(tokenizer: Tokenizer, lexicon: Lexicon) -> None:
    both = texts(tokenizer, lexicon, "决定规模", share=0.5)

    assert both == {"决定规模", "拍板规模", "决定盘子", "拍板盘子"}


def test_a_pair_is_of_two_expressions(lexicon: Lexicon) -> None:
    random = np.random.default_rng(1)
    for number, group in enumerate(lexicon.groups):
        one, other = (tuple(side.tolist()) for side in lexicon.pair(number, random))
        assert one != other
        assert {one, other} <= set(group)


def test_equal_expressions_make_no_group(tokenizer: Tokenizer) -> None:
    assert Lexicon.of([("规模", "規模"), ("决定", "拍板")], tokenizer).groups == [
        [tuple(ids(tokenizer, "决定")), tuple(ids(tokenizer, "拍板"))]
    ]


@given(st.text("啥时候什么工资涨决定公布规模0a。", max_size=30), st.floats(0, 1), st.integers(0, 9))
def test_any_text_can_be_reworded(
    tokenizer: Tokenizer, lexicon: Lexicon, text: str, share: float, seed: int
) -> None:
    before = ids(tokenizer, text)

    after = lexicon.reworded(before, share, np.random.default_rng(seed))

    assert after.dtype == before.dtype
    assert bool(after.size) == bool(before.size)


def test_the_lexicon_holds_groups_of_distinct_expressions() -> None:
    groups = read_lexicon()

    assert len(groups) > 1_000
    assert len(set(groups)) == len(groups)
    assert all(len(group) > 1 and len(set(group)) == len(group) for group in groups)
    assert ("盘子", "规模") in {group[:2] for group in groups}
