import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import ModelError
from retrieval.decision import FEATURES, Decision
from retrieval.documents import Hit, Passage, Span

DECISION = Decision(bias=-2.0, weights=(0.5, 3.0, 1.0, 0.0), threshold=0.5)


def passage(text: str, source: str = "a.txt", paragraph: int = 0) -> Passage:
    return Passage(text, title="题", source=source, path=f"/{source}", paragraph=paragraph)


def test_spans_of_all_passages_are_on_one_scale() -> None:
    hits = [Hit(passage("甲乙丙"), 1.0, 0.5), Hit(passage("丁戊己", paragraph=1), 0.9, 0.5)]
    answers = DECISION.rank(hits, [(Span(0, 1, 2.0), Span(2, 3, -1.0)), (Span(0, 2, 5.0),)])
    assert [answer.text for answer in answers] == ["丁戊", "甲", "丙"]
    assert answers == tuple(sorted(answers, key=lambda a: -a.confidence))


def test_an_answer_found_twice_is_shown_once_with_both_sources() -> None:
    hits = [Hit(passage("共10亿元", "a.txt"), 1.0, 1.0), Hit(passage("規模１０億元", "b.txt"), 0.8, 1.0)]
    (answer,) = DECISION.rank(hits, [(Span(1, 5, 3.0),), (Span(2, 6, 2.0),)])
    assert answer.text == "10亿元"
    assert [p.source for p in answer.also] == ["b.txt"]


def test_the_overlap_of_two_parts_of_a_paragraph_is_one_finding() -> None:
    hits = [Hit(passage("共10亿元。余下"), 1.0, 1.0), Hit(passage("此前。共10亿元。"), 0.8, 1.0)]
    (answer,) = DECISION.rank(hits, [(Span(1, 5, 3.0),), (Span(4, 8, 2.0),)])
    assert answer.also == ()


def test_different_amounts_are_different_answers() -> None:
    hits = [Hit(passage("4.27亿元和427亿元"), 1.0, 1.0)]
    assert len(DECISION.rank(hits, [(Span(0, 6, 3.0), Span(7, 12, 2.0))])) == 2


def test_what_the_corpus_does_not_cover_is_less_sure() -> None:
    sure, unsure = (DECISION.rank([Hit(passage("甲"), 1.0, c)], [(Span(0, 1, 1.0),)])[0] for c in (1.0, 0.1))
    assert sure.confidence > DECISION.threshold > unsure.confidence


@given(st.floats(allow_nan=False), st.floats(0, 1), st.floats(0, 10))
def test_confidence_is_a_probability(score: float, coverage: float, best: float) -> None:
    (answer,) = DECISION.rank([Hit(passage("甲"), best, coverage)], [(Span(0, 1, score),)])
    assert 0 <= answer.confidence <= 1


def test_the_decision_that_ships_can_be_read() -> None:
    decision = Decision.default()
    assert 0 < decision.threshold < 1
    assert decision.with_threshold(None) == decision
    assert decision.with_threshold(0.9).threshold == pytest.approx(0.9)


def test_a_name_that_the_passage_does_not_hold_makes_less_sure() -> None:
    decision = Decision.default()
    held, missing = (
        decision.rank([Hit(passage("甲"), 1.0, 0.8, names)], [(Span(0, 1, 2.0),)])[0] for names in (1.0, 0.0)
    )
    assert held.confidence > missing.confidence


def test_a_decision_in_the_readers_folder_takes_the_defaults_place(tmp_path: Path) -> None:
    assert Decision.of(None) == Decision.of(tmp_path) == Decision.of("hfl/reader") == Decision.default()
    content = {"bias": -1, "weights": dict.fromkeys(FEATURES, 0.5), "threshold": 0.4}
    (tmp_path / "decision.json").write_text(json.dumps(content), encoding="utf-8")
    assert Decision.of(tmp_path) == Decision.of(str(tmp_path)) == Decision(-1, (0.5,) * len(FEATURES), 0.4)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"bias": 1, "weights": {}, "threshold": 0.5}'])
def test_a_damaged_decision_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "decision.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"decision\.json holds no decision"):
        Decision.of(tmp_path)
