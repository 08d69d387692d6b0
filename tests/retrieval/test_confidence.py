import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import ModelError
from retrieval.confidence import FEATURES, SURE, Decision, ranked
from retrieval.documents import RULED_OUT, Answer, Hit, Passage, Span

DECISION = Decision(bias=-1.0, weights=(0.5, 0.0, -1.0, 1.0, 0.0), unsure=0.5, sure=0.8)


def passage(text: str, source: str = "a.txt", paragraph: int = 0) -> Passage:
    return Passage(text, title="题", source=source, path=f"/{source}", paragraph=paragraph)


def rank(
    hits: Sequence[Hit], spans: Sequence[Sequence[Span]], decision: Decision = DECISION
) -> tuple[Answer, ...]:
    return ranked(decision.weigh(hits, spans))


def shipped(hit: Hit) -> float:
    """What the decision that ships makes of a span of this hit alone."""
    return rank([hit], [(Span(0, 1, 2.0),)], Decision.default())[0].confidence


def test_spans_of_all_passages_are_on_one_scale() -> None:
    hits = [Hit(passage("甲乙丙"), 1.0), Hit(passage("丁戊己", paragraph=1), 0.9)]
    answers = rank(hits, [(Span(0, 1, 2.0), Span(2, 3, -1.0)), (Span(0, 2, 5.0),)])
    assert [answer.text for answer in answers] == ["丁戊", "甲", "丙"]
    assert answers == tuple(sorted(answers, key=lambda a: -a.confidence))


def test_spans_stay_with_their_passages_until_they_are_ranked() -> None:
    hits = [Hit(passage("甲乙丙"), 1.0), Hit(passage("甲", paragraph=1), 0.9), Hit(passage("丁"), 0.1)]
    weighed = DECISION.weigh(hits, [(Span(0, 1, 2.0), Span(2, 3, 5.0)), (Span(0, 1, 3.0),), ()])
    assert [[answer.text for answer in answers] for answers in weighed] == [["甲", "丙"], ["甲"], []]
    assert weighed[1][0] in [replace(answer, also=()) for answer in ranked(weighed)]


def test_an_answer_found_twice_is_shown_once_with_both_sources() -> None:
    hits = [Hit(passage("共10亿元", "a.txt"), 1.0), Hit(passage("規模１０億元", "b.txt"), 0.8)]
    (answer,) = rank(hits, [(Span(1, 5, 3.0),), (Span(2, 6, 2.0),)])
    assert answer.text == "10亿元"
    assert [p.source for p in answer.also] == ["b.txt"]


def test_the_same_words_about_something_else_are_no_second_source() -> None:
    hits = [Hit(passage("丧假3天", "a.txt"), 1.0), Hit(passage("事假3天", "b.txt"), 0.8)]
    (answer,) = rank(hits, [(Span(2, 4, 3.0),), (Span(2, 4, -2.0),)])
    assert answer.also == ()


def test_the_overlap_of_two_parts_of_a_paragraph_is_one_finding() -> None:
    hits = [Hit(passage("共10亿元。余下"), 1.0), Hit(passage("此前。共10亿元。"), 0.8)]
    (answer,) = rank(hits, [(Span(1, 5, 3.0),), (Span(4, 8, 2.0),)])
    assert answer.also == ()


def test_different_amounts_are_different_answers() -> None:
    hits = [Hit(passage("4.27亿元和427亿元"), 1.0)]
    assert len(rank(hits, [(Span(0, 6, 3.0), Span(7, 12, 2.0))])) == 2


def test_what_is_hardly_read_is_less_sure() -> None:
    sure, unsure = (rank([Hit(passage("甲"), 1.0)], [(Span(0, 1, s),)])[0] for s in (3.0, -3.0))
    assert sure.confidence > DECISION.unsure > unsure.confidence


@given(
    st.floats(allow_nan=False), st.floats(allow_nan=False), st.lists(st.text(), max_size=9), st.floats(0, 1)
)
def test_confidence_is_a_probability(score: float, other: float, missing: list[str], asked: float) -> None:
    hit = Hit(passage("甲乙"), 1.0, tuple(missing), asked)
    answers = rank([hit], [(Span(0, 1, score), Span(1, 2, other))])
    assert all(0 <= answer.confidence <= 1 for answer in answers)


def test_the_decision_that_ships_can_be_read() -> None:
    decision = Decision.default()
    assert 0 < decision.unsure < decision.sure < 1
    assert decision.with_threshold(None) == decision


def test_a_threshold_of_ones_own_is_the_lower_one() -> None:
    moved = DECISION.with_threshold(0.3)
    assert (moved.unsure, moved.sure) == (0.3, DECISION.sure)
    higher = DECISION.with_threshold(0.9)
    assert (higher.unsure, higher.sure) == (0.9, 0.9)


def test_an_answer_is_sure_unsure_or_none() -> None:
    bands = [DECISION.band(confidence) for confidence in (0.8, 0.79, 0.5, 0.49, 0.0)]
    assert bands == ["sure", "unsure", "unsure", "none", "none"]
    answers = rank([Hit(passage("甲乙丙"), 1.0)], [(Span(0, 1, 5.0), Span(1, 2, 0.5), Span(2, 3, -3.0))])
    assert [answer.band for answer in answers] == ["sure", "unsure", "none"]


def test_what_is_ruled_out_is_never_right() -> None:
    (answer,) = rank([Hit(passage("甲"), 1.0)], [(Span(0, 1, RULED_OUT),)])
    assert (answer.confidence, answer.band) == (0.0, "none")


def test_an_answer_of_several_pieces_says_all_of_them() -> None:
    (answer,) = rank([Hit(passage("甲，乙，丙"), 1.0)], [(Span(0, 1, 2.0, ((0, 1), (4, 5))),)])
    assert (answer.text, answer.start, answer.end, answer.spans) == ("甲；丙", 0, 1, ((0, 1), (4, 5)))


def test_a_name_that_the_passage_does_not_hold_makes_less_sure() -> None:
    held, one, two = (shipped(Hit(passage("甲"), 1.0, missing)) for missing in ((), ("乙",), ("乙", "丙")))
    assert held > one > two


def test_what_is_asked_for_and_not_held_makes_less_sure() -> None:
    held, unheld = (shipped(Hit(passage("甲"), 1.0, (), asked)) for asked in (1.0, 0.0))
    assert held > unheld


def test_what_words_hardly_find_makes_less_sure() -> None:
    found, hardly = (shipped(Hit(passage("甲"), 1.0, words=words)) for words in (0.9, 0.1))
    assert found > hardly


def test_a_name_elsewhere_in_the_article_counts_half() -> None:
    about = Hit(passage("光谷即东湖高新区", paragraph=1), 0.9)
    lacking = Hit(passage("甲"), 1.0, ("光谷",))
    stranger = Hit(passage("光谷", "b.txt"), 0.9)
    proposed = [(Span(0, 1, 2.0),), ()]
    alone, with_stranger, with_article = (
        rank([lacking, other], proposed)[0].confidence for other in (lacking, stranger, about)
    )
    held = rank([replace(lacking, missing=()), about], proposed)[0].confidence
    assert alone == with_stranger < with_article < held


def test_untitled_passages_are_articles_of_their_own() -> None:
    lacking, holding = (Passage(text, path="/a", paragraph=i) for i, text in enumerate(("甲", "光谷")))
    hits = [Hit(lacking, 1.0, ("光谷",)), Hit(holding, 0.9)]
    proposed = [(Span(0, 1, 2.0),), ()]
    titled = [replace(hit, passage=replace(hit.passage, title="题")) for hit in hits]
    assert rank(hits, proposed)[0].confidence < rank(titled, proposed)[0].confidence


def test_a_better_span_elsewhere_makes_less_sure() -> None:
    hits = [Hit(passage("甲"), 1.0), Hit(passage("乙", paragraph=1), 1.0)]
    decision = Decision.default()
    (alone,) = rank(hits, [(Span(0, 1, 2.0),), ()], decision)
    beside = rank(hits, [(Span(0, 1, 2.0),), (Span(0, 1, 6.0),)], decision)[1]
    assert (alone.text, beside.text) == ("甲", "甲")
    assert beside.confidence < alone.confidence


def test_a_decision_in_the_readers_folder_takes_the_defaults_place(tmp_path: Path) -> None:
    assert Decision.of(None) == Decision.of(tmp_path) == Decision.of("hfl/reader") == Decision.default()
    content = {"bias": -1, "weights": dict.fromkeys(FEATURES, 0.5), "unsure": 0.4, "sure": 0.7}
    (tmp_path / "decision.json").write_text(json.dumps(content), encoding="utf-8")
    assert (
        Decision.of(tmp_path) == Decision.of(str(tmp_path)) == Decision(-1, (0.5,) * len(FEATURES), 0.4, 0.7)
    )


@pytest.mark.parametrize(("threshold", "sure"), [(0.4, SURE), (0.9, 0.9)])
def test_a_file_with_one_threshold_can_still_be_read(tmp_path: Path, threshold: float, sure: float) -> None:
    content = {"bias": -1, "weights": dict.fromkeys(FEATURES, 0.5), "threshold": threshold}
    (tmp_path / "decision.json").write_text(json.dumps(content), encoding="utf-8")
    assert Decision.of(tmp_path) == Decision(-1, (0.5,) * len(FEATURES), threshold, sure)


def test_a_decision_fitted_before_words_counted_still_holds(tmp_path: Path) -> None:
    weights = {name: 0.5 for name in FEATURES if name != "words"}
    content = {"bias": -1, "weights": weights, "unsure": 0.4, "sure": 0.7}
    (tmp_path / "decision.json").write_text(json.dumps(content), encoding="utf-8")
    assert Decision.of(tmp_path).weights == (*weights.values(), 0.0)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"bias": 1, "weights": {}, "threshold": 0.5}'])
def test_a_damaged_decision_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "decision.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"decision\.json holds no decision"):
        Decision.of(tmp_path)
