"""What is near is preferred among passages that are about as good."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Answer, Passage
from retrieval.periods.asked import time_asked
from retrieval.search.ranking.boost import Preference, proximity

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


def edition(year: int, text: str = "员工迟到一次扣款十元。") -> Passage:
    return Passage(text, title=f"考勤办法（{year}版）", path=f"/{year}")


def test_the_newest_of_several_editions_takes_the_place_of_the_best() -> None:
    old, new, other = edition(2022), edition(2024), Passage("员工手册另有规定。", title="手册", path="/c")
    assert Preference().ranked([(old, 1.0), (other, 0.95), (new, 0.9)]) == [
        (new, 1.0),
        (other, 0.95),
        (old, 0.9),
    ]
    plainly_better = [(old, 1.0), (new, 0.5)]
    assert Preference().ranked(plainly_better) == plainly_better


def test_the_edition_of_the_year_asked_for_comes_first() -> None:
    asked = Preference(time=time_asked("2023年迟到扣多少", date(2026, 1, 1)))
    scored = [(edition(year), score) for year, score in ((2024, 1.0), (2022, 0.98), (2023, 0.9))]
    assert asked.ranked(scored)[0][0] == edition(2023)
    answers = [answer("十元", 0.9, edition(2024)), answer("五元", 0.7, edition(2023))]
    assert [each.text for each in asked.boosted(answers, 0.3)] == ["五元", "十元"]


def test_a_new_edition_that_would_not_be_vouched_for_takes_no_place() -> None:
    answers = (answer("十元", 0.6, edition(2022)), answer("一次", 0.2, edition(2024)))
    assert Preference().boosted(answers, 0.3) == answers


def test_the_newest_is_wanted_of_any_documents() -> None:
    wanted = Preference(time=time_asked("最新的团建地点", date(2026, 1, 1)))
    old, new, undated = (
        Passage("甲地。", path="/a", published=date(2023, 1, 1)),
        Passage("乙地。", path="/b", published=date(2024, 1, 1)),
        Passage("丙地。", path="/c"),
    )
    ranked = wanted.ranked([(undated, 1.0), (old, 0.99), (new, 0.98)])
    assert [passage for passage, _ in ranked] == [new, old, undated]
    assert wanted.ranked([(undated, 1.0), (new, 0.5)])[0][0] == undated


def test_a_passage_of_the_year_does_not_lack_it() -> None:
    asked = Preference(time=time_asked("2023年迟到扣多少", date(2026, 1, 1)))
    assert asked.missing(edition(2023), ("2023年", "张三")) == ("张三",)
    assert asked.missing(edition(2022), ("2023年",)) == ("2023年",)
    dated = Passage("迟到扣十元。", published=date(2023, 5, 1))
    assert asked.missing(dated, ("2023年",)) == ()
    of_another_year = Passage("2022年迟到扣十元。", published=date(2023, 5, 1))
    assert asked.missing(of_another_year, ("2023年",)) == ("2023年",)


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
