"""What the reader is trained on: held-out passages, variants of examples."""

# ruff: noqa: S311  # numbers for tests, no secrets

import random
from dataclasses import replace

import pytest

from retrieval.reader.decoding import LONGEST_SPAN
from training.data.examples import Example, is_held_out, style_of
from training.data.sampling import Sampler, round_of

ARTICLE = (
    "昨日，青石镇举办第三届采茶节。开幕式在镇文化广场举行，来自周边乡镇的2300名茶农参加。"
    "镇长何立新介绍，全镇茶园面积达1.2万亩，去年茶叶产值为4.6亿元。"
    "活动期间，苹果、葡萄、草莓等农产品同时展销。采茶节将持续到4月20日。"
)


def example(
    source: str = "cmrc_train", text: str = ARTICLE, answer: str = "4.6亿元", title: str = "采茶节"
) -> Example:
    start = text.index(answer)
    return Example(source, "去年茶叶产值为多少？", title, text, ((start, start + len(answer)),), (answer,))


def other(number: int) -> Example:
    text = f"红土乡去年茶叶产值为{number}亿元，比前年有所增长，茶农的收入也高了。"
    return example(text=text, answer=f"{number}亿元", title=f"红土乡{number}")


def test_about_a_tenth_is_held_out_whatever_the_order() -> None:
    texts = [f"第{number}段" for number in range(2_000)]
    share = sum(map(is_held_out, texts)) / len(texts)
    assert 0.07 < share < 0.13
    assert [is_held_out(text) for text in texts] == [is_held_out(text) for text in texts]


def test_variants_keep_their_answer_or_lose_it_whole() -> None:
    examples = [example(text=ARTICLE * 3), *map(other, range(20, 40))]
    sampler = Sampler(examples, seed=1)
    variants = [sampler.sample(examples[0]) for _ in range(300)]
    for variant in variants:
        if variant.spans:
            ((start, end),) = variant.spans
            assert variant.text[start:end] == "4.6亿元"
        else:
            assert "4.6亿元" not in variant.text
    share = sum(not variant.spans for variant in variants) / len(variants)
    assert 0.03 < share < 0.3
    assert {variant.title for variant in variants if variant.spans} == {"", "采茶节"}
    assert len({variant.question for variant in variants}) > 3
    assert min(len(variant.text) for variant in variants if variant.spans) < len(ARTICLE)


def test_near_misses_come_from_other_articles() -> None:
    plain = [Example("cmrc_train", "谁", f"其他{n}", f"第{n}次会议讨论了道路。", ()) for n in range(20)]
    examples = [example(), *map(other, range(20, 40)), *plain]
    sampler = Sampler(examples, seed=2)
    missed = [v for v in (sampler.sample(examples[0]) for _ in range(300)) if "红土乡" in v.text]
    assert missed
    assert not any(variant.spans for variant in missed)


def test_at_times_another_question_is_asked_that_the_text_does_not_answer() -> None:
    asked = [
        replace(other(n), question=f"红土乡去年的{word}为多少？") for n, word in enumerate(("人口", "面积"))
    ]
    sampler = Sampler([example(), *asked, *map(other, range(20, 40))], seed=3)
    variants = [sampler.sample(example()) for _ in range(400)]
    swapped = [v for v in variants if v.text == ARTICLE and ("人口" in v.question or "面积" in v.question)]
    assert swapped
    assert not any(variant.spans for variant in swapped)


@pytest.mark.parametrize(("source", "times"), [("cmrc_train", 1), ("chronoqa_train", 2), ("everyday", 9)])
def test_a_round_holds_each_source_as_often_as_it_should(source: str, times: int) -> None:
    assert len(round_of([example(source)] * 5, random.Random(1))) == 5 * times


def test_everyday_questions_have_the_habits_of_the_office_documents() -> None:
    assert style_of("everyday") == style_of("office") != style_of("cmrc_train")


def test_answers_too_long_to_propose_are_left_out() -> None:
    assert round_of([example(answer=ARTICLE[: LONGEST_SPAN + 1])], random.Random(1)) == []
