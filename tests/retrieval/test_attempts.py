"""Of several ways to read a question, the one counts whose answer is found, new and sure."""

import pytest

from retrieval.attempts import Attempt, Tried
from retrieval.documents import Answer, Band, Passage, Previous
from retrieval.naming import Asked
from retrieval.search.results import SearchResults

PASSAGE = Passage("主机质保三年，线缆质保一年。", title="保修", paragraph=4, id=7)
BEFORE = Previous("主机质保几年", "三年", PASSAGE)


def tried(text: str, band: Band, previous: Previous | None = BEFORE, *, is_of_other: bool = True) -> Tried:
    start = PASSAGE.text.index(text) if text else 0
    found = (Answer(text, 0.7, PASSAGE, start, start + len(text), band=band),) if text else ()
    asked = Asked("线缆质保几年", near=PASSAGE, is_of_other=is_of_other)
    return Tried.of(asked, [Attempt(SearchResults(), (), found, ())], previous)


def test_the_answer_before_it_is_not_sure_for_something_else() -> None:
    repeated = tried("三年", "sure")
    assert repeated.is_repeated
    assert not repeated.is_sure
    assert [answer.band for answer in repeated.candidates] == ["unsure"]


@pytest.mark.parametrize(
    "other",
    [
        tried("一年", "sure"),
        tried("三年", "sure", previous=None),
        tried("三年", "sure", is_of_other=False),
        tried("三年", "sure", previous=Previous("主机质保几年", "三年", Passage("三年", paragraph=5))),
        tried("三年", "sure", previous=Previous("主机质保几年", "三年")),
    ],
)
def test_any_other_answer_stays_sure(other: Tried) -> None:
    assert other.is_sure
    assert other.candidates[0].band == "sure"


def test_what_is_found_counts_then_what_is_new_then_what_is_sure() -> None:
    standings = [
        tried("", "none").standing,
        tried("三年", "sure").standing,
        tried("一年", "unsure").standing,
        tried("一年", "sure").standing,
    ]
    assert standings == sorted(set(standings))
    assert tried("一年", "none").standing == tried("", "none").standing
