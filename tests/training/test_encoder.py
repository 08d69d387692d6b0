import json
import math
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, normalizers

from embeddings.static import StaticEncoder
from retrieval.squad import Context, Question, Reference
from retrieval.text import fold, words
from training.charsmap import charsmap
from training.pairs import Corpus, Questions
from training.recall import recall
from training.tokenizer import build_tokenizer, count_words, vocabulary

NEWS = [
    "东湖高新区举行签约仪式。光谷基金总规模10亿元。首期计划出资2亿元，支持科技企业。企业负责人出席仪式。",
    "气象台发布暴雨预警。今晚到明天有大到暴雨。市民出行注意安全。学校明天停课一天。",
    "国家队昨晚战胜对手。比赛进入加时。门将扑出点球。球迷在看台上庆祝胜利。",
    "央行下调存款准备金率。市场流动性充裕。银行股普遍上涨。分析师看好后市。",
] * 3


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return build_tokenizer(vocabulary(count_words(NEWS), 2_000))


def test_charsmap_replaces_each_character_it_holds_and_no_other() -> None:
    replacements = {"東": "东", "Ａ": "a", "ａ": "a", "é": "e", "𠮷": "吉", "ǆ": "dž", "\u3000": " "}
    normalizer = normalizers.Precompiled(charsmap(replacements))

    text = "東京Ａｂaé𠮷野家ǆ\u3000西東。"

    expected = "".join(replacements.get(character, character) for character in text)
    assert normalizer.normalize_str(text) == expected


def test_the_tokenizer_folds_as_the_search_does(tokenizer: Tokenizer) -> None:
    text = "東湖ＡＢＣ國會圖書館後麵條，ｉＰｈｏｎｅ　②㎏"

    assert tokenizer.normalizer.normalize_str(text) == fold(text)


def test_the_tokenizer_cuts_as_jieba_does(tokenizer: Tokenizer) -> None:
    text = fold(NEWS[0])

    assert tokenizer.encode(text).tokens == [word for word in words(text) if word.isalnum()]


def test_vocabulary_keeps_pieces_and_the_commonest_words() -> None:
    counts = {"基金": 50, "规模": 40, "签约": 3, "gdp": 30}
    pieces = {"基", "金", "规", "模", "签", "约", "g", "d", "p", "gd", "dp", "gdp"}

    scores = vocabulary(counts, len(pieces) + 3)

    assert set(scores) == {*pieces, "基金", "规模"}
    assert all(math.isfinite(score) and score < 0 for score in scores.values())
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


def test_a_query_is_cut_from_its_passage_or_removed_from_it(tokenizer: Tokenizer) -> None:
    corpus = Corpus.of(NEWS, tokenizer)
    random = np.random.default_rng(5)
    pairs = [pair for document in range(4) for _ in range(30) for pair in corpus.pairs(document, random)]

    kept = [np.isin(query, passage).all() for query, passage in pairs]

    assert all(query.size and passage.size for query, passage in pairs)
    assert 0.5 < np.mean(kept) < 0.95


def test_a_corpus_is_read_as_it_was_saved(tokenizer: Tokenizer, tmp_path: Path) -> None:
    corpus = Corpus.of(NEWS, tokenizer)
    corpus.save(tmp_path / "text.npz")

    for one, other in zip(_arrays(corpus), _arrays(Corpus.load(tmp_path / "text.npz")), strict=True):
        np.testing.assert_array_equal(one, other)


def _arrays(corpus: Corpus) -> tuple[np.ndarray, ...]:
    return corpus.tokens, corpus.sentences, corpus.documents


@pytest.mark.slow
def test_training_lowers_the_loss_resumes_and_exports(tokenizer: Tokenizer, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    from training.encoder import Material, Recipe, draw, export, train  # noqa: PLC0415

    asked = [
        ("基金规模多少", NEWS[0]),
        ("明天有雨吗", NEWS[1]),
        ("谁赢了比赛", NEWS[2]),
        ("央行做了什么", NEWS[3]),
    ]
    material = Material(tokenizer, Corpus.of(NEWS, tokenizer), Questions.of(asked, tokenizer))
    recipe = Recipe(dimension=32, steps=60, batch=8, asked=0.5, rate=0.02)

    rows = train(material, tmp_path, recipe)
    again = train(material, tmp_path, recipe)
    export(tokenizer, rows, tmp_path / "model")
    draw(tmp_path)

    losses = [json.loads(line)["loss"] for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert losses[-1] < losses[0]
    np.testing.assert_array_equal(rows, again)
    assert not rows[0].any()
    assert (tmp_path / "loss.png").stat().st_size > 1_000
    reference = (Reference("出", 0),)
    contexts = [Context(text, "", (Question("", question, reference),)) for question, text in asked]
    assert recall(StaticEncoder(tmp_path / "model"), contexts)["recall@1"] == 1
    with pytest.raises(SystemExit, match="another recipe"):
        train(material, tmp_path, Recipe(dimension=32, steps=61))
