"""What is near is preferred among passages that are about as good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Answer, Passage
from retrieval.search.boost import Preference, proximity

NEAR = Passage("甲", title="桥", path="/a", collection="public")


def answer(text: str, confidence: float, passage: Passage) -> Answer:
    return Answer(text, confidence, passage, 0, 1)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (Passage("乙", title="桥", path="/a", collection="public"), 1.0),
        (Passage("乙", title="庙会", path="/a", collection="public"), 0.5),
        (Passage("乙", title="桥", path="/b", collection="public"), 0.0),
        (Passage("乙", title="桥", path="/a", collection="user-1"), 0.0),
    ],
)
def test_the_article_is_nearer_than_the_document(passage: Passage, expected: float) -> None:
    assert proximity(passage, NEAR) == expected
    assert proximity(passage, None) == 0.0


def test_about_as_good_is_preferred_and_plainly_worse_is_not() -> None:
    other, same = answer("一", 0.80, Passage("一", path="/b")), answer("二", 0.65, NEAR)
    assert Preference(NEAR).boosted([other, same], 0.5) == (same, other)
    assert Preference().boosted([other, same], 0.5) == (other, same)
    plain = answer("一", 0.95, Passage("一", path="/b"))
    assert Preference(NEAR).boosted([plain, same], 0.5) == (plain, same)


def test_what_would_not_be_vouched_for_never_comes_before_what_is() -> None:
    sure, unsure = answer("一", 0.51, Passage("一", path="/b")), answer("二", 0.49, NEAR)
    assert Preference(NEAR).boosted([sure, unsure], 0.5) == (sure, unsure)


places = st.sampled_from([NEAR, Passage("乙", path="/a", collection="public"), Passage("丙", path="/b")])


@given(st.lists(st.tuples(st.floats(0, 1), places)), st.floats(0, 1))
def test_nothing_is_lost_and_the_best_near_one_stays_the_best_near_one(
    found: list[tuple[float, Passage]], threshold: float
) -> None:
    answers = sorted((answer("一", *each) for each in found), key=lambda a: -a.confidence)
    ordered = Preference(NEAR).boosted(answers, threshold)
    assert sorted(map(repr, ordered)) == sorted(map(repr, answers))
    vouched = [a.confidence >= threshold for a in ordered]
    assert vouched == sorted(vouched, reverse=True)
    for passage in {a.passage.path: a.passage for a in answers}.values():
        confidences = [a.confidence for a in ordered if a.passage == passage]
        assert confidences == sorted(confidences, reverse=True) or len(confidences) < 2
