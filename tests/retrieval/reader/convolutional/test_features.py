"""Features of question and passage: lengths, offsets and what counts as a match."""

import zlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.reader.convolutional.features import (
    BIGRAMS,
    BOUNDARIES,
    PASSAGE_MATCHES,
    QUESTION_MATCHES,
    RELATIONS,
    SEPARATOR,
    UNKNOWN,
    Vocabulary,
)
from retrieval.reader.convolutional.words import WordVectors

CHARACTERS = SEPARATOR + "东湖规模多少基金总亿元"
VECTORS = {"规模": (1.0, 0.0), "大小": (0.8, 0.6), "东湖": (-1.0, 0.0)}
HASHES = {zlib.crc32(word.encode()): vector for word, vector in VECTORS.items()}
WORDS = WordVectors(
    np.array(sorted(HASHES), np.uint32), np.array([HASHES[hashed] for hashed in sorted(HASHES)], np.float32)
)
RARITY = np.full(len(CHARACTERS) + 2, 0.5, np.float32)
VOCABULARY = Vocabulary(CHARACTERS, ("n", "m"), RARITY, WORDS)
SAME, BIGRAM, TRIGRAM, WORD, ALIKE = range(RELATIONS)
NEAR_AHEAD, PEAK, TITLED = 8, 14, 15


def test_every_character_has_its_row() -> None:
    pair = VOCABULARY.pair("基金规模多少？", "基金总规模10亿元。", "东湖基金")
    title = len("东湖基金") + 1
    assert pair.body == title
    assert "".join(map(chr, pair.passage.codes[title:])) == "基金总规模10亿元。"
    assert pair.passage_match.shape == (len(pair.passage), PASSAGE_MATCHES)
    assert pair.question_match.shape == (len(pair.question), QUESTION_MATCHES)
    assert pair.relations.shape == (RELATIONS, len(pair.question), len(pair.passage))


def test_without_a_title_the_text_starts_at_once() -> None:
    assert VOCABULARY.pair("规模", "规模").body == 0


def test_known_and_unknown_characters() -> None:
    tokens = VOCABULARY.encode("东鑫")
    assert tokens.characters.tolist() == [CHARACTERS.index("东") + 2, UNKNOWN]


def test_places_in_words() -> None:
    tokens = VOCABULARY.encode("基金总规模")
    assert tokens.boundaries.tolist() == [2, 4, 1, 2, 4]
    assert VOCABULARY.encode("基金总规模", body=2).boundaries.tolist() == [6, 8, 1, 2, 4]


def test_matches_are_seen_where_they_stand() -> None:
    pair = VOCABULARY.pair("规模多少", "总规模和规则")
    same = pair.relations[SAME]
    assert np.argwhere(same).tolist() == [[0, 1], [0, 4], [1, 2]]
    assert np.argwhere(pair.relations[BIGRAM]).tolist() == [[0, 1], [1, 2]]
    assert not pair.relations[TRIGRAM].any()
    assert np.argwhere(pair.relations[WORD]).tolist() == [[0, 1], [1, 2]]


def test_trigrams_are_seen_whole() -> None:
    pair = VOCABULARY.pair("总规模", "新总规模")
    assert np.argwhere(pair.relations[TRIGRAM]).tolist() == [[0, 1], [1, 2], [2, 3]]


def test_words_of_like_meaning_are_alike() -> None:
    pair = VOCABULARY.pair("大小", "规模，东湖，多少")
    alike = pair.relations[ALIKE]
    np.testing.assert_allclose(alike[:, :2], 0.8, rtol=1e-6)
    assert not alike[:, 2:].any()


def test_a_question_is_laid_beside_many_passages() -> None:
    question = VOCABULARY.question("东湖基金规模多少？")
    for text, title in (("总规模10亿元", "东湖基金"), ("基金，规模", "")):
        laid = VOCABULARY.lay(question, VOCABULARY.passage(text, title))
        pair = VOCABULARY.pair("东湖基金规模多少？", text, title)
        assert laid.body == pair.body
        np.testing.assert_array_equal(laid.passage_match, pair.passage_match)
        np.testing.assert_array_equal(laid.question_match, pair.question_match)
        np.testing.assert_array_equal(laid.relations, pair.relations)


def test_scripts_and_widths_match() -> None:
    traditional = VOCABULARY.pair("東湖基金規模ＡＢＣ", "东湖基金规模abc")
    assert traditional.relations[SAME].diagonal().all()


def test_punctuation_never_matches() -> None:
    pair = VOCABULARY.pair("规模？，", "，？规模")
    assert not pair.relations[SAME][:, :2].any()


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


@settings(max_examples=30)
@given(
    question=st.text("东湖规模多少基金，", min_size=1, max_size=12),
    text=st.text("东湖规模总的。", min_size=1, max_size=150),
    title=st.sampled_from(["", "东湖基金"]),
)
def test_coverage_is_the_share_of_the_question_within_reach(question: str, text: str, title: str) -> None:
    pair = VOCABULARY.pair(question, text, title)
    weights = RARITY[pair.question.characters] * [character.isalnum() for character in question]
    evidence = np.maximum(pair.relations[BIGRAM], pair.relations[SAME] / 2) * weights[:, None]
    total = weights.sum() + 0.1

    def share(first: int, last: int) -> float:
        return float(evidence[:, max(first, 0) : last + 1].max(axis=1).sum() / total)

    expected = np.array(
        [
            [
                share(i, i + 15),
                share(i - 15, i),
                share(i - 15, i + 15),
                share(i, i + 63),
                share(i - 63, i),
                share(i - 63, i + 63),
            ]
            for i in range(len(pair.passage))
        ]
    )
    np.testing.assert_allclose(pair.passage_match[:, NEAR_AHEAD:PEAK], expected, atol=1e-5)
    far = expected[:, -1]
    np.testing.assert_allclose(pair.passage_match[:, PEAK], far / (far.max() + 1e-3), atol=1e-5)
    assert (pair.passage_match[:, TITLED] >= far - 1e-5).all()


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
