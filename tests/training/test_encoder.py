import json
import lzma
import math
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, normalizers

from embeddings.static import StaticEncoder
from retrieval.squad import Context, Question, Reference
from retrieval.text import fold, words
from training.charsmap import charsmap
from training.data import is_held_out
from training.lexicon import Lexicon
from training.pairs import Corpus, Questions, read_questions, read_texts
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


def test_wanted_words_come_before_common_ones() -> None:
    counts = {"基金": 50, "规模": 40, "咋": 1}

    scores = vocabulary(counts, 4 + 3, ["啥时候", "不是词典里的"])

    assert set(scores) == {*"基金规模", "啥时候", "基金"}


def test_long_documents_are_several(tokenizer: Tokenizer) -> None:
    corpus = Corpus.of(["。".join(["东湖基金"] * 100), "".join(NEWS[:1])], tokenizer)

    lengths = np.diff(corpus.documents)

    assert lengths.sum() == len(corpus.sentences) - 1
    assert lengths.tolist() == [25, 25, 25, 25, 4]


def test_what_is_held_out_is_not_trained_on(tmp_path: Path) -> None:
    texts = [f"第{number}篇文章。写的是别的事。" for number in range(60)]
    with lzma.open(tmp_path / "texts.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"title": "标题", "text": text}) + "\n" for text in texts)
    paragraphs = [
        {
            "context": text,
            "qas": [{"id": "1", "question": text, "answers": [{"text": "第", "answer_start": 0}]}],
        }
        for text in texts
    ]
    (tmp_path / "qa.json").write_text(json.dumps({"data": [{"title": "", "paragraphs": paragraphs}]}))
    kept = [text for text in texts if not is_held_out(text)]

    assert 0 < len(kept) < len(texts)
    assert list(read_texts(tmp_path / "texts.jsonl.xz")) == [f"标题\n{text}" for text in kept]
    assert list(read_questions(tmp_path / "qa.json")) == [(text, text) for text in kept]


def test_a_query_is_cut_from_its_passage_or_removed_from_it(tokenizer: Tokenizer) -> None:
    corpus = Corpus.of(NEWS, tokenizer)
    random = np.random.default_rng(5)
    pairs = [pair for document in range(4) for _ in range(30) for pair in corpus.pairs(document, random)]

    kept = [np.isin(query, passage).all() for query, passage in pairs]

    assert all(query.size and passage.size for query, passage in pairs)
    assert 0.3 < np.mean(kept) < 0.85


def test_a_corpus_is_read_as_it_was_saved(tokenizer: Tokenizer, tmp_path: Path) -> None:
    corpus = Corpus.of(NEWS, tokenizer)
    corpus.save(tmp_path / "text.npz")

    for one, other in zip(_arrays(corpus), _arrays(Corpus.load(tmp_path / "text.npz")), strict=True):
        np.testing.assert_array_equal(one, other)


def _arrays(corpus: Corpus) -> tuple[np.ndarray, ...]:
    return corpus.tokens, corpus.sentences, corpus.documents


@pytest.mark.slow
def test_training_lowers_the_loss_resumes_and_exports(tokenizer: Tokenizer, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    from training.encoder import Material, Recipe, draw, export, initial, loss_of, train  # noqa: PLC0415

    asked = [
        ("基金规模多少", NEWS[0]),
        ("明天有雨吗", NEWS[1]),
        ("谁赢了比赛", NEWS[2]),
        ("央行做了什么", NEWS[3]),
    ]
    lexicon = Lexicon.of([("明天", "明日"), ("规模", "盘子"), ("比赛", "赛事")], tokenizer)
    material = Material(tokenizer, Corpus.of(NEWS, tokenizer), Questions.of(asked, tokenizer), lexicon)
    recipe = Recipe(dimension=32, steps=60, batch=8, asked=0.375, equal=0.125, rate=0.02)

    rows = train(material, tmp_path, recipe)
    again = train(material, tmp_path, recipe)
    export(tokenizer, rows, tmp_path / "model")
    draw(tmp_path)

    batch = material.batch(0, recipe)
    before, after = (
        loss_of(torch.as_tensor(vectors), *batch, recipe.temperature)
        for vectors in (initial(material, tmp_path, recipe), rows)
    )
    assert after < before
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 3
    np.testing.assert_array_equal(rows, again)
    assert not rows[0].any()
    assert (tmp_path / "loss.png").stat().st_size > 1_000
    reference = (Reference("出", 0),)
    contexts = [Context(text, "", (Question("", question, reference),)) for question, text in asked]
    assert recall(StaticEncoder(tmp_path / "model"), contexts)["recall@1"] == 1
    with pytest.raises(SystemExit, match="another recipe"):
        train(material, tmp_path, Recipe(dimension=32, steps=61))
