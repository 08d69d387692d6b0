"""Features of question and passage: lengths, offsets and what counts as a match."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.reader.features import (
    BIGRAMS,
    BOUNDARIES,
    PASSAGE_MATCHES,
    QUESTION_MATCHES,
    RELATIONS,
    SEPARATOR,
    UNKNOWN,
    Vocabulary,
)

CHARACTERS = SEPARATOR + "东湖规模多少基金总亿元"
VOCABULARY = Vocabulary(CHARACTERS, ("n", "m"), np.full(len(CHARACTERS) + 2, 0.5, np.float32))
SAME, BIGRAM, TRIGRAM, WORD = range(RELATIONS)


def test_every_character_has_its_row() -> None:
    pair = VOCABULARY.pair("基金规模多少？", "基金总规模10亿元。", "东湖基金")
    title = len("东湖基金") + 1
    assert pair.body == title
    assert "".join(map(chr, pair.passage.codes[title:])) == "基金总规模10亿元。"
    assert pair.passage_match.shape == (len(pair.passage), PASSAGE_MATCHES)
    assert pair.question_match.shape == (len(pair.question), QUESTION_MATCHES)
    assert pair.relations.shape == (RELATIONS, len(pair.passage), len(pair.question))


def test_without_a_title_the_text_starts_at_once() -> None:
    assert VOCABULARY.pair("规模", "规模").body == 0


def test_known_and_unknown_characters() -> None:
    tokens = VOCABULARY.encode("东鑫")
    assert tokens.characters.tolist() == [CHARACTERS.index("东") + 2, UNKNOWN]


def test_places_in_words() -> None:
    tokens = VOCABULARY.encode("基金总规模")
    assert tokens.boundaries.tolist() == [2, 4, 1, 2, 4]
    assert VOCABULARY.encode("基金总规模", title=2).boundaries.tolist() == [6, 8, 1, 2, 4]


def test_matches_are_seen_where_they_stand() -> None:
    pair = VOCABULARY.pair("规模多少", "总规模和规则")
    same = pair.relations[SAME]
    assert np.argwhere(same).tolist() == [[1, 0], [2, 1], [4, 0]]
    assert np.argwhere(pair.relations[BIGRAM]).tolist() == [[1, 0], [2, 1]]
    assert not pair.relations[TRIGRAM].any()
    assert np.argwhere(pair.relations[WORD]).tolist() == [[1, 0], [2, 1]]


def test_scripts_and_widths_match() -> None:
    traditional = VOCABULARY.pair("東湖基金規模ＡＢＣ", "东湖基金规模abc")
    assert traditional.relations[SAME].diagonal().all()


def test_punctuation_never_matches() -> None:
    pair = VOCABULARY.pair("规模？，", "，？规模")
    assert not pair.relations[SAME][:2].any()


def test_a_title_adds_to_what_is_covered() -> None:
    question, text = "东湖基金规模多少", "总规模10亿元"
    alone = VOCABULARY.pair(question, text).passage_match[:, -2].max()
    pair = VOCABULARY.pair(question, text, "东湖基金")
    assert pair.passage_match[pair.body :, -2].max() > alone


def test_coverage_reaches_sixty_four_characters() -> None:
    near = VOCABULARY.pair("规模", "规模" + "的" * 40).passage_match[-1]
    far = VOCABULARY.pair("规模", "规模" + "的" * 80).passage_match[-1]
    assert near[-2] > 0
    assert far[-2] == 0


@settings(deadline=None, max_examples=60)
@given(
    question=st.text(min_size=1, max_size=40),
    text=st.text(min_size=1, max_size=120),
    title=st.text(max_size=20),
)
def test_any_text_has_features(question: str, text: str, title: str) -> None:
    pair = VOCABULARY.pair(question, text, title)
    assert len(pair.passage) == pair.body + len(text)
    assert len(pair.question) == len(question)
    for tokens in (pair.question, pair.passage):
        for array in (tokens.characters, tokens.tags, tokens.boundaries, tokens.bigrams, tokens.words):
            assert len(array) == len(tokens)
        assert tokens.boundaries.min() > 0
        assert tokens.boundaries.max() < BOUNDARIES
        assert 0 <= tokens.bigrams.min() <= tokens.bigrams.max() < BIGRAMS
    assert np.isfinite(pair.passage_match).all()
    assert np.isfinite(pair.question_match).all()
